import { expect, test } from "vitest";
import { requestValidation } from "./request-validation.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

const head = `from typing import Annotated, Any
from fastapi import Body, Depends, FastAPI, File, Form, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse
from pydantic import BaseModel

app = FastAPI()

class PostIn(BaseModel):
    title: str

class PostOut(PostIn):
    id: int

`;

const cases: readonly {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly outcome: "pass" | "fail" | "na";
  readonly score?: number;
}[] = [
  // Bodies
  {
    name: "model in, response_model out",
    code: `@app.post("/posts", response_model=PostOut)\nasync def create(post: PostIn):\n    return post`,
    outcome: "pass",
  },
  {
    name: "model in, annotation out",
    code: `@app.post("/posts")\nasync def create(post: PostIn) -> PostOut:\n    return PostOut(id=1, title=post.title)`,
    outcome: "pass",
  },
  {
    name: "a dict as body",
    code: `@app.post("/posts")\nasync def create(post: dict) -> PostOut:\n    return PostOut(**post)`,
    outcome: "fail",
  },
  {
    name: "dict[str, Any] by Body",
    code: `@app.post("/posts")\nasync def create(post: Annotated[dict[str, Any], Body()]) -> PostOut:\n    return PostOut(**post)`,
    outcome: "fail",
  },
  {
    name: "an alias of a dict",
    code: `Payload = dict[str, Any]\n@app.post("/posts")\nasync def create(post: Payload) -> PostOut:\n    return PostOut(**post)`,
    outcome: "fail",
  },
  {
    name: "Any by Body",
    code: `@app.post("/posts")\nasync def create(post: Any = Body(...)) -> PostOut:\n    return PostOut(**post)`,
    outcome: "fail",
  },
  {
    name: "a payload without a type",
    code: `@app.post("/posts")\nasync def create(payload) -> PostOut:\n    return PostOut(**payload)`,
    outcome: "fail",
  },
  {
    name: "the request's JSON, even if a model takes it",
    code: `@app.post("/posts")\nasync def create(request: Request) -> PostOut:\n    data = PostIn(**await request.json())\n    return PostOut(id=1, title=data.title)`,
    outcome: "fail",
  },
  {
    name: "the request's JSON in a helper",
    code: `async def body_of(request: Request) -> dict:\n    return await request.json()\n@app.post("/posts")\nasync def create(request: Request) -> PostOut:\n    return PostOut(**await body_of(request))`,
    outcome: "fail",
  },
  {
    name: "the request's JSON by a dependency",
    code: `async def payload(req: Request) -> dict[str, Any]:\n    return await req.json()\n@app.post("/posts")\nasync def create(data: Annotated[dict[str, Any], Depends(payload)]) -> PostOut:\n    return PostOut(**data)`,
    outcome: "fail",
  },
  {
    name: "a dependency that gives a model",
    code: `async def payload(req: Request) -> PostIn:\n    return PostIn.model_validate(await req.json())\n@app.post("/posts")\nasync def create(data: Annotated[PostIn, Depends(payload)]) -> PostOut:\n    return PostOut(id=1, title=data.title)`,
    outcome: "pass",
  },
  {
    name: "a model by a dependency's parameter",
    code: `def cleaned(post: PostIn) -> PostIn:\n    return post\n@app.post("/posts")\nasync def create(post: PostIn = Depends(cleaned)) -> PostOut:\n    return PostOut(id=1, title=post.title)`,
    outcome: "pass",
  },
  {
    name: "the reply of another service is no body",
    code: `import httpx\n@app.get("/rates")\nasync def rates(client: Annotated[httpx.AsyncClient, Depends(get_client)]) -> PostOut:\n    response = await client.get("/x")\n    return PostOut(**response.json())`,
    outcome: "pass",
  },
  {
    name: "form fields",
    code: `@app.post("/posts")\nasync def create(title: Annotated[str, Form()], file: UploadFile = File(...)) -> PostOut:\n    return PostOut(id=1, title=title)`,
    outcome: "pass",
  },
  {
    name: "the request's form",
    code: `@app.post("/posts")\nasync def create(request: Request) -> PostOut:\n    form = await request.form()\n    return PostOut(id=1, title=form["title"])`,
    outcome: "fail",
  },
  {
    name: "embedded body fields",
    code: `@app.post("/posts")\nasync def create(title: str = Body(..., embed=True)) -> PostOut:\n    return PostOut(id=1, title=title)`,
    outcome: "pass",
  },
  {
    name: "a list of models, a dataclass, a TypedDict",
    code: `from dataclasses import dataclass\nfrom typing import TypedDict\n@dataclass\nclass A:\n    x: int\nclass B(TypedDict):\n    x: int\n@app.post("/a")\nasync def a(rows: list[PostIn]) -> list[PostOut]:\n    return []\n@app.post("/b")\nasync def b(row: A) -> B:\n    return {"x": row.x}`,
    outcome: "pass",
  },
  {
    name: "generic page, root model",
    code: `from typing import Generic, TypeVar\nfrom pydantic import RootModel\nT = TypeVar("T")\nclass Page(BaseModel, Generic[T]):\n    items: list[T]\nclass Titles(RootModel[list[str]]):\n    pass\n@app.put("/titles")\nasync def put(titles: Titles) -> Page[PostOut]:\n    return Page(items=[])`,
    outcome: "pass",
  },
  {
    name: "SQLModel without a table",
    code: `from sqlmodel import SQLModel, Field\nclass HeroBase(SQLModel):\n    name: str\nclass Hero(HeroBase, table=True):\n    id: int | None = Field(default=None, primary_key=True)\nclass HeroCreate(HeroBase):\n    pass\n@app.post("/heroes", response_model=Hero)\ndef create(hero: HeroCreate):\n    return Hero.model_validate(hero)`,
    outcome: "pass",
  },
  {
    name: "an ordinary class as body",
    code: `class Post:\n    def __init__(self, title: str) -> None:\n        self.title = title\n@app.post("/posts")\nasync def create(post: Post) -> PostOut:\n    return PostOut(id=1, title=post.title)`,
    outcome: "fail",
  },
  {
    name: "models of the user's are taken by name",
    code: `from app.schemas import OrderIn, OrderOut\n@app.post("/orders")\nasync def create(order: OrderIn) -> OrderOut:\n    return order`,
    outcome: "pass",
  },
  {
    name: "a webhook's raw bytes, then a model",
    code: `@app.post("/webhooks/pay")\nasync def hook(request: Request) -> PostOut:\n    raw = await request.body()\n    verify_signature(raw, request.headers["x"])\n    event = PostOut.model_validate_json(raw)\n    return event`,
    outcome: "pass",
  },
  {
    name: "a webhook's raw bytes and no model",
    code: `import json\n@app.post("/webhooks/pay")\nasync def hook(request: Request) -> PostOut:\n    raw = await request.body()\n    verify_signature(raw, request.headers["x"])\n    event = json.loads(raw)\n    return PostOut(id=event["id"], title="")`,
    outcome: "fail",
  },
  {
    name: "a signature over the raw bytes beside a model",
    code: `async def signed(request: Request) -> None:\n    check(await request.body())\n@app.post("/webhooks/pay", dependencies=[Depends(signed)])\nasync def hook(event: PostIn) -> PostOut:\n    return PostOut(id=1, title=event.title)`,
    outcome: "pass",
  },
  // Responses
  {
    name: "-> dict",
    code: `@app.get("/posts")\nasync def posts() -> dict:\n    return {}`,
    outcome: "fail",
  },
  {
    name: "-> dict[str, str]",
    code: `@app.get("/health")\nasync def health() -> dict[str, str]:\n    return {"status": "ok"}`,
    outcome: "fail",
  },
  {
    name: "-> list[dict[str, Any]]",
    code: `@app.get("/posts")\nasync def posts() -> list[dict[str, Any]]:\n    return []`,
    outcome: "fail",
  },
  {
    name: "-> Any",
    code: `@app.get("/posts")\nasync def posts() -> Any:\n    return load()`,
    outcome: "fail",
  },
  {
    name: "-> Any with a response_model",
    code: `@app.get("/posts", response_model=list[PostOut])\nasync def posts() -> Any:\n    return load()`,
    outcome: "pass",
  },
  {
    name: "response_model=dict",
    code: `@app.get("/posts", response_model=dict)\nasync def posts():\n    return {}`,
    outcome: "fail",
  },
  {
    name: "response_model=None for a dict",
    code: `@app.get("/posts", response_model=None)\nasync def posts():\n    return {"posts": []}`,
    outcome: "fail",
  },
  {
    name: "no annotation",
    code: `@app.get("/posts")\nasync def posts():\n    return await load()`,
    outcome: "fail",
  },
  {
    name: "the words of an annotation in a comment",
    code: `@app.get("/posts")\nasync def posts():  # response_model=PostOut, -> PostOut\n    return await load()`,
    outcome: "fail",
  },
  {
    name: "JSONResponse",
    code: `@app.get("/posts")\nasync def posts() -> JSONResponse:\n    return JSONResponse({"posts": []})`,
    outcome: "fail",
  },
  {
    name: "a scalar and a list of scalars",
    code: `@app.get("/count")\nasync def count() -> int:\n    return 1\n@app.get("/titles")\nasync def titles() -> list[str]:\n    return []`,
    outcome: "pass",
  },
  {
    name: "half of them declared",
    code: `@app.get("/posts")\nasync def posts() -> list[PostOut]:\n    return []\n@app.get("/stats")\nasync def stats() -> dict[str, int]:\n    return {}`,
    outcome: "fail",
    score: 0.5,
  },
  {
    name: "an annotation in quotes and a union with a response",
    code: `@app.get("/a")\nasync def a() -> "PostOut":\n    return x\n@app.get("/b", response_model=PostOut)\nasync def b() -> PostOut | RedirectResponse:\n    return x`,
    outcome: "pass",
  },
  // Passed over
  {
    name: "204, redirect, stream, file, page",
    code: `@app.delete("/posts/{id}", status_code=204)\nasync def delete(id: int):\n    await drop(id)\n@app.get("/go")\nasync def go():\n    return RedirectResponse("/x")\n@app.get("/stream")\nasync def stream() -> StreamingResponse:\n    return StreamingResponse(rows())\n@app.get("/file", response_class=FileResponse)\nasync def file():\n    return "a.txt"\n@app.get("/", response_class=HTMLResponse)\nasync def page():\n    return "<p>"`,
    outcome: "na",
  },
  {
    name: "metrics are text",
    code: `@app.get("/metrics")\nasync def metrics() -> Response:\n    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)\n@app.get("/posts")\nasync def posts() -> list[PostOut]:\n    return []`,
    outcome: "pass",
  },
  {
    name: "a delete that answers an empty response",
    code: `@app.delete("/posts/{id}")\nasync def delete(id: int) -> Response:\n    await drop(id)\n    return Response(status_code=204)`,
    outcome: "na",
  },
  {
    name: "a 204 still owes a model for what it reads",
    code: `@app.put("/posts/{id}", status_code=204)\nasync def put(id: int, post: dict) -> None:\n    await save(id, post)`,
    outcome: "fail",
  },
  {
    name: "a websocket",
    code: `@app.websocket("/ws")\nasync def ws(socket: WebSocket) -> None:\n    data = await socket.receive_json()`,
    outcome: "na",
  },
  {
    name: "what is injected is no body",
    code: `from app.deps import CurrentUser, SessionDep\n@app.get("/me")\nasync def me(user: CurrentUser, session: SessionDep, request: Request, tasks: BackgroundTasks, filters: dict = Depends(filters)) -> PostOut:\n    return user`,
    outcome: "pass",
  },
  {
    name: "an undecorated function",
    code: `async def save(payload: dict) -> dict:\n    return payload`,
    outcome: "na",
  },
];

