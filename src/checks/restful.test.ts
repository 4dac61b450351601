import { expect, test } from "vitest";
import { restful } from "./restful.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

const head = `from fastapi import APIRouter, Depends, FastAPI, Response, status
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
app = FastAPI()
`;

interface Case {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly outcome: "pass" | "fail" | "na";
  readonly score?: number;
}

const route = (decorator: string, name = "handle"): string =>
  `@app.${decorator}\nasync def ${name}(session: AsyncSession) -> Post:\n    return await service.run()\n`;

const nouns = [
  "/posts",
  "/posts/{post_id}",
  "/api/v1/posts/{post_id}/comments",
  "/orders/{id}/cancel",
  "/users/me/deactivate",
  "/posts/{id}/read",
  "/settings",
  "/updates",
  "/addresses",
  "/health/live",
  "/search",
  "/posts/search",
  "/shopping-lists/{id}/items",
  "/list-items",
  "/read-receipts",
  "/change-requests",
  "/notifications/read",
  "/orders/{order_id}/add-coupon",
  "/reports/export",
  "/{code}",
  "/admin/users/inactive",
  "/query-checker",
  "/upload-sessions",
  "/check-in",
  "/search-results",
];
const verbs = [
  "/create_user",
  "/users/create",
  "/get-posts",
  "/getPosts",
  "/api/v1/delete_post/{id}",
  "/users/{id}/delete",
  "/users/{id}/get-orders",
  "/posts/list",
  "/add-item",
  "/update_profile",
  "/users/fetch",
  "/shorten",
  "/send-email",
  "/transfer-money",
  "/processPayment",
  "/remove/{id}",
  "/upload-file",
  "/reset-counters",
];

test.each(nouns)("%s names a resource", async (path) => {
  const verdict = await gradeWith(restful, pythonAnswer(head + route(`get("${path}")`)));
  expect(verdict.outcome, verdict.reason).toBe("pass");
});

test.each(verbs)("%s names an operation", async (path) => {
  const verdict = await gradeWith(restful, pythonAnswer(head + route(`get("${path}")`)));
  expect(verdict.outcome, verdict.reason).toBe("fail");
});

