import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { assembleAnswer, type AssembledAnswer } from "./index.ts";

const fixtures = new URL("fixtures/", import.meta.url);

/** Path, what named it, first and last line of the answer; one fixture a shape of answer. */
const expected: Readonly<Record<string, readonly string[]>> = {
  alternatives: ["app/cache.py heading 4-8", "app/cache_class.py comment 22-24"],
  "bad-examples": [
    "scripts/seed.py comment 4-5",
    "app/main.py comment 19-21",
    "app/db.py line-before 27-27 partial",
    "block-6.py nameless 39-39",
    "block-9.py nameless 55-55",
  ],
  "bare-name-of-an-excerpt": ["app/main.py comment 2-5", "app/main.py line-before 11-11 partial"],
  "class-extended": ["app/models.py line-before 4-22"],
  "comments-with-prose": [
    "app/settings.py comment 2-4",
    "app/auth.py comment 8-10",
    "block-3.py nameless 14-16",
    "app/config.py comment 20-22 partial",
    "block-5.py nameless 26-27 partial",
    "block-6.py nameless 31-32",
    "migrations/001.sql comment 36-37",
    "requirements.txt comment 41-42",
    "migrations/script.py.mako comment 46-47",
    "bench/load.js comment 51-52",
  ],
  "continued-file": ["app/main.py line-before 4-14", "block-3.py nameless 20-20"],
  diffs: ["app/main.py comment 2-6", "app/other.py line-before 23-25 partial"],
  "directory-trees": ["app/main.py comment 14-15"],
  "dot-files": [
    ".coveragerc comment 4-6",
    ".gitignore line-before 12-12",
    ".pre-commit-config.yaml heading 18-18",
    "block-4.py nameless 24-24",
  ],
  "existing-code-alone": ["app/main.py line-before 4-8 partial"],
  "existing-code-merged": ["app/main.py heading 4-46"],
  "headings-and-languages": [
    "app/core/config.py heading 6-6",
    "app/__init__.py heading 12-12",
    "app/models/__init__.py heading 16-16",
    "block-4.py nameless 22-22",
    "requirements.txt heading 33-33",
    ".env.example line-before 37-37",
  ],
  "here-documents": [
    "app/main.py here-document 3-5",
    "app/db.py here-document 8-8",
    ".env here-document 11-11 partial",
  ],
  "html-and-tags": [
    "app/main.py line-before 4-8",
    "app/db.py line-before 18-18",
    "app/x.py tag 25-25",
    "app/y.py tag 30-33",
    "app/z.py tag 39-41",
  ],
  "indented-code": ["app/main.py line-before 3-7"],
  "inferred-paths": [
    "app/db.py inferred 2-5",
    "main.py inferred 9-11",
    "block-3.py nameless 15-18",
  ],
  "info-strings-and-comments": [
    "app/a.py info 2-2",
    "app/b.py info 5-5",
    "app/c.py info 8-8",
    "app/d.py info 11-11",
    "app/e.py info 14-14",
    "app/f.py info 17-17",
    "app/g.py info 20-20 partial",
    "app/h.py comment 23-24",
    "app/i.py comment 27-30",
    "block-10.py nameless 33-34",
    "block-11.py nameless 37-38",
    "app/core/win.py comment 41-42",
    "templates/x.html comment 45-46",
    "static/app.js comment 49-50",
    "Dockerfile heading 57-57",
  ],
  "json-in-a-fence": ["app/main.py tag 6-6", "tests/test_main.py tag 7-7"],
  "json-object": ["app/main.py tag 1-1", "tests/test_x.py tag 1-1"],
  "labels-in-other-languages": [
    "app/a.py heading 4-4",
    "app/b.py line-before 10-10",
    "app/c.py heading 16-16",
    "tests/test_c.py heading 22-22",
    "app/d.py line-before 28-28",
    "block-6.py nameless 34-34",
  ],
  "last-full-version-wins": ["app/main.py heading 14-18"],
  "lists-and-quotes": [
    "app/main.py line-before 4-7",
    "app/db.py line-before 13-13",
    "app/q.py line-before 19-19",
    "block-4.py nameless 26-28",
  ],
  "plain-python": ["app/main.py comment 1-5", "app/db.py comment 6-11"],
  "prose-and-tables": [],
  "readme-holding-fences": ["app/main.py comment 2-3", "README.md heading 9-12"],
  "same-path-twice": [
    "app/main.py heading 3-7",
    "app/main.py line-before 12-14 partial",
    "app/db.py heading 25-26",
  ],
  "several-files-in-one-fence": [
    "app/a.py comment 2-10",
    "app/b.py comment 11-15",
    "app/c.py comment 16-17",
  ],
  "tests-replaced-by-symbol": ["app/auth.py comment 2-18"],
  truncated: ["app/main.py heading 4-6"],
  "unclosed-in-list": ["app/a.py comment 4-6", "app/b.py comment 10-11"],
  "wrapped-in-four-backticks": ["app/main.py heading 8-8", "app/db.py heading 13-13"],
  "wrapped-in-three-backticks": ["app/main.py heading 6-6", "app/db.py heading 13-13"],
};

