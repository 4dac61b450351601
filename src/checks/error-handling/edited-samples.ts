import { layered, single } from "./sample-services.ts";

type Edit = readonly [find: string | RegExp, replace: string];
export type EditedSample = readonly [name: string, base: string, edits: readonly Edit[]];

/** One realistic fault each: the answer no longer passes. */
export const defects: readonly EditedSample[] = [
  [
    "the handler of the base class is not registered",
    layered,
    [["    app.add_exception_handler(AppError, on_app_error)\n", ""]],
  ],
  [
    "the handlers are not registered with the application",
    layered,
    [["    register_handlers(app)\n", ""]],
  ],
  [
    "only the crash handler is left, which tells nothing apart",
    layered,
    [["AppError, on_app_error", "RuntimeError, on_crash"]],
  ],
  ["the service's 404 is gone", layered, [[/ {8}if post is None:\n.*\n/u, ""]]],
  [
    "the service gives back what it found",
    layered,
    [
      [
        / {8}post = await self\._posts\.get\(post_id\)\n {8}if post is None:\n.*\n {8}return post/u,
        "        return await self._posts.get(post_id)",
      ],
    ],
  ],
  [
    "the base class of the errors is lost",
    layered,
    [["class PostNotFound(AppError)", "class PostNotFound(Exception)"]],
  ],
  [
    "a ValueError in place of the domain's error",
    layered,
    [['raise PostNotFound("Post not found")', 'raise ValueError("Post not found")']],
  ],
  [
    "the domain's error has a server's status",
    layered,
    [["status_code = 404", "status_code = 500"]],
  ],
  [
    "the domain's error has a status of success",
    layered,
    [["status_code = 404", "status_code = 200"]],
  ],
  ["the handler answers 200", layered, [["status_code=exc.status_code", "status_code=200"]]],
  ["the handler forgets the status", layered, [[", status_code=exc.status_code", ""]]],
  [
    "a bare except in the service",
    layered,
    [[/except ConnectionError:[\s\S]*? {12}raise\n/u, "except:\n            pass\n"]],
  ],
  [
    "an exception swallowed in the service",
    layered,
    [
      [
        /except ConnectionError:[\s\S]*? {12}raise\n/u,
        "except Exception:\n            return None\n",
      ],
    ],
  ],
  [
    "the service logs that it failed, not why",
    layered,
    [
      [
        /except ConnectionError:[\s\S]*? {12}raise\n/u,
        'except Exception:\n            logger.error("delete failed")\n',
      ],
    ],
  ],
  [
    "suppress(Exception)",
    layered,
    [
      [
        / {8}try:\n {12}(await self\._posts\.remove\(post\))[\s\S]*? {12}raise\n/u,
        "        with contextlib.suppress(Exception):\n            $1\n",
      ],
    ],
  ],
  ["the 404 branch is deleted", single, [[/ {4}if not item:\n.*\n/u, ""]]],
  [
    "the 404 is a 200 with an error",
    single,
    [
      [
        'raise HTTPException(status_code=404, detail="Item not found")',
        'return {"error": "Item not found"}',
      ],
    ],
  ],
  [
    "the 404 is a message",
    single,
    [
      [
        'raise HTTPException(status_code=404, detail="Item not found")',
        'return {"message": "Item not found"}',
      ],
    ],
  ],
  [
    "the 404 is `success: False`",
    single,
    [
      [
        'raise HTTPException(status_code=404, detail="Item not found")',
        'return {"success": False, "item": None}',
      ],
    ],
  ],
  [
    "the 404 in a tuple, as in Flask",
    single,
    [
      [
        'raise HTTPException(status_code=404, detail="Item not found")',
        'return {"detail": "Item not found"}, 404',
      ],
    ],
  ],
  [
    "the 404 in a JSONResponse without a status",
    single,
    [
      [
        'raise HTTPException(status_code=404, detail="Item not found")',
        'return JSONResponse(content={"detail": "Item not found"})',
      ],
    ],
  ],
  ["the 404 is a 500", single, [["status_code=404", "status_code=500"]]],
  ["the 404 is raised with 200", single, [["status_code=404", "status_code=200"]]],
  [
    "the 404 is a plain exception",
    single,
    [['HTTPException(status_code=404, detail="Item not found")', 'Exception("Item not found")']],
  ],
  ["the conflict's clause is bare", single, [["except IntegrityError:", "except:"]]],
  [
    "the conflict is passed over",
    single,
    [[/except IntegrityError:\n.*\n.*\n/u, "except Exception:\n        db.rollback()\n"]],
  ],
  [
    "bad credentials answer 200",
    single,
    [
      [
        'raise HTTPException(status_code=401, detail="Incorrect e-mail or password")',
        'return {"status": "error", "reason": "credentials"}',
      ],
    ],
  ],
  [
    "nobody asks whether the user exists",
    single,
    [["user is None or not verify_password", "not verify_password"]],
  ],
  [
    "the credentials are compared and nothing is refused",
    single,
    [
      [
        / {4}if user is None or[\s\S]*? {4}return/u,
        "    ok = user is not None and verify_password(data.password, user.hashed_password)\n    return",
      ],
    ],
  ],
  [
    "a failing service is swallowed",
    single,
    [[/ {8}logger\.error[\s\S]*?available"\)/u, "        return None"]],
  ],
  [
    "a failing service is printed",
    single,
    [[/ {8}logger\.error[\s\S]*?available"\)\n/u, "        print(exc)\n        reply = None\n"]],
  ],
];

/** Rewrites that leave every failure as it was. */
export const rewrites: readonly EditedSample[] = [
  [
    "other names",
    layered,
    [
      [/\bPostNotFound\b/gu, "Absent"],
      [/\bon_app_error\b/gu, "answer_error"],
      [/\bregister_handlers\b/gu, "wire"],
    ],
  ],
  [
    "the handler by decorator",
    layered,
    [
      [
        / {4}app\.add_exception_handler\(AppError, on_app_error\)\n/u,
        '    @app.exception_handler(AppError)\n    async def handle(request: Request, error: AppError) -> JSONResponse:\n        return JSONResponse({"detail": error.message}, error.status_code)\n\n',
      ],
    ],
  ],
  [
    "handlers in a loop",
    layered,
    [
      [
        "app.add_exception_handler(AppError, on_app_error)",
        "for error in (PostNotFound, NotAuthor):\n        app.add_exception_handler(error, on_app_error)",
      ],
      ["import AppError\n", "import AppError, NotAuthor, PostNotFound\n"],
    ],
  ],
  [
    "handlers in a dictionary of the application",
    layered,
    [
      ["    register_handlers(app)\n", ""],
      ["app = FastAPI()", "app = FastAPI(exception_handlers={AppError: on_app_error})"],
      ["import register_handlers", "import on_app_error\nfrom app.errors import AppError"],
    ],
  ],
  [
    "handlers of a table, with their status",
    layered,
    [
      [
        / {4}app\.add_exception_handler\(AppError, on_app_error\)\n/u,
        "    for error, code in STATUSES.items():\n        app.add_exception_handler(error, answer(code))\n",
      ],
      [
        "logger = ",
        'STATUSES = {PostNotFound: 404, NotAuthor: 403}\n\n\ndef answer(code: int):\n    async def handle(request: Request, exc: Exception) -> JSONResponse:\n        return JSONResponse({"detail": str(exc)}, status_code=code)\n\n    return handle\n\n\nlogger = ',
      ],
      ["import AppError\n", "import AppError, NotAuthor, PostNotFound\n"],
    ],
  ],
  [
    "one more class between",
    layered,
    [
      [
        "class PostNotFound(AppError):",
        "class NotFound(AppError):\n    pass\n\n\nclass PostNotFound(NotFound):",
      ],
    ],
  ],
  [
    "errors that are HTTPExceptions",
    layered,
    [
      ["class AppError(Exception):", "class AppError(HTTPException):"],
      ["class AppError", "from fastapi import HTTPException\n\n\nclass AppError"],
      ["    app.add_exception_handler(AppError, on_app_error)\n", ""],
    ],
  ],
  [
    "the raise in a helper",
    layered,
    [
      [
        / {8}if post is None:\n {12}raise PostNotFound\("Post not found"\)\n/u,
        "        ensure_found(post)\n",
      ],
      [
        "logger = logging.getLogger(__name__)\n\n\nclass PostService",
        "logger = logging.getLogger(__name__)\n\n\ndef ensure_found(value: object) -> None:\n    if value is None:\n        raise PostNotFound()\n\n\nclass PostService",
      ],
    ],
  ],
  [
    "scalar_one and NoResultFound",
    layered,
    [
      [
        "        return await self._session.scalar(select(Post).where(Post.id == post_id))",
        "        result = await self._session.execute(select(Post).where(Post.id == post_id))\n        try:\n            return result.scalar_one()\n        except NoResultFound:\n            return None",
      ],
    ],
  ],
  [
    "a walrus",
    layered,
    [
      [
        "        post = await self._posts.get(post_id)\n        if post is None:",
        "        if (post := await self._posts.get(post_id)) is None:",
      ],
    ],
  ],
  [
    "the service maps at the endpoint",
    layered,
    [
      ["    app.add_exception_handler(AppError, on_app_error)\n", ""],
      [
        "    return PostOut.model_validate(await service.get(post_id))",
        "    try:\n        return PostOut.model_validate(await service.get(post_id))\n    except AppError as error:\n        raise HTTPException(error.status_code, error.message) from error",
      ],
    ],
  ],
  [
    "statuses by name",
    single,
    [
      ["status_code=404", "status_code=status.HTTP_404_NOT_FOUND"],
      ["status_code=401", "status_code=HTTPStatus.UNAUTHORIZED"],
    ],
  ],
  [
    "a response with its status",
    single,
    [
      [
        'raise HTTPException(status_code=404, detail="Item not found")',
        'return JSONResponse({"detail": "Item not found"}, status_code=404)',
      ],
    ],
  ],
  [
    "a factory of exceptions",
    single,
    [
      ['raise HTTPException(status_code=404, detail="Item not found")', 'raise not_found("Item")'],
      [
        "class ItemIn",
        'def not_found(what: str) -> HTTPException:\n    return HTTPException(404, f"{what} not found")\n\n\nclass ItemIn',
      ],
    ],
  ],
  [
    "the status set on the response",
    single,
    [
      [
        'raise HTTPException(status_code=404, detail="Item not found")',
        'response.status_code = 404\n        return {"detail": "Item not found"}',
      ],
    ],
  ],
  [
    "the row by session.get",
    single,
    [
      ["db.query(Item).filter(Item.id == item_id).first()", "db.get(Item, item_id)"],
      ["if not item:", "if item is None:"],
    ],
  ],
  [
    "a dependency finds the row",
    single,
    [
      [
        /@app\.get\("\/items\/\{item_id\}"\)[\s\S]*?(?=\n\n\n@app)/u,
        'def find_item(item_id: int, db: Session = Depends(get_db)) -> Item:\n    item = db.get(Item, item_id)\n    if item is None:\n        raise HTTPException(404, "Item not found")\n    return item\n\n\n@app.get("/items/{item_id}")\ndef read_item(item: Item = Depends(find_item)):\n    return {"id": item.id}',
      ],
    ],
  ],
  [
    "the failure logged by exception",
    single,
    [['logger.error("rates failed: %s", exc)', 'logger.exception("rates failed")']],
  ],
  [
    "logged with its reason and answered from a default",
    single,
    [['raise HTTPException(502, "Rates are not available")', 'return {"rate": 1}']],
  ],
  [
    "narrow clauses do as they like",
    single,
    [
      [
        'except Exception as exc:\n        logger.error("rates failed: %s", exc)',
        "except (httpx.HTTPError, KeyError):\n        pass\n    else:\n        return reply.json()\n    if True:",
      ],
    ],
  ],
  [
    "trigger words in comments and prose",
    single,
    [
      ["app = FastAPI()", "app = FastAPI()  # never use a bare except: or except Exception: pass"],
      [/$/u, '\n\nIt never answers `{"error": "…"}` with 200.'],
    ],
  ],
  [
    "tests may do as they like",
    single,
    [
      [
        /$/u,
        '\n\n### tests/test_main.py\n\n```python\nfrom main import app\n\n\ndef test_x(client):\n    try:\n        client.get("/items/1")\n    except:\n        pass\n```',
      ],
    ],
  ],
];
