import { blockOf, filesOf } from "../auth/samples/sample.ts";

const head = `
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from app.db import get_session
from app.models import Order, User

app = FastAPI()
`;
const block = (code: string): string => blockOf(`${head}\n\n${code.trim()}\n`);

export const passingSamples: readonly (readonly [name: string, answer: string])[] = [
  [
    "an aggregate is there",
    block(
      `@app.get("/orders/{user_id}/total")\nasync def total(user_id: int, session=Depends(get_session)) -> int:\n    count = await session.scalar(select(func.count()).where(Order.user_id == user_id))\n    return count + 0`,
    ),
  ],
  [
    "a list may be empty",
    block(
      `@app.get("/orders")\nasync def orders(session=Depends(get_session)) -> list[int]:\n    return [one.id for one in (await session.scalars(select(Order))).all()]`,
    ),
  ],
  [
    "scalar_one raises and is caught",
    block(
      `from sqlalchemy.exc import NoResultFound\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    try:\n        order = (await session.execute(select(Order).where(Order.id == order_id))).scalar_one()\n    except NoResultFound:\n        raise HTTPException(404, "Order not found")\n    return order.id`,
    ),
  ],
  [
    "an answer that may be null by its type",
    block(
      `@app.get("/users/{user_id}/draft")\nasync def draft(user_id: int, session=Depends(get_session)) -> Order | None:\n    return await session.get(Order, user_id)`,
    ),
  ],
  [
    "the signed-in user's own row",
    block(
      `@app.patch("/me")\nasync def rename(name: str, user: User = Depends(get_user), session=Depends(get_session)) -> None:\n    row = await session.get(User, user.id)\n    row.name = name\n    await session.commit()`,
    ),
  ],
  [
    "a field of a resource is called error",
    block(
      `@app.get("/jobs")\ndef jobs():\n    job = last_job()\n    return {"id": job.id, "error": job.error, "status": job.status}`,
    ),
  ],
  [
    "an empty list of errors",
    block(
      `@app.post("/imports", status_code=201)\ndef load():\n    return {"rows": 3, "errors": [], "error": None}`,
    ),
  ],
  [
    "a message that reveals nothing",
    block(
      `@app.post("/password-reset", status_code=202)\nasync def reset(email: str, session=Depends(get_session)):\n    user = await session.scalar(select(User).where(User.email == email))\n    if user is None:\n        return {"message": "If the account exists, an e-mail was sent"}\n    send(user.email)\n    return {"message": "If the account exists, an e-mail was sent"}`,
    ),
  ],
  [
    "health reports 503",
    block(
      `@app.get("/health")\nasync def health(response: Response, session=Depends(get_session)):\n    ok = True\n    try:\n        await session.execute(select(1))\n    except Exception:\n        ok = False\n    if not ok:\n        response.status_code = 503\n    return {"database": "up" if ok else "down"}`,
    ),
  ],
  [
    "rolls back and raises again",
    block(
      `async def get_db():\n    async with factory() as session:\n        try:\n            yield session\n        except Exception:\n            await session.rollback()\n            raise\n\n\n@app.get("/orders")\nasync def orders(session=Depends(get_db)):\n    return (await session.scalars(select(Order))).all()`,
    ),
  ],
  [
    "a middleware that logs and answers 500",
    block(
      `import logging\n\nlogger = logging.getLogger(__name__)\n\n\n@app.middleware("http")\nasync def guard(request: Request, call_next):\n    try:\n        return await call_next(request)\n    except Exception:\n        logger.exception("unhandled")\n        return JSONResponse({"detail": "Internal error"}, status_code=500)\n\n\n@app.get("/")\ndef root():\n    return {"ok": True}`,
    ),
  ],
  [
    "the reason is logged through exc_info",
    block(
      `import structlog\n\nlog = structlog.get_logger()\n\n\n@app.get("/")\nasync def root():\n    try:\n        await warm()\n    except Exception:\n        log.warning("cold", exc_info=True)\n    return {"ok": True}`,
    ),
  ],
  [
    "validators raise ValueError",
    block(
      `from pydantic import AfterValidator, BaseModel, field_validator\n\n\ndef not_blank(value: str) -> str:\n    if not value:\n        raise ValueError("blank")\n    return value\n\n\nclass OrderIn(BaseModel):\n    name: str\n    note: Annotated[str, AfterValidator(not_blank)]\n\n    @field_validator("name")\n    @classmethod\n    def check(cls, value: str) -> str:\n        if not value:\n            raise ValueError("blank")\n        return value\n\n\n@app.post("/orders", status_code=201)\ndef create(data: OrderIn):\n    return {"name": not_blank(data.name)}`,
    ),
  ],
  [
    "an error of the user's own base",
    block(
      `from app.errors import DomainError\n\n\nclass OrderNotFound(DomainError):\n    pass\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        raise OrderNotFound\n    return order.id`,
    ),
  ],
  [
    "a handler of everything that looks at the class",
    block(
      `class OrderNotFound(Exception):\n    pass\n\n\n@app.exception_handler(Exception)\nasync def on_error(request: Request, exc: Exception):\n    if isinstance(exc, OrderNotFound):\n        return JSONResponse({"detail": "not found"}, status_code=404)\n    return JSONResponse({"detail": "error"}, status_code=500)\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        raise OrderNotFound\n    return order.id`,
    ),
  ],
  [
    "an application that the user has, handlers in prose",
    `${filesOf({ "app/orders.py": `class OrderNotFound(Exception):\n    pass\n\n\nrouter = APIRouter()\n\n\n@router.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        raise OrderNotFound\n    return order.id\n` })}\n\nIn main.py: \`app.add_exception_handler(OrderNotFound, on_not_found)\`.`,
  ],
  [
    "a dictionary tested first",
    block(
      `ITEMS = {1: "pen"}\n\n\n@app.get("/items/{item_id}")\ndef read(item_id: int):\n    item = ITEMS.get(item_id)\n    if not item:\n        raise HTTPException(404)\n    return {"name": item.title()}`,
    ),
  ],
  [
    "the name is asked for before",
    block(
      `class Account(Base):\n    email = mapped_column(String, unique=True)\n\n\n@app.post("/accounts", status_code=201)\nasync def create(data: AccountIn, session=Depends(get_session)):\n    if await session.scalar(select(Account).where(Account.email == data.email)):\n        raise HTTPException(409, "taken")\n    session.add(Account(**data.model_dump()))\n    await session.commit()`,
    ),
  ],
  [
    "redirects by exception",
    block(
      `@app.get("/old")\ndef old():\n    raise HTTPException(307, headers={"Location": "/new"})`,
    ),
  ],
  [
    "a websocket sends its errors",
    block(
      `@app.websocket("/ws")\nasync def socket(websocket: WebSocket):\n    await websocket.accept()\n    await websocket.send_json({"error": "bad"})\n    return {"error": "closed"}`,
    ),
  ],
  [
    "a handler given to the decorator",
    block(
      `class OrderNotFound(Exception):\n    pass\n\n\nasync def on_missing(request: Request, exc: OrderNotFound):\n    return JSONResponse({"detail": "no order"}, status_code=404)\n\n\napp.exception_handler(OrderNotFound)(on_missing)\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int):\n    raise OrderNotFound`,
    ),
  ],
  [
    "one envelope for all that goes well",
    block(
      `def envelope(data=None, error=None, success=True):\n    return {"data": data, "error": error, "success": success}\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        raise HTTPException(404, "Order not found")\n    if order.hidden:\n        return envelope()\n    return envelope(data=order.id)`,
    ),
  ],
  [
    "the status is set before a helper makes the body",
    block(
      `def error_body(error: str) -> dict:\n    return {"error": error}\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, response: Response, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        response.status_code = 404\n        return error_body("Order not found")\n    return {"id": order.id}`,
    ),
  ],
  [
    "a helper makes the body of a response with its status",
    block(
      `def error_body(error: str) -> dict:\n    return {"error": error}\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        return JSONResponse(error_body("Order not found"), status_code=404)\n    return {"id": order.id}`,
    ),
  ],
  [
    "the row to which a foreign key points is there",
    block(
      `@app.post("/orders/{order_id}/mail", status_code=204)\nasync def mail(order_id: int, session=Depends(get_session)) -> None:\n    order = await session.get(Order, order_id)\n    if order is None:\n        raise HTTPException(404, "Order not found")\n    user = await session.get(User, order.user_id)\n    send(user.email)`,
    ),
  ],
  [
    "a key is asked for before it is looked up",
    block(
      `ITEMS = {1: "pen"}\n\n\n@app.get("/items/{item_id}")\nasync def read(item_id: int) -> str:\n    if item_id not in ITEMS:\n        raise HTTPException(404)\n    return ITEMS[item_id]\n\n\n@app.put("/items/{item_id}")\nasync def put(item_id: int, name: str) -> None:\n    ITEMS[item_id] = name`,
    ),
  ],
  [
    "a failing service is mapped by a caller",
    block(
      `import httpx\n\n\nasync def load(client: httpx.AsyncClient) -> dict:\n    response = await client.get("/rates")\n    response.raise_for_status()\n    return response.json()\n\n\n@app.get("/rates")\nasync def rates(client: httpx.AsyncClient = Depends(get_client)) -> Rates:\n    try:\n        return Rates(**await load(client))\n    except Exception as error:\n        raise HTTPException(502) from error`,
    ),
  ],
  [
    "a failing service is mapped by a handler",
    block(
      `import httpx\n\n\n@app.exception_handler(httpx.HTTPError)\nasync def failed(request, error):\n    return JSONResponse({"detail": "Rates are down"}, status_code=502)\n\n\n@app.get("/rates")\nasync def rates(client: httpx.AsyncClient = Depends(get_client)) -> Rates:\n    response = await client.get("/rates")\n    response.raise_for_status()\n    return Rates(**response.json())`,
    ),
  ],
];