function readFixture(name: string): AssembledAnswer {
  return assembleAnswer(readFileSync(new URL(`${name}.md`, fixtures), "utf8"));
}

function describeFiles(answer: AssembledAnswer): readonly string[] {
  return answer.files.map(
    ({ path, from, lines, partial }) =>
      `${path} ${from ?? "nameless"} ${lines[0]}-${lines.at(-1)}${partial ? " partial" : ""}`,
  );
}

function roles(name: string): readonly string[] {
  return readFixture(name).blocks.map(({ language, role }) => `${language} ${role}`.trim());
}

describe("the files of an answer", () => {
  test("every fixture has its expectation", () => {
    const names = readdirSync(fixtures).map((name) => name.replace(/\.md$/u, ""));
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  test.each(Object.entries(expected))("%s", (name, files) => {
    expect(describeFiles(readFixture(name))).toEqual(files);
  });

  test.each(Object.keys(expected))("%s reads the same with CRLF", (name) => {
    const text = readFileSync(new URL(`${name}.md`, fixtures), "utf8");
    expect(assembleAnswer(text.replaceAll("\n", "\r\n"))).toEqual(assembleAnswer(text));
  });

  test("an excerpt is merged by function, class and method, each line with its place", () => {
    const file = readFixture("existing-code-merged").files[0];
    expect(file?.text).toMatchInlineSnapshot(`
      "from fastapi import FastAPI
      from x import y

      app = FastAPI()


      @app.get('/a')
      def a() -> int:
          return 22

      @app.get('/b')
      def b() -> int:
          return 3


      class S:
          def x(self) -> int:
              return 1

          def y(self) -> int:
              return 33

          def z(self) -> int:
              return 44"
    `);
    expect(file?.lines).toEqual([
      4, 25, 5, 6, 7, 8, 29, 30, 31, 34, 34, 35, 36, 12, 13, 14, 15, 16, 17, 42, 43, 45, 45, 46,
    ]);
  });

  test("a class in an excerpt keeps the fields that the excerpt leaves out", () => {
    const text = readFixture("class-extended").files[0]?.text;
    expect(text).toContain("    email: Mapped[str]");
    expect(text).toContain("    last_login: Mapped[str | None]");
    expect(text).toContain("return self.email.lower()");
    expect(text).not.toContain("return self.email\n");
  });

  test("a diff is applied onto the file it changes", () => {
    expect(readFixture("diffs").files.map((file) => file.text)).toEqual([
      "# app/main.py\nimport os\n\nA = 3\nB = 2",
      "import os\nA = 3",
    ]);
  });

  test("here-documents lose their tabs with <<-", () => {
    expect(readFixture("here-documents").files[1]?.text).toBe("import db");
  });
});

describe("the blocks of an answer", () => {
  test("bad examples and the state before are told from code", () => {
    expect(roles("bad-examples")).toEqual([
      "python code",
      "python bad-example",
      "python code",
      "python code",
      "python bad-example",
      "python code",
      "python bad-example",
      "python bad-example",
      "python code",
    ]);
  });

  test("only an alternative to something shown is left out", () => {
    expect(roles("alternatives")).toEqual(["python code", "python alternative", "python code"]);
  });

  test("consoles, output and commands are no Python", () => {
    expect(roles("headings-and-languages").slice(4)).toEqual([
      "output",
      "text code",
      "dotenv code",
      "bash console",
      "python console",
      "python console",
    ]);
  });

  test("trees tell the paths to expect, without the project's own folder", () => {
    expect(readFixture("directory-trees").expectedPaths).toEqual([
      "app/__init__.py",
      "app/main.py",
      "app/api/v1/users.py",
      "tests/test_main.py",
      "requirements.txt",
      "app/core/config.py",
      "app/core/db.py",
    ]);
  });

  test("an open fence at the end is a truncation, one that its list ends is none", () => {
    expect(readFixture("truncated").truncated).toBe(true);
    expect(readFixture("truncated").blocks.at(-1)?.closed).toBe(false);
    expect(readFixture("unclosed-in-list").truncated).toBe(false);
  });

  test("a path outside of the project is refused with a warning", () => {
    expect(readFixture("info-strings-and-comments").warnings.map(({ line }) => line)).toEqual([
      32, 36,
    ]);
  });
});

test("prose comes line by line with its kind; tables are rows", () => {
  const prose = readFixture("prose-and-tables").prose;
  expect(prose.map(({ line, kind, text }) => `${line} ${kind}: ${text}`)).toEqual([
    "1 table-row: a | b",
    "3 table-row: x | y",
    "4 table-row: z | w",
    "6 table-row: x | y",
    "8 table-row: 1 | 2",
    "10 paragraph: Para one",
    "11 paragraph: line two here",
    "13 list-item: item",
    "14 list-item: cont",
    "16 quote: quote",
    "18 heading: Setext",
    "21 paragraph: html",
  ]);
});
