import { expect, test } from "vitest";
import { docstrings } from "./docstrings.ts";
import { gradeWith } from "./testing/grade-with.ts";

const google =
  '"""Add two numbers.\n\n    Args:\n        a: One.\n        b: The other.\n\n    Returns:\n        Their sum.\n    """';
const rest = '"""Add two numbers.\n\n    :param a: One.\n    :returns: Their sum.\n    """';
const numpy =
  '"""Add two numbers.\n\n    Parameters\n    ----------\n    a : int\n        One.\n    """';

test.each<{ name: string; code: string; outcome: string; evidence?: readonly string[] }>([
  {
    name: "Google's style",
    code: `def add(a, b):\n    ${google}\n    return a + b`,
    outcome: "pass",
  },
  { name: "reST", code: `def add(a, b):\n    ${rest}\n    return a + b`, outcome: "fail" },
  { name: "NumPy", code: `def add(a, b):\n    ${numpy}\n    return a + b`, outcome: "fail" },
  { name: "one line, with parameters", code: 'def add(a, b):\n    """Add."""', outcome: "fail" },
  {
    name: "one line, without parameters",
    code: 'def now():\n    """The time."""',
    outcome: "pass",
  },
  { name: "none", code: "def now():\n    return 1", outcome: "fail" },
  { name: "an empty one", code: 'def now():\n    """  """\n    return 1', outcome: "fail" },
  { name: "a comment is none", code: "def now():\n    # The time.\n    return 1", outcome: "fail" },
  {
    name: "a string that is not first",
    code: 'def now():\n    x = 1\n    """The time."""\n    return x',
    outcome: "fail",
  },
  {
    name: "an f-string is none",
    code: 'def now():\n    f"""The {x}."""\n    return 1',
    outcome: "fail",
  },
  {
    name: "a raw string",
    code: 'def now():\n    r"""The \\d time."""\n    return 1',
    outcome: "pass",
  },
  { name: "single quotes", code: "def now():\n    'The time.'\n    return 1", outcome: "pass" },
  {
    name: "a class without one",
    code: 'class User:\n    """A user."""\n\nclass Token:\n    value: str',
    outcome: "fail",
    evidence: ["class Token:"],
  },
  {
    name: "a method without one",
    code: 'class User:\n    """A user."""\n\n    def name(self):\n        return 1',
    outcome: "fail",
    evidence: ["def name(self):"],
  },
  {
    name: "private names and dunder methods need none",
    code: 'class User:\n    """A user."""\n\n    def __init__(self, x):\n        self.x = x\n\n    def _y(self):\n        return 1\n\ndef _z(a):\n    return a\n\nclass _W:\n    def f(self):\n        return 1',
    outcome: "pass",
  },
  {
    name: "nested functions and classes need none",
    code: 'def f():\n    """F."""\n    def g(a):\n        return a\n    return g\n\nclass User:\n    """A user."""\n\n    class Config:\n        frozen = True',
    outcome: "pass",
  },
  { name: "only private names", code: "def _f(a):\n    return a", outcome: "na" },
  { name: "no definition", code: "X = 1", outcome: "na" },
  { name: "words about functions", code: '# def f(a): ...\nX = "def f(a): ..."', outcome: "na" },
  {
    name: "injected parameters owe no section",
    code: 'from typing import Annotated\nfrom fastapi import Depends, Request, BackgroundTasks\nUserDep = Annotated[User, Depends(get_user)]\n\n@app.get("/me")\nasync def me(request: Request, tasks: BackgroundTasks, user: UserDep, session=Depends(get_session)):\n    """The signed-in user."""\n    return user',
    outcome: "pass",
  },
  {
    name: "a path parameter owes one",
    code: '@app.get("/users/{id}")\nasync def read(id: int):\n    """Read a user."""\n    return id',
    outcome: "fail",
  },
  {
    name: "a raise owes one",
    code: 'def check():\n    """Check."""\n    raise ValueError("x")',
    outcome: "fail",
  },
  {
    name: "a raise in a nested function is not its own",
    code: 'def check():\n    """Check."""\n    def inner():\n        raise ValueError("x")\n    return inner',
    outcome: "pass",
  },
  {
    name: "half of them is enough",
    code: `def add(a, b):\n    ${google}\n    return a + b\n\ndef double(a):\n    """Double."""\n    return 2 * a`,
    outcome: "pass",
  },
  {
    name: "less than half is not",
    code: `def add(a, b):\n    ${google}\n    return a + b\n\ndef double(a):\n    """Double."""\n    return 2 * a\n\ndef triple(a):\n    """Triple."""\n    return 3 * a`,
    outcome: "fail",
    evidence: ["def double(a):", "def triple(a):"],
  },
  {
    name: "a dunder method's docstring counts for the style",
    code: 'class Guard:\n    """A guard."""\n\n    def __call__(self, user):\n        """Check the user."""\n        return user',
    outcome: "fail",
  },
  {
    name: "only Raises",
    code: 'def check(a):\n    """Check.\n\n    Raises:\n        ValueError: If it is odd.\n    """\n    raise ValueError(a)',
    outcome: "pass",
  },
  {
    name: "a section is a line of its own",
    code: 'def add(a, b):\n    """Add. Args: a and b. Returns: the sum."""\n    return a + b',
    outcome: "fail",
  },
  {
    name: "the section of attributes is none of the four",
    code: 'def add(a, b):\n    """Add.\n\n    Example:\n        add(1, 2)\n    """\n    return a + b',
    outcome: "fail",
  },
  {
    name: "a docstring that mixes Google's and reST's",
    code: 'def add(a, b):\n    """Add.\n\n    Args:\n        a: One.\n\n    :param b: The other.\n    """\n    return a + b',
    outcome: "fail",
  },
  {
    name: "overloads and setters are documented where they are defined first",
    code: 'from typing import overload\n\n@overload\ndef f() -> int: ...\n\ndef f():\n    """F."""\n    return 1\n\nclass A:\n    """A."""\n\n    @property\n    def x(self):\n        """X."""\n        return 1\n\n    @x.setter\n    def x(self, value):\n        self._x = value',
    outcome: "pass",
  },
  {
    name: "a static method's parameters",
    code: 'class A:\n    """A."""\n\n    @staticmethod\n    def f(x):\n        """F."""\n        return x\n\n    @classmethod\n    def g(cls):\n        """G."""\n        return cls()',
    outcome: "fail",
  },
  {
    name: "a dependency of an alias that is not shown",
    code: 'from app.deps import CurrentUser, SessionDep\n\n@app.get("/me")\nasync def me(user: CurrentUser, session: SessionDep):\n    """The signed-in user."""\n    return user',
    outcome: "pass",
  },
  {
    name: "a body is none, though its class is not shown",
    code: 'from app.schemas import UserCreate\n\n@app.post("/users")\nasync def create(user: UserCreate):\n    """Create a user."""\n    return user',
    outcome: "fail",
  },
])("$name → $outcome", async ({ code, outcome, evidence }) => {
  const verdict = await gradeWith(docstrings, `\`\`\`python\n${code}\n\`\`\``);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
  if (evidence !== undefined) {
    expect(verdict.evidence.map((one) => one.excerpt)).toEqual(evidence);
  }
});