const cases: readonly Case[] = [
  // Creation
  {
    name: "create with 201",
    code: route('post("/posts", status_code=201)', "create_post"),
    outcome: "pass",
  },
  {
    name: "create with a named 201",
    code: route('post("/posts", status_code=status.HTTP_201_CREATED)', "create_post"),
    outcome: "pass",
  },
  { name: "create with 200", code: route('post("/posts")', "create_post"), outcome: "fail" },
  {
    name: "create with 202",
    code: route('post("/jobs", status_code=202)', "create_job"),
    outcome: "pass",
  },
  {
    name: "201 in a comment",
    code: `${route('post("/posts")', "create_post")}# status_code=201`,
    outcome: "fail",
  },
  {
    name: "201 by the response parameter",
    code: `@app.post("/posts")\nasync def create_post(response: Response) -> Post:\n    response.status_code = status.HTTP_201_CREATED\n    return await service.run()`,
    outcome: "pass",
  },
  {
    name: "201 by a JSONResponse",
    code: `from fastapi.responses import JSONResponse\n@app.post("/posts", response_model=Post)\nasync def create_post():\n    return JSONResponse({"id": 1}, status_code=201)`,
    outcome: "pass",
  },
  {
    name: "a status from a constant of the module",
    code: `CREATED = 201\n${route('post("/posts", status_code=CREATED)', "create_post")}`,
    outcome: "pass",
  },
  {
    name: "a status that is not shown",
    code: `from app.codes import MADE\n${route('post("/posts", status_code=MADE)', "create_post")}`,
    outcome: "pass",
  },
  {
    name: "a collection that gets a row, by a service",
    code: {
      "app/services.py": `from sqlalchemy.ext.asyncio import AsyncSession\nclass Transfers:\n    def __init__(self, session: AsyncSession) -> None:\n        self.session = session\n    async def execute(self, data: TransferIn) -> Transfer:\n        row = Transfer(amount=data.amount)\n        self.session.add(row)\n        await self.session.commit()\n        return row\n`,
      "app/main.py": `from typing import Annotated\nfrom fastapi import Depends, FastAPI\nfrom app.services import Transfers\napp = FastAPI()\n@app.post("/transfers")\nasync def transfer(data: TransferIn, service: Annotated[Transfers, Depends()]) -> Transfer:\n    return await service.execute(data)\n`,
    },
    outcome: "fail",
  },
  {
    name: "an action that writes a row answers 200",
    code: `@app.post("/orders/{id}/cancel")\nasync def cancel_order(id: int, session: AsyncSession) -> Order:\n    session.add(Cancellation(order_id=id))\n    await session.commit()\n    return order`,
    outcome: "pass",
  },
  {
    name: "a computation answers 200",
    code: route('post("/predictions")', "predict"),
    outcome: "pass",
  },
  {
    name: "a like is no creation, though it is a row",
    code: `@app.post("/posts/{id}/likes")\nasync def like_post(id: int, session: AsyncSession) -> Post:\n    session.add(Like(post_id=id))\n    await session.commit()\n    return post`,
    outcome: "pass",
  },
  {
    name: "a Tortoise model's create",
    code: `from tortoise import models\nclass Book(models.Model):\n    pass\n@app.post("/books")\nasync def publish(book: BookIn) -> BookOut:\n    return await Book.create(**book.model_dump())`,
    outcome: "fail",
  },
  {
    name: "GET saves a Tortoise model",
    code: `from tortoise import models\nclass Book(models.Model):\n    pass\n@app.get("/books/{id}/touch")\nasync def touch(id: int) -> BookOut:\n    book = await Book.get(id=id)\n    book.title = "x"\n    await book.save()\n    return book`,
    outcome: "fail",
  },
  {
    name: "GET updates a document of MongoDB",
    code: `from motor.motor_asyncio import AsyncIOMotorClient\ndb = AsyncIOMotorClient("mongodb://localhost").shop\n@app.get("/orders/{id}/paid")\nasync def paid(id: str) -> Order:\n    await db.orders.update_one({"_id": id}, {"$set": {"status": "paid"}})\n    return order`,
    outcome: "fail",
  },
  {
    name: "a row by raw SQL",
    code: `import asyncpg\n@app.post("/notes")\nasync def store_note(note: NoteIn, conn: asyncpg.Connection = Depends(get_conn)) -> Note:\n    row = await conn.fetchrow("INSERT INTO notes (text) VALUES ($1) RETURNING id", note.text)\n    return Note(id=row["id"])`,
    outcome: "fail",
  },
  {
    name: "sign-up as a resource",
    code: `@app.post("/users")\nasync def register(user: UserCreate) -> User:\n    return await service.create_user(hash_password(user.password))\n@app.get("/users/{id}")\nasync def read(id: int) -> User:\n    return user`,
    outcome: "pass",
  },
  // Deletion
  {
    name: "delete with 204",
    code: `@app.delete("/posts/{id}", status_code=204)\nasync def delete_post(id: int) -> None:\n    await service.drop(id)`,
    outcome: "pass",
  },
  {
    name: "delete with nothing",
    code: `@app.delete("/posts/{id}")\nasync def delete_post(id: int) -> None:\n    await service.drop(id)`,
    outcome: "fail",
  },
  {
    name: "delete without an annotation",
    code: `@app.delete("/posts/{id}")\nasync def delete_post(id: int):\n    await service.drop(id)`,
    outcome: "fail",
  },
  {
    name: "delete with a body",
    code: `@app.delete("/posts/{id}")\nasync def delete_post(id: int) -> Message:\n    await service.drop(id)\n    return Message(detail="deleted")`,
    outcome: "pass",
  },
  {
    name: "delete answers a 204 itself",
    code: `@app.delete("/posts/{id}")\nasync def delete_post(id: int) -> Response:\n    await service.drop(id)\n    return Response(status_code=status.HTTP_204_NO_CONTENT)`,
    outcome: "pass",
  },
  {
    name: "delete answers an empty 200",
    code: `@app.delete("/posts/{id}")\nasync def delete_post(id: int) -> Response:\n    await service.drop(id)\n    return Response()`,
    outcome: "fail",
  },
  // GET
  {
    name: "GET deletes",
    code: `@app.get("/sessions/{id}/end")\nasync def end(id: int, session: AsyncSession) -> Message:\n    await session.execute(delete(Login).where(Login.id == id))\n    await session.commit()\n    return Message()`,
    outcome: "fail",
  },
  {
    name: "GET adds a row through a service",
    code: `class Orders:\n    def __init__(self, session: AsyncSession) -> None:\n        self.session = session\n    async def reorder(self, id: int) -> Order:\n        order = Order(copy_of=id)\n        self.session.add(order)\n        await self.session.commit()\n        return order\n@app.get("/orders/{id}/again")\nasync def again(id: int, orders: Orders = Depends(Orders)) -> Order:\n    return await orders.reorder(id)`,
    outcome: "fail",
  },
  {
    name: "GET takes from a module's dictionary",
    code: `items: dict[int, Item] = {}\n@app.get("/items/{id}")\nasync def take(id: int) -> Item:\n    return items.pop(id)`,
    outcome: "fail",
  },
  {
    name: "GET that removes from Redis",
    code: `import redis\nr = redis.Redis()\n@app.get("/reset")\ndef start_season() -> None:\n    r.delete("scores")\n`,
    outcome: "fail",
  },
  {
    name: "GET that drops a cached page, and counts calls",
    code: `import redis.asyncio as redis\nr = redis.Redis()\nasync def check_limit(ip: str) -> None:\n    await r.zadd(ip, {ip: 1})\n@app.get("/pages/{name}")\nasync def page(name: str, fresh: bool = False) -> str:\n    await check_limit(name)\n    if fresh:\n        await r.delete(f"cache:{name}")\n    return await render(name)\n`,
    outcome: "pass",
  },
  {
    name: "GET by a name that changes",
    code: route('get("/posts/{id}/visibility")', "publish_post"),
    outcome: "fail",
  },
  {
    name: "GET fills a cache",
    code: `cache: dict[int, Item] = {}\n@app.get("/items/{id}")\nasync def read(id: int, redis: Redis = Depends(get_redis)) -> Item:\n    item = await load(id)\n    cache[id] = item\n    await redis.set(f"item:{id}", item.json(), ex=60)\n    return item`,
    outcome: "pass",
  },
  {
    name: "GET counts a visit",
    code: `@app.get("/{code}")\nasync def follow(code: str, session: AsyncSession) -> Response:\n    await session.execute(update(Link).where(Link.code == code).values(clicks=Link.clicks + 1))\n    await session.commit()\n    return RedirectResponse(url)`,
    outcome: "pass",
  },
  {
    name: "a dependency of a GET writes",
    code: `async def current_user(session: AsyncSession = Depends(get_session)) -> User:\n    session.add(Device(user_id=1))\n    await session.commit()\n    return user\n@app.get("/me")\nasync def me(user: User = Depends(current_user)) -> User:\n    return user`,
    outcome: "pass",
  },
  {
    name: "one of two",
    code: `${route('get("/posts")')}${route('post("/create_post", status_code=201)', "create")}`,
    outcome: "fail",
    score: 0.5,
  },
  // Passed over
  { name: "only a login", code: route('post("/auth/login")', "login"), outcome: "na" },
  {
    name: "sign-up, e-mail, reset, logout",
    code: ["register", "verify-email", "reset-password", "forgot-password", "logout"]
      .map((one) => route(`post("/auth/${one}")`, one.replace("-", "_")))
      .join("\n"),
    outcome: "na",
  },
  {
    name: "only a webhook",
    code: route('post("/webhooks/stripe")', "handle_webhook"),
    outcome: "na",
  },
  {
    name: "only a websocket",
    code: `@app.websocket("/get_updates")\nasync def ws(socket: WebSocket) -> None:\n    await socket.accept()`,
    outcome: "na",
  },
  { name: "no endpoint", code: "async def create_user() -> None:\n    return None", outcome: "na" },
  {
    name: "a verb in the router's prefix",
    code: `router = APIRouter(prefix="/get-posts")\n@router.get("/{id}")\nasync def read(id: int) -> Post:\n    return post`,
    outcome: "fail",
  },
  {
    name: "creation on the router's root",
    code: `router = APIRouter(prefix="/posts")\n@router.post("/")\nasync def create(post: PostIn) -> Post:\n    return await service.add(post)`,
    outcome: "fail",
  },
  {
    name: "the user's handlers, only registered",
    code: `from app.posts import create_post\nrouter = APIRouter(prefix="/posts")\nrouter.add_api_route("", create_post, methods=["POST"])`,
    outcome: "pass",
  },
];

test.each(cases)("$name: $outcome", async ({ code, outcome, score }) => {
  const answer = pythonAnswer(typeof code === "string" ? head + code : code);
  const verdict = await gradeWith(restful, answer);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
  if (score !== undefined) expect(verdict.score).toBe(score);
});
