import { expect, test } from "vitest";
import { gradeWith } from "./testing/grade-with.ts";
import { typeHints } from "./type-hints.ts";

const quoted = "def legacy(a, b):\n    return a + b";

test.each([
  {
    name: "all annotated",
    code: "def f(a: int, *args: str, **kw: int) -> int:\n    return a",
    outcome: "pass",
  },
  { name: "a return is missing", code: "def f(a: int):\n    return a", outcome: "fail" },
  {
    name: "one parameter is missing",
    code: "def f(a: int, b) -> int:\n    return a",
    outcome: "fail",
  },
  { name: "a default is no annotation", code: "def f(a=1) -> int:\n    return a", outcome: "fail" },
  { name: "*args counts", code: "def f(*args) -> int:\n    return 1", outcome: "fail" },
  { name: "**kwargs counts", code: "def f(**kw) -> int:\n    return 1", outcome: "fail" },
  { name: "keyword-only counts", code: "def f(*, a) -> int:\n    return 1", outcome: "fail" },
  {
    name: "self and cls need none",
    code: "class A:\n    def f(self) -> int: return 1\n    @classmethod\n    def g(cls) -> int: return 1",
    outcome: "pass",
  },
  {
    name: "a metaclass's first parameter",
    code: "class M(type):\n    def __call__(mcs, a: int) -> int: return 1",
    outcome: "pass",
  },
  {
    name: "a static method has no self",
    code: "class A:\n    @staticmethod\n    def f(a) -> int: return 1",
    outcome: "fail",
  },
  {
    name: "__init__ owes its return",
    code: "class A:\n    def __init__(self, a: int): self.a = a",
    outcome: "fail",
  },
  {
    name: "nested functions count",
    code: "def f() -> int:\n    def g(x): return x\n    return g(1)",
    outcome: "fail",
  },
  {
    name: "a method of a class in a function",
    code: "def f() -> None:\n    class A:\n        def g(self, x): return x",
    outcome: "fail",
  },
  {
    name: "lambdas do not count",
    code: "def f() -> int:\n    return (lambda x: x)(1)",
    outcome: "pass",
  },
  {
    name: "async, decorated, generic",
    code: "@app.get('/x')\nasync def f[T](a: T) -> T:\n    return a",
    outcome: "pass",
  },
  { name: "positional-only", code: "def f(a, /, b: int) -> int:\n    return b", outcome: "fail" },
  {
    name: "a method shown without its class",
    code: "    def f(self, a: int) -> int:\n        return a",
    outcome: "pass",
  },
  {
    name: "a conditional definition",
    code: "try:\n    import x\nexcept ImportError:\n    def f(a): return a",
    outcome: "fail",
  },
  {
    name: "a header that does not parse",
    code: "def f(from: int) -> int:\n    return 1",
    outcome: "pass",
  },
  { name: "no function", code: "X = 1", outcome: "na" },
  {
    name: "only words about functions",
    code: "# def f(a): pass\nX = 'def f(a): pass'",
    outcome: "na",
  },
])("$name: $outcome", async ({ code, outcome }) => {
  expect(await gradeWith(typeHints, `\`\`\`python\n${code}\n\`\`\``)).toMatchObject({ outcome });
});

test("test code and migrations do not decide", async () => {
  const text = [
    "```python\n# app/a.py\ndef f() -> int:\n    return 1\n```",
    "```python\n# tests/test_a.py\ndef test_f(client):\n    assert f() == 1\n```",
    "```python\n# alembic/versions/1_x.py\nfrom alembic import op\n\ndef upgrade():\n    op.drop_table('x')\n```",
  ].join("\n\n");
  expect(await gradeWith(typeHints, text)).toMatchObject({ outcome: "pass", score: 1 });
});

test("the user's own code, repeated unchanged, is not held against the answer", async () => {
  const text = `\`\`\`python\n${quoted}\n\n\ndef f() -> int:\n    return legacy(1, 2)\n\`\`\``;
  expect(await gradeWith(typeHints, text, `Fix:\n\`\`\`python\n${quoted}\n\`\`\``)).toMatchObject({
    outcome: "pass",
  });
  expect(await gradeWith(typeHints, text)).toMatchObject({ outcome: "fail" });
});

test("the verdict names what is missing, where, and the share that is whole", async () => {
  const text =
    "Here:\n\n```python\n# app/a.py\ndef f(a, *rest) -> int:\n    return 1\n\ndef g() -> int:\n    return 1\n```";
  expect(await gradeWith(typeHints, text)).toEqual({
    outcome: "fail",
    score: 0.5,
    reason: "1 of 2 functions not fully annotated: f lacks `a`, `*rest`",
    evidence: [{ file: "app/a.py", line: 5, excerpt: "def f(a, *rest) -> int:" }],
  });
});
