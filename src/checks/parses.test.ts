import { expect, test } from "vitest";
import { parses } from "./parses.ts";
import { gradeWith } from "./testing/grade-with.ts";

const python = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

test.each([
  { name: "a module", text: python("import os\n\nx = os.environ['A']"), outcome: "pass" },
  { name: "no Python", text: "```bash\npip install x\n```", outcome: "na" },
  { name: "only prose", text: "Use `def f():` here.", outcome: "na" },
  {
    name: "an unclosed bracket",
    text: python("def f(a: int -> int:\n    return a"),
    outcome: "fail",
  },
  { name: "Python 2", text: python('print "hello"'), outcome: "fail" },
  { name: "one block of two", text: `${python("x = 1")}\n\n${python("x = = 1")}`, outcome: "fail" },
  {
    name: "an excerpt of a class",
    text: python("    @property\n    def name(self) -> str:\n        return self._name"),
    outcome: "pass",
  },
  {
    name: "an excerpt under a comment at the margin",
    text: python("# in class User:\n    name: str = ''"),
    outcome: "pass",
  },
  {
    name: "an indented field behind an import at the margin",
    text: python("import os\n    name: str = ''"),
    outcome: "fail",
  },
  { name: "await at the top", text: python("await session.commit()"), outcome: "pass" },
  {
    name: "async with and return at the top",
    text: python("async with session.begin():\n    return 1"),
    outcome: "pass",
  },
  {
    name: "decorators without a function",
    text: python("@router.get('')\n@router.post('')"),
    outcome: "fail",
  },
  {
    name: "Python 3.14: except without parentheses",
    text: python("try:\n    f()\nexcept A, B:\n    pass"),
    outcome: "pass",
  },
  { name: "Python 3.14: template strings", text: python("x = t'{y}'"), outcome: "pass" },
  {
    name: "Python 3.13: type parameter defaults",
    text: python("def f[T = int](x: T) -> T:\n    return x"),
    outcome: "pass",
  },
  {
    name: "Python 3.10: match",
    text: python("match x:\n    case 1:\n        y = 2"),
    outcome: "pass",
  },
  { name: "a placeholder parses", text: python("def f() -> None:\n    ..."), outcome: "pass" },
  {
    name: "an ellipsis in prose does not",
    text: python("def f() -> None:\n    … rest of the code …"),
    outcome: "fail",
  },
  { name: "a console session is no Python", text: "```python\n>>> 1 + 1\n2\n```", outcome: "na" },
  { name: "curly quotes", text: python("x = “a”"), outcome: "fail" },
  {
    name: "an answer that breaks off",
    text: "```python\ndef f(a: int) -> int:\n    return g(",
    outcome: "fail",
  },
  { name: "an empty body", text: python("def f() -> None:\n\nx = 1"), outcome: "fail" },
])("$name: $outcome", async ({ text, outcome }) => {
  expect(await gradeWith(parses, text)).toMatchObject({ outcome });
});

test("the verdict names the first line that does not parse, and the share of blocks that do", async () => {
  const text = `Here:\n\n${python("# app/a.py\nx = 1")}\n\n${python("# app/b.py\nx = 1\ny = = 2")}`;
  expect(await gradeWith(parses, text)).toMatchObject({
    outcome: "fail",
    score: 0.5,
    evidence: [{ file: "app/b.py", line: 11, excerpt: "y = = 2" }],
  });
});