test.each(cases)("$name: $outcome", async ({ code, outcome, score }) => {
  const answer = pythonAnswer(typeof code === "string" ? head + code : code);
  const verdict = await gradeWith(requestValidation, answer);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
  if (score !== undefined) expect(verdict.score).toBe(score);
});

test("models and aliases of other files", async () => {
  const answer = pythonAnswer({
    "app/schemas.py": `from pydantic import BaseModel\nclass Post(BaseModel):\n    title: str\nJson = dict[str, object]\n`,
    "app/deps.py": `from typing import Annotated\nfrom fastapi import Depends\nfrom app.db import get_session\nSession = Annotated["AsyncSession", Depends(get_session)]\n`,
    "app/main.py": `from fastapi import FastAPI\nfrom app import schemas\nfrom app.deps import Session\nfrom app.schemas import Json\napp = FastAPI()\n@app.post("/a")\nasync def a(post: schemas.Post, db: Session) -> schemas.Post:\n    return post\n@app.post("/b")\nasync def b(post: Json, db: Session) -> schemas.Post:\n    return post\n`,
  });
  const verdict = await gradeWith(requestValidation, answer);
  expect(verdict).toMatchObject({ outcome: "fail", score: 0.5 });
  expect(verdict.evidence).toMatchObject([
    { file: "app/main.py", excerpt: "async def b(post: Json, db: Session) -> schemas.Post:" },
  ]);
});

test("the user's own handlers, only registered here, are not held against the answer", async () => {
  const answer = pythonAnswer(
    `from fastapi import APIRouter, Depends\nrouter = APIRouter(prefix="/posts")\n@router.post("", dependencies=[Depends(admin)])\n@router.delete("/{id}", dependencies=[Depends(admin)])\n`,
  );
  expect((await gradeWith(requestValidation, answer)).outcome).not.toBe("fail");
});
