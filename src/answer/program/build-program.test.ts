import fc from "fast-check";
import { expect, test } from "vitest";
import { assembleAnswer } from "../files/index.ts";
import { buildProgram } from "./build-program.ts";
import { nameOfCallee } from "./callee.ts";

function programOf(code: string): ReturnType<typeof buildProgram> {
  return buildProgram(assembleAnswer(`\`\`\`python\n${code}\n\`\`\``));
}

/** `GET /path name < dependency, …`, one line for each way to an endpoint. */
function linesOf(code: string): readonly string[] {
  return programOf(code).endpoints.flatMap((endpoint) =>
    endpoint.chains.map((chain) => {
      const uses = [...endpoint.dependencies, ...chain.dependencies];
      const names = uses.flatMap((use) => use.callees.map(nameOfCallee));
      const on = names.length === 0 ? "" : ` < ${names.join(", ")}`;
      return `${endpoint.methods.join(",")} ${chain.path} ${endpoint.name}${on}`;
    }),
  );
}

test.each([
  ["an app", "app = FastAPI()\n@app.get('/a')\ndef a(): ...", ["GET /a a"]],
  ["an app that is not shown", "@app.post('/a')\ndef a(): ...", ["POST /a a"]],
  ["two decorators", "@app.get('/a')\n@app.head('/a')\ndef a(): ...", ["GET /a a", "HEAD /a a"]],
  ["methods", "@app.api_route('/a', methods=['GET', 'post'])\ndef a(): ...", ["GET,POST /a a"]],
  ["a websocket", "@app.websocket('/ws')\nasync def a(): ...", ["WEBSOCKET /ws a"]],
  [
    "prefixes",
    "P = '/v1'\nr = APIRouter(prefix='/users')\n@r.get('/{id}')\ndef a(id): ...\napp = FastAPI()\napp.include_router(r, prefix=f'/api{P}')",
    ["GET /api/v1/users/{id} a"],
  ],
  [
    "an unknown prefix",
    "r = APIRouter()\n@r.get('/a')\ndef a(): ...\napp = FastAPI()\napp.include_router(r, prefix=settings.prefix)",
    ["GET /…/a a"],
  ],
  [
    "two inclusions",
    "r = APIRouter()\n@r.get('/a')\ndef a(): ...\napp = FastAPI()\napp.include_router(r, prefix='/x')\napp.include_router(r, prefix='/y', dependencies=[Depends(f)])",
    ["GET /x/a a", "GET /y/a a < f"],
  ],
  [
    "a loop over pairs",
    "r = APIRouter()\n@r.get('/a')\ndef a(): ...\napp = FastAPI()\nfor one, p in [(r, '/x')]:\n    app.include_router(one)",
    ["GET /a a"],
  ],
  [
    "an app in a factory, and a parameter that is one",
    "def create_app() -> FastAPI:\n    app = FastAPI(dependencies=[Depends(f)])\n    add(app)\n    return app\ndef add(app: FastAPI) -> None:\n    @app.get('/a')\n    def a(): ...",
    ["GET /a a < f"],
  ],
  [
    "add_api_route",
    "def a(): ...\nr = APIRouter()\nr.add_api_route('/a', a, methods=['PUT'])",
    ["PUT /a a"],
  ],
  [
    "add_api_route in a loop over a table",
    "def a(): ...\ndef b(): ...\nr = APIRouter()\nfor path, fn, options in [('/a', a, {'methods': ['POST']}), ('/b', b, {})]:\n    r.add_api_route(path, fn, **options)",
    ["POST /a a", "GET /b b"],
  ],
  [
    "add_api_route in a loop over what is not shown",
    "r = APIRouter()\nfor path, fn in load_routes():\n    r.add_api_route(path, fn)",
    ["GET /… fn"],
  ],
  [
    "decorators without a function",
    "@router.get('/a', dependencies=[x])\n@router.post('/b')",
    ["GET /a (no function shown)", "POST /b (no function shown)"],
  ],
  ["a client's decorator", "client = TestClient(app)\n@client.get('/a')\ndef a(): ...", []],
  ["a mock", "@mock.patch('/a')\ndef a(): ...", []],
  ["a fixture and a task", "@pytest.fixture\ndef a(): ...\n@app.task\ndef b(): ...", []],
  [
    "Annotated, an alias and a nested one",
    "U = Annotated[User, Depends(f)]\ntype V = Annotated[U, Depends(g)]\n@app.get('/a')\ndef a(x: U, y: V, z: Annotated[U, Security(h)]): ...",
    ["GET /a a < f, f, g, f, h"],
  ],
  [
    "Depends() of a class",
    "class Q:\n    def __init__(self, n: int = 1): ...\n@app.get('/a')\ndef a(q: Annotated[Q, Depends()], p: Q = Depends()): ...",
    ["GET /a a < Q, Q"],
  ],
  [
    "an instance, a factory, partial, a lambda",
    "class C:\n    def __call__(self): ...\ndef make(x):\n    def inner(): ...\n    return inner\nc = C()\n@app.get('/a', dependencies=[Depends(c), Depends(make(1)), Depends(partial(f, 1)), Depends(lambda: 1)])\ndef a(): ...",
    ["GET /a a < C.__call__, make.inner, f, lambda: 1"],
  ],
  [
    "lists",
    "COMMON = [Depends(f)]\n@app.get('/a', dependencies=[*COMMON, Depends(g)])\ndef a(): ...\n@app.get('/b', dependencies=COMMON + [Depends(h)])\ndef b(): ...",
    ["GET /a a < f, g", "GET /b b < f, h"],
  ],
  [
    "a Depends that a function returns",
    "def need(x):\n    return Depends(f)\n@app.get('/a')\ndef a(u=need('x')): ...",
    ["GET /a a < f"],
  ],
] as const)("endpoints: %s", (_, code, expected) => {
  expect(linesOf(code)).toEqual(expected);
});

test("middlewares and exception handlers", () => {
  const program = programOf(`
app = FastAPI(middleware=[Middleware(First)], exception_handlers={404: on_missing})
app.add_middleware(Second, x=1)
@app.middleware("http")
async def third(request, call_next): ...
@app.exception_handler(Boom)
async def on_boom(request, exc): ...
for error in (A, B):
    app.add_exception_handler(error, on_boom)
`);
  expect(program.middlewares.map((one) => nameOfCallee(one.target)).toSorted()).toEqual([
    "First",
    "Second",
    "third",
  ]);
  expect(
    program.exceptionHandlers.map((one) =>
      one.exception.source.slice(one.exception.start, one.exception.end),
    ),
  ).toEqual(["404", "Boom", "A", "B"]);
});

test("any text gives a program", () => {
  const words = fc.constantFrom(
    "@app.get('/a')\n",
    "def f(",
    "x",
    "=",
    "Depends(",
    ")",
    "[",
    "]",
    ":\n    ",
    "\n",
    "class C",
    "import a as b\n",
    "from . import *\n",
    "Annotated[",
    ",",
    "lambda",
    "return ",
    "*",
    "self.",
    "f",
    "async ",
    "type X = ",
    "'",
    "app = FastAPI()\n",
    "app.include_router(app)\n",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
      const program = programOf(parts.join(" "));
      for (const one of program.endpoints) expect(one.chains.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