export const failingSamples: readonly (readonly [name: string, answer: string])[] = [
  [
    "what is fetched is answered",
    block(
      `@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    return await session.get(Order, order_id)`,
    ),
  ],
  [
    "what is fetched is validated at once",
    block(
      `@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)) -> OrderOut:\n    return OrderOut.model_validate(await session.get(Order, order_id))`,
    ),
  ],
  [
    "what is fetched by SQL is used",
    block(
      `@app.get("/orders/{order_id}")\nasync def read(order_id: int, pool=Depends(get_pool)):\n    row = await pool.fetchrow("SELECT * FROM orders WHERE id = $1", order_id)\n    return {"id": row["id"]}`,
    ),
  ],
  [
    "what is fetched is deleted",
    block(
      `@app.delete("/orders/{order_id}", status_code=204)\nasync def remove(order_id: int, session=Depends(get_session)) -> None:\n    order = (await session.execute(select(Order).where(Order.id == order_id))).scalar_one_or_none()\n    await session.delete(order)\n    await session.commit()`,
    ),
  ],
  [
    "a dependency finds nothing",
    block(
      `async def find_order(order_id: int, session=Depends(get_session)) -> Order:\n    return await session.get(Order, order_id)\n\n\n@app.get("/orders/{order_id}")\nasync def read(order: Order = Depends(find_order)):\n    return {"id": order.id}`,
    ),
  ],
  [
    "a dictionary of the module",
    block(
      `ITEMS = {1: "pen"}\n\n\n@app.get("/items/{item_id}")\ndef read(item_id: int):\n    item = ITEMS.get(item_id)\n    return {"name": item.title()}`,
    ),
  ],
  [
    "a custom exception that nobody maps",
    block(
      `class OrderNotFound(Exception):\n    pass\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        raise OrderNotFound()\n    return {"id": order.id}`,
    ),
  ],
  [
    "caught only to be raised again",
    block(
      `import logging\n\nlogger = logging.getLogger(__name__)\n\n\nclass OrderNotFound(Exception):\n    pass\n\n\ndef find(order_id: int):\n    raise OrderNotFound\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int):\n    try:\n        return find(order_id)\n    except OrderNotFound:\n        logger.info("missing")\n        raise`,
    ),
  ],
  [
    "a duplicate is a 500",
    block(
      `class Account(Base):\n    email = mapped_column(String, unique=True)\n\n\n@app.post("/accounts", status_code=201)\nasync def create(data: AccountIn, session=Depends(get_session)):\n    session.add(Account(**data.model_dump()))\n    await session.commit()`,
    ),
  ],
  [
    "an update that nobody looks at",
    block(
      `@app.patch("/orders/{order_id}")\nasync def change(order_id: int, session=Depends(get_session)) -> None:\n    result = await session.execute(update(Order).where(Order.id == order_id).values(paid=True))\n    await session.commit()`,
    ),
  ],
  [
    "an error in a service's result",
    filesOf({
      "app/service.py": `class Orders:\n    async def read(self, order_id: int) -> dict:\n        if order_id not in self.rows:\n            return {"error": "Order not found"}\n        return self.rows[order_id]\n`,
      "app/main.py": `from fastapi import Depends, FastAPI\nfrom app.service import Orders\n\napp = FastAPI()\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int, orders: Orders = Depends()):\n    return await orders.read(order_id)\n`,
    }),
  ],
  [
    "an error in a variable",
    block(
      `@app.get("/orders/{order_id}")\nasync def read(order_id: int):\n    if order_id < 0:\n        reply = {"success": False, "message": "bad id"}\n        return reply\n    return {"id": order_id}`,
    ),
  ],
  [
    "an error's model",
    block(
      `class ErrorResponse(BaseModel):\n    detail: str\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int):\n    if order_id < 0:\n        return ErrorResponse(detail="bad id")\n    return {"id": order_id}`,
    ),
  ],
  [
    "the exception's text with 200",
    block(
      `@app.get("/orders")\nasync def read():\n    try:\n        return load()\n    except ValueError as e:\n        return {"error": str(e)}`,
    ),
  ],
  [
    "a dependency returns its error",
    block(
      `def require_key(request: Request):\n    if "x-api-key" not in request.headers:\n        return {"error": "Missing API key"}\n\n\n@app.get("/orders", dependencies=[Depends(require_key)])\nasync def read():\n    return []`,
    ),
  ],
  [
    "a middleware answers 200",
    block(
      `@app.middleware("http")\nasync def guard(request: Request, call_next):\n    if "authorization" not in request.headers:\n        return JSONResponse({"detail": "Not authenticated, token missing"})\n    return await call_next(request)\n\n\n@app.get("/orders")\nasync def read():\n    return []`,
    ),
  ],
  [
    "a bare except that raises again",
    block(
      `@app.post("/orders", status_code=201)\nasync def create(session=Depends(get_session)):\n    try:\n        await session.commit()\n    except:\n        await session.rollback()\n        raise`,
    ),
  ],
  [
    "except Exception: continue",
    block(
      `@app.get("/orders")\nasync def read():\n    for source in SOURCES:\n        try:\n            return source.load()\n        except Exception:\n            continue\n    return []`,
    ),
  ],
  [
    "Exception in a tuple",
    block(
      `@app.get("/orders")\nasync def read():\n    try:\n        return load()\n    except (KeyError, Exception):\n        return []`,
    ),
  ],
  [
    "traceback.print_exc is no log",
    block(
      `import traceback\n\n\n@app.get("/orders")\nasync def read():\n    try:\n        return load()\n    except Exception:\n        traceback.print_exc()\n    return []`,
    ),
  ],
  [
    "a handler that answers 200",
    block(
      `class OrderNotFound(Exception):\n    pass\n\n\n@app.exception_handler(OrderNotFound)\nasync def on_missing(request: Request, exc: OrderNotFound):\n    return JSONResponse({"detail": "no order"})\n\n\n@app.get("/orders/{order_id}")\nasync def read(order_id: int):\n    raise OrderNotFound`,
    ),
  ],
  [
    "null for what is not there",
    block(
      `@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)) -> Order | None:\n    order = await session.get(Order, order_id)\n    if order is None:\n        return None\n    return order`,
    ),
  ],
  [
    "an assertion in place of the 404",
    block(
      `@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    assert order is not None\n    return {"id": order.id}`,
    ),
  ],
  [
    "one() and nothing for NoResultFound",
    block(
      `@app.get("/orders/{order_id}")\nasync def read(order_id: int, session=Depends(get_session)):\n    order = (await session.scalars(select(Order).where(Order.id == order_id))).one()\n    return {"id": order.id}`,
    ),
  ],
  [
    "a helper makes an error's body of what it is given",
    block(
      `def error_body(error, code):\n    return {"error": error, "code": code}\n\n\n@app.put("/orders/{order_id}")\nasync def change(order_id: int, session=Depends(get_session)):\n    result = await session.execute(update(Order).where(Order.id == order_id).values(state="paid"))\n    if result.rowcount:\n        return {"data": "updated"}\n    return error_body("An error occurred", 404)`,
    ),
  ],
  [
    "a helper is told that it did not go well",
    block(
      `def envelope(success: bool = True, message: str = ""):\n    return {"success": success, "message": message}\n\n\n@app.delete("/orders/{order_id}")\nasync def remove(order_id: int, session=Depends(get_session)):\n    order = await session.get(Order, order_id)\n    if order is None:\n        return envelope(False, "gone")\n    await session.delete(order)\n    return envelope(message="removed")`,
    ),
  ],
  [
    "the error is what remains when all else has returned",
    block(
      `@app.put("/orders/{order_id}")\nasync def change(order_id: int, session=Depends(get_session)):\n    result = await session.execute(update(Order).where(Order.id == order_id).values(state="paid"))\n    if result.rowcount:\n        return {"message": "Order paid"}\n    return {"message": "Order not found"}`,
    ),
  ],
  [
    "the row to which a caller's key points may be missing",
    block(
      `@app.post("/orders", status_code=201)\nasync def order(body: OrderIn, session=Depends(get_session)) -> None:\n    user = await session.get(User, body.user_id)\n    send(user.email)`,
    ),
  ],
  [
    "a key of the path is looked up in a dictionary",
    block(
      `ITEMS = {1: "pen"}\n\n\n@app.get("/items/{item_id}")\nasync def read(item_id: int) -> str:\n    return ITEMS[item_id]`,
    ),
  ],
  [
    "a failing service is left to be a 500",
    block(
      `import httpx\n\n\n@app.get("/rates")\nasync def rates() -> Rates:\n    async with httpx.AsyncClient() as client:\n        response = await client.get("https://rates.example/v1")\n        response.raise_for_status()\n    return Rates(**response.json())`,
    ),
  ],
];

export const passedOverSamples: readonly (readonly [name: string, answer: string])[] = [
  ["no code", "Use one handler for all errors."],
  [
    "no endpoint",
    blockOf(
      `def divide(a: int, b: int) -> float:\n    try:\n        return a / b\n    except:\n        return 0\n`,
    ),
  ],
  [
    "endpoints in tests only",
    filesOf({
      "tests/test_errors.py": `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/boom")\ndef boom():\n    return {"error": "x"}\n\n\ndef test_boom():\n    assert boom()\n`,
    }),
  ],
];