test("test code and migrations are passed over", async () => {
  const text = [
    '```python\n# app/a.py\ndef f():\n    """F."""\n    return 1\n```',
    "```python\n# tests/test_a.py\ndef test_f(client):\n    assert f() == 1\n```",
    "```python\n# alembic/versions/1_x.py\nfrom alembic import op\n\ndef upgrade():\n    op.drop_table('x')\n```",
  ].join("\n\n");
  expect(await gradeWith(docstrings, text)).toMatchObject({ outcome: "pass", score: 1 });
  const onlyTests = "```python\n# tests/test_a.py\ndef test_f(client):\n    assert f() == 1\n```";
  expect(await gradeWith(docstrings, onlyTests)).toMatchObject({ outcome: "na" });
});

test("the user's own code, repeated unchanged, is not held against the answer", async () => {
  const quoted = "def legacy(a, b):\n    return a + b";
  const text = `\`\`\`python\n${quoted}\n\n\ndef f():\n    """F."""\n    return legacy(1, 2)\n\`\`\``;
  expect(await gradeWith(docstrings, text, `Fix:\n${quoted}`)).toMatchObject({ outcome: "pass" });
  expect(await gradeWith(docstrings, text)).toMatchObject({ outcome: "fail", score: 0.5 });
});

test("the score is of docstrings, then of sections", async () => {
  const one = `def add(a, b):\n    ${google}\n    return a + b`;
  const plain = (name: string): string => `def ${name}(a):\n    """It."""\n    return a`;
  const text = `\`\`\`python\n${[one, ...["f", "g", "h"].map(plain)].join("\n\n")}\n\`\`\``;
  expect(await gradeWith(docstrings, text)).toMatchObject({ outcome: "fail", score: 0.25 });
});
