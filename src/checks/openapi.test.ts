import { expect, test } from "vitest";
import { openapi } from "./openapi.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

const app = "from fastapi import APIRouter, FastAPI\napp = FastAPI()\n";
const router = (options: string): string =>
  `from fastapi import APIRouter\nrouter = APIRouter(${options})\n`;
const bare = "async def read_posts() -> list[Post]:\n    return []\n";
const described = 'async def read_posts() -> list[Post]:\n    """List posts."""\n    return []\n';

const cases: readonly {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly outcome: "pass" | "fail" | "na";
  readonly score?: number;
}[] = [
  {
    name: "docstring and own tag",
    code: `${app}@app.get("/posts", tags=["posts"])\n${described}`,
    outcome: "pass",
  },
  {
    name: "summary and own tag",
    code: `${app}@app.get("/posts", tags=["posts"], summary="List posts")\n${bare}`,
    outcome: "pass",
  },
  {
    name: "description in a constant",
    code: `${app}TEXT = "All posts."\n@app.get("/posts", tags=["posts"], description=TEXT)\n${bare}`,
    outcome: "pass",
  },
  {
    name: "no description",
    code: `${app}@app.get("/posts", tags=["posts"])\n${bare}`,
    outcome: "fail",
  },
  {
    name: "an empty summary",
    code: `${app}@app.get("/posts", tags=["posts"], summary="")\n${bare}`,
    outcome: "fail",
  },
  {
    name: "a comment is no docstring",
    code: `${app}@app.get("/posts", tags=["posts"])\nasync def read_posts() -> list[Post]:\n    # List posts: summary="x"\n    return []`,
    outcome: "fail",
  },
  {
    name: "a string behind the first statement is no docstring",
    code: `${app}@app.get("/posts", tags=["posts"])\nasync def read_posts() -> list[Post]:\n    posts = []\n    """List posts."""\n    return posts`,
    outcome: "fail",
  },
  {
    name: "no tag on an application",
    code: `${app}@app.get("/posts")\n${described}`,
    outcome: "fail",
  },
  {
    name: "tags of the document are nobody's",
    code: `from fastapi import FastAPI\napp = FastAPI(openapi_tags=[{"name": "posts"}])\n@app.get("/posts")\n${described}`,
    outcome: "fail",
  },
  {
    name: "an empty list of tags",
    code: `${app}@app.get("/posts", tags=[])\n${described}`,
    outcome: "fail",
  },
  {
    name: "tag of the router",
    code: `${router('prefix="/posts", tags=["posts"]')}@router.get("")\n${described}`,
    outcome: "pass",
  },
  {
    name: "tags of the router in a constant",
    code: `TAGS = ["posts"]\n${router("tags=TAGS")}@router.get("/posts")\n${described}`,
    outcome: "pass",
  },
  {
    name: "a router without a tag",
    code: `${router("")}@router.get("/posts")\n${described}`,
    outcome: "fail",
  },
  {
    name: "tag where the router is included",
    code: {
      "app/posts.py": `${router("")}@router.get("/posts")\n${described}`,
      "app/main.py":
        'from fastapi import FastAPI\nfrom app import posts\napp = FastAPI()\napp.include_router(posts.router, tags=["posts"])\n',
    },
    outcome: "pass",
  },
  {
    name: "tag of an outer router",
    code: {
      "app/posts.py": `${router("")}@router.get("/posts")\n${described}`,
      "app/api.py":
        'from fastapi import APIRouter\nfrom app.posts import router as posts\napi = APIRouter(prefix="/api", tags=["api"])\napi.include_router(posts)\n',
    },
    outcome: "pass",
  },
  {
    name: "a mounted application's endpoints get no tag of the other",
    code: `from fastapi import APIRouter, FastAPI\nsub = FastAPI()\napp = FastAPI()\napp.mount("/v1", sub)\n@sub.get("/posts")\n${described}`,
    outcome: "fail",
  },
  {
    name: "the user's router is not shown",
    code: `from app.posts import router\n@router.get("/posts")\n${described}`,
    outcome: "pass",
  },
  {
    name: "the handlers are the user's",
    code: {
      "main.py":
        'from app.posts import read_posts\nfrom fastapi import APIRouter\nrouter = APIRouter(tags=["posts"])\nrouter.add_api_route("/posts", read_posts, methods=["GET"])\n',
    },
    outcome: "pass",
  },
  {
    name: "one of two lacks a description",
    code: `${router('tags=["posts"]')}@router.get("/posts")\n${described}\n@router.get("/posts/{id}")\nasync def read_post(id: int) -> Post:\n    return Post()`,
    outcome: "fail",
    score: 0.5,
  },
  {
    name: "an enum as tag, imported under another name",
    code: `import fastapi as fa\nfrom enum import Enum\nclass Tags(Enum):\n    posts = "posts"\napp = fa.FastAPI()\n@app.get("/posts", tags=[Tags.posts], summary="Posts")\n${bare}`,
    outcome: "pass",
  },
  {
    name: "options out of a dictionary",
    code: `${app}DOCS = {"tags": ["posts"], "summary": "Posts"}\n@app.get("/posts", **DOCS)\n${bare}`,
    outcome: "pass",
  },
  {
    name: "options that are not shown",
    code: `from app.docs import LIST_POSTS\n${app}@app.get("/posts", **LIST_POSTS)\n${bare}`,
    outcome: "pass",
  },
  {
    name: "left out of the document",
    code: `${app}@app.get("/", include_in_schema=False)\nasync def root() -> None:\n    pass\n@app.get("/posts", tags=["posts"])\n${described}`,
    outcome: "pass",
  },
  {
    name: "a websocket is no HTTP endpoint",
    code: `${app}@app.websocket("/ws")\nasync def ws(socket: WebSocket) -> None:\n    await socket.accept()`,
    outcome: "na",
  },
  { name: "no endpoint", code: "def add(a: int, b: int) -> int:\n    return a + b", outcome: "na" },
  {
    name: "an undecorated function is none",
    code: "async def get_posts() -> list[Post]:\n    return []",
    outcome: "na",
  },
  {
    name: "endpoints of tests do not count",
    code: {
      "tests/test_app.py":
        'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/boom")\nasync def boom() -> None: ...\ndef test_boom() -> None:\n    assert True',
    },
    outcome: "na",
  },
  {
    name: "a controller class's routes",
    code: `${router('tags=["posts"]')}class Posts:\n    def __init__(self) -> None:\n        router.add_api_route("/posts", self.list_posts, methods=["GET"])\n    async def list_posts(self) -> list[Post]:\n        """List posts."""\n        return []`,
    outcome: "pass",
  },
  {
    name: "a derived router brings its tag",
    code: `from fastapi import APIRouter\nclass PostsRouter(APIRouter):\n    def __init__(self) -> None:\n        super().__init__(prefix="/posts", tags=["posts"])\nrouter = PostsRouter()\n@router.get("/")\n${described}`,
    outcome: "pass",
  },
  {
    name: "code that breaks off",
    code: `${router('tags=["posts"]')}@router.get("/posts")\nasync def read_posts(`,
    outcome: "pass",
  },
];

