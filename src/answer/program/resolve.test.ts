import { expect, test } from "vitest";
import { assembleAnswer } from "../files/index.ts";
import { descend, textOf } from "../python/syntax-tree.ts";
import { buildProgram } from "./build-program.ts";
import type { Program } from "./build-program.ts";
import type { Definition } from "./definition.ts";

/** An answer of files, each a heading and a block; `""` for a block without a name. */
function programOf(...files: readonly (readonly [string, string])[]): Program {
  const blocks = files.map(
    ([path, code]) => `${path === "" ? "" : `### ${path}\n\n`}\`\`\`python\n${code}\n\`\`\``,
  );
  return buildProgram(assembleAnswer(blocks.join("\n\nAnd:\n\n")));
}

/** What `name` stands for inside the call `probe(name)`. */
function probe(program: Program): string {
  for (const module of program.modules) {
    for (const node of descend(module.root)) {
      if (node.type !== "call" || !textOf(node).startsWith("probe(")) continue;
      const argument = node.children.find((child) => child.field === "arguments")?.children[1];
      if (argument !== undefined) return describe(program.resolve(argument));
    }
  }
  return "no probe";
}

function describe(one: Definition): string {
  switch (one.kind) {
    case "function":
    case "class":
      return `${one.kind} ${one.module.dottedName}.${one.qualifiedName}`;
    case "value":
      return `value ${textOf(one.node)}`;
    case "parameter":
      return `parameter ${one.parameter.name}`;
    case "module":
      return `module ${one.modules.map((module) => module.dottedName).join(",")}`;
    case "external":
    case "unbound":
      return `${one.kind} ${one.name}`;
    default:
      return one.kind;
  }
}

test.each([
  [
    "a plain import",
    [["a.py", "import fastapi as fa\nprobe(fa.Depends)"]],
    "external fastapi.Depends",
  ],
  [
    "an alias",
    [["a.py", "from fastapi import Depends as D\nprobe(D)"]],
    "external fastapi.Depends",
  ],
  [
    "an alias by assignment",
    [["a.py", "from fastapi import Depends\nD = Depends\nprobe(D)"]],
    "external fastapi.Depends",
  ],
  [
    "a submodule",
    [
      ["a.py", "import a.b.c\nprobe(a.b.c.f)"],
      ["a/b/c.py", "def f(): ..."],
    ],
    "function a.b.c.f",
  ],
  ["no import of the framework", [["a.py", "probe(Depends)"]], "external fastapi.Depends"],
  ["no import at all", [["a.py", "probe(get_current_user)"]], "unbound get_current_user"],
  ["a builtin", [["a.py", "probe(len)"]], "external builtins.len"],
  [
    "another file",
    [
      ["app/a.py", "from app.b import f\nprobe(f)"],
      ["app/b.py", "def f(): ..."],
    ],
    "function app.b.f",
  ],
  [
    "another root",
    [
      ["a.py", "from app.b import f\nprobe(f)"],
      ["src/app/b.py", "def f(): ..."],
    ],
    "function src.app.b.f",
  ],
  [
    "no root",
    [
      ["a.py", "from app.core.b import f\nprobe(f)"],
      ["b.py", "def f(): ..."],
    ],
    "function b.f",
  ],
  [
    "a relative import",
    [
      ["app/x/a.py", "from ..b import f\nprobe(f)"],
      ["app/b.py", "def f(): ..."],
    ],
    "function app.b.f",
  ],
  [
    "a re-export",
    [
      ["a.py", "from app.b import f\nprobe(f)"],
      ["app/b/__init__.py", "from .c import g as f"],
      ["app/b/c.py", "def g(): ..."],
    ],
    "function app.b.c.g",
  ],
  [
    "a star import",
    [
      ["a.py", "from b import *\nprobe(f)"],
      ["b.py", "def f(): ..."],
    ],
    "function b.f",
  ],
  [
    "a library of the same name",
    [
      ["app/a.py", "import jwt\nprobe(jwt.decode)"],
      ["app/core/jwt.py", "def decode(): ..."],
    ],
    "external jwt.decode",
  ],
  [
    "a block without a name",
    [
      ["a.py", "from app.deps import f\nprobe(f)"],
      ["", "def f():\n    return 1"],
    ],
    "function app.deps.f",
  ],
  [
    "a name of an excerpt",
    [
      ["a.py", "def f():\n    return 1"],
      ["b.py", "probe(f)"],
    ],
    "function a.f",
  ],
  [
    "a name that two files define",
    [
      ["a.py", "def f(): ..."],
      ["b.py", "def f(): ..."],
      ["c.py", "probe(f)"],
    ],
    "unbound f",
  ],
  ["a local variable", [["a.py", "x = 1\ndef f():\n    x = 2\n    probe(x)"]], "value 2"],
  ["a parameter", [["a.py", "x = 1\ndef f(x):\n    probe(x)"]], "parameter x"],
  ["a default looks outside", [["a.py", "x = 1\ndef f(x=probe(x)): ..."]], "value 1"],
  [
    "a local import",
    [
      ["a.py", "def f():\n    from b import g\n    probe(g)"],
      ["b.py", "def g(): ..."],
    ],
    "function b.g",
  ],
  [
    "a class's names are not its methods'",
    [["a.py", "x = 1\nclass C:\n    x = 2\n    def f(self):\n        probe(x)"]],
    "value 1",
  ],
  [
    "a method by self",
    [
      [
        "a.py",
        "class B:\n    def g(self): ...\nclass C(B):\n    def f(self):\n        probe(self.g)",
      ],
    ],
    "function a.B.g",
  ],
  [
    "a method by a typed attribute",
    [
      [
        "a.py",
        "class S:\n    def g(self): ...\nclass C:\n    def __init__(self, s: S) -> None:\n        self._s = s\n    def f(self):\n        probe(self._s.g)",
      ],
    ],
    "function a.S.g",
  ],
  [
    "a method by an injected parameter",
    [
      [
        "a.py",
        "class S:\n    def g(self): ...\ndef make() -> S: ...\ndef f(s: Annotated[S, Depends(make)]):\n    probe(s.g)",
      ],
    ],
    "function a.S.g",
  ],
  [
    "a method of a library's instance",
    [["a.py", "from lib import Users\nusers = Users[int](1)\nprobe(users.current)"]],
    "external lib.Users.current",
  ],
  ["an unpacked pair", [["a.py", "a, b = f, g\nprobe(b)"]], "unbound g"],
  [
    "a circle of imports",
    [
      ["a.py", "from b import x\nprobe(x)"],
      ["b.py", "from a import x"],
    ],
    "external b.x",
  ],
  ["a circle of names", [["a.py", "a = b\nb = a\nprobe(a)"]], "value b"],
] as const)("%s", (_, files, expected) => {
  expect(probe(programOf(...files))).toBe(expected);
});
