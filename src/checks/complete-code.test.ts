import { expect, test } from "vitest";
import { completeCode } from "./complete-code.ts";
import { gradeWith } from "./testing/grade-with.ts";

const python = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

test.each([
  { name: "a body", code: "def f() -> int:\n    return 1", outcome: "pass" },
  { name: "an ellipsis", code: "def f() -> int:\n    ...", outcome: "fail" },
  { name: "an ellipsis on the header's line", code: "def f() -> int: ...", outcome: "fail" },
  { name: "pass", code: "async def send_mail(to: str) -> None:\n    pass", outcome: "fail" },
  {
    name: "pass below a docstring",
    code: 'def f() -> None:\n    """Sends it."""\n    pass',
    outcome: "fail",
  },
  {
    name: "NotImplementedError",
    code: "def f() -> int:\n    raise NotImplementedError",
    outcome: "fail",
  },
  {
    name: "NotImplementedError with words",
    code: "def f() -> int:\n    raise NotImplementedError('later')",
    outcome: "fail",
  },
  {
    name: "a TODO and a made-up result",
    code: "def f() -> bool:\n    # TODO: ask the database\n    return True",
    outcome: "fail",
  },
  {
    name: "a TODO behind a constant",
    code: "def f() -> dict:\n    return {}  # TODO",
    outcome: "fail",
  },
  {
    name: "a TODO beside real code",
    code: "def f(db: Db) -> int:\n    # TODO: cache this\n    return db.count()",
    outcome: "pass",
  },
  {
    name: "left out for brevity",
    code: "def f(db: Db) -> int | None:\n    # Query omitted for brevity\n    return None",
    outcome: "fail",
  },
  {
    name: "the rest of something, in a sentence",
    code: "def f(db: Db) -> int:\n    # The rest of the request has been checked.\n    return db.count()",
    outcome: "pass",
  },
  {
    name: "the rest of the function, in a sentence",
    code: "def f(db: Db) -> int:\n    # The rest of the function is left as an exercise.\n    return 1",
    outcome: "fail",
  },
  {
    name: "a header with nothing under it, which does not parse",
    code: "def f(db: Db) -> int:\nX = 1",
    outcome: "pass",
  },
  {
    name: "rest of your code",
    code: "def f(db: Db) -> int:\n    x = db.count()\n    # ... rest of your code\n    return x",
    outcome: "fail",
  },
  {
    name: "your logic here",
    code: "def f(db: Db) -> int:\n    # your business logic here\n    return db.count()",
    outcome: "fail",
  },
  {
    name: "an ellipsis among statements",
    code: "def f(db: Db) -> int:\n    x = db.count()\n    ...\n    return x",
    outcome: "fail",
  },
  {
    name: "an ellipsis as a value",
    code: "def f(a: tuple[int, ...] = ...) -> int:\n    return Field(...)",
    outcome: "pass",
  },
  {
    name: "a nested placeholder",
    code: "def f() -> int:\n    def g() -> None:\n        ...\n    return 1",
    outcome: "fail",
  },
  {
    name: "a narrow except that passes",
    code: "def f() -> int:\n    try:\n        g()\n    except KeyError:\n        pass\n    return 1",
    outcome: "pass",
  },
  { name: "a protocol", code: "class P(Protocol):\n    def f(self) -> int: ...", outcome: "pass" },
  {
    name: "a generic protocol, qualified",
    code: "class P(typing.Protocol[T]):\n    def f(self) -> int:\n        ...",
    outcome: "pass",
  },
  {
    name: "an abstract method",
    code: "class A(ABC):\n    @abstractmethod\n    def f(self) -> int:\n        raise NotImplementedError",
    outcome: "pass",
  },
  {
    name: "abstract by convention",
    code: "class A:\n    def f(self) -> int:\n        raise NotImplementedError\n\nclass B(A):\n    def f(self) -> int:\n        return 1",
    outcome: "pass",
  },
  {
    name: "an overload",
    code: "@overload\ndef f(a: int) -> int: ...\n@typing.overload\ndef f(a: str) -> str: ...\ndef f(a): return a",
    outcome: "pass",
  },
  {
    name: "an empty exception class",
    code: "class NotFound(Exception):\n    pass",
    outcome: "pass",
  },
  {
    name: "a no-op that says so",
    code: 'def f() -> None:\n    """Does nothing: logs go to stdout."""\n    pass',
    outcome: "pass",
  },
  {
    name: "a documented no-op",
    code: 'async def skip(email: str) -> None:\n    """Accept every address."""',
    outcome: "pass",
  },
  {
    name: "an endpoint of a docstring only",
    code: '@app.get("/x")\nasync def read() -> None:\n    """Read it."""',
    outcome: "fail",
  },
  {
    name: "__aexit__",
    code: "class A:\n    async def __aexit__(self, *e: object) -> None:\n        pass",
    outcome: "pass",
  },
  {
    name: "a stub that is the user's",
    code: "@router.get('/x')\nasync def read() -> X:\n    ...  # unchanged",
    outcome: "pass",
  },
  {
    name: "the user's existing function",
    code: "# your existing dependency\ndef get_db() -> Session:\n    ...",
    outcome: "pass",
  },
  {
    name: "a downgrade that says why",
    code: "def downgrade() -> None:\n    raise NotImplementedError('hashing cannot be undone')",
    outcome: "pass",
  },
  {
    name: "a downgrade that says why in a comment",
    code: "def downgrade() -> None:\n    # The plaintext is gone for good.\n    pass",
    outcome: "pass",
  },
  {
    name: "a downgrade without a reason",
    code: "def downgrade() -> None:\n    pass",
    outcome: "fail",
  },
  { name: "an upgrade without a body", code: "def upgrade() -> None:\n    pass", outcome: "fail" },
  {
    name: "a lifespan",
    code: "@asynccontextmanager\nasync def lifespan(app: FastAPI) -> AsyncIterator[None]:\n    yield",
    outcome: "pass",
  },
  { name: "no function", code: "x = 1", outcome: "pass" },
])("$name: $outcome", async ({ code, outcome }) => {
  expect(await gradeWith(completeCode, python(code))).toMatchObject({ outcome });
});

test("without Python the gate does not apply", async () => {
  expect(await gradeWith(completeCode, "Just words.")).toMatchObject({ outcome: "na" });
});

test("test code does not count", async () => {
  const text = python("# tests/test_x.py\nimport pytest\n\ndef test_x() -> None:\n    pass");
  expect(await gradeWith(completeCode, text)).toMatchObject({ outcome: "pass" });
});

test("the prose beside a block may say that its bodies are the user's", async () => {
  const stub = python("@router.get('/x')\nasync def read() -> X:\n    ...");
  expect(await gradeWith(completeCode, `Your handlers stay as they are:\n\n${stub}`)).toMatchObject(
    { outcome: "pass" },
  );
  expect(await gradeWith(completeCode, `The handlers:\n\n${stub}`)).toMatchObject({
    outcome: "fail",
  });
});

test("the verdict names the line", async () => {
  const text = python("# app/a.py\ndef f() -> int:\n    ...\n\n\ndef g() -> int:\n    return 1");
  expect(await gradeWith(completeCode, text)).toEqual({
    outcome: "fail",
    score: 0.5,
    reason: "1 of 2 function bodies left open: f (...)",
    evidence: [{ file: "app/a.py", line: 4, excerpt: "..." }],
  });
});