test.each(cases)("$name: $outcome", async ({ code, outcome, score }) => {
  const verdict = await gradeWith(openapi, pythonAnswer(code));
  expect(verdict.outcome, verdict.reason).toBe(outcome);
  if (score !== undefined) expect(verdict.score).toBe(score);
});

test("the user's own endpoint, repeated unchanged, is not held against the answer", async () => {
  const own = '@app.get("/mine")\ndef mine():\n    return {}';
  const code = `${app}${own}\n\n@app.get("/posts", tags=["posts"])\n${described}`;
  const verdict = await gradeWith(openapi, pythonAnswer(code), `Add posts to this:\n\n${own}\n`);
  expect(verdict.outcome).toBe("pass");
  expect((await gradeWith(openapi, pythonAnswer(code))).outcome).toBe("fail");
});

test("the evidence is the line of each endpoint that lacks something", async () => {
  const code = `${app}@app.get("/posts")\n${described}@app.get("/users", tags=["users"])\nasync def users() -> None: ...`;
  const verdict = await gradeWith(openapi, pythonAnswer(code));
  expect(verdict.evidence.map((one) => one.excerpt)).toEqual([
    '@app.get("/posts")',
    '@app.get("/users", tags=["users"])',
  ]);
  expect(verdict.reason).toContain("GET /posts read_posts lacks a tag");
});
