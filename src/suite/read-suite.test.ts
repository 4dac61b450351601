import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../user-error.ts";
import { readSuite } from "./read-suite.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "suite-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files into a folder of their own and gives the path of their suite.yaml. */
function write(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(folder, "s-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return join(root, "suite.yaml");
}

/** `file:line code: message (hint)` of the error, its path relative to the suite's folder. */
function problemOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = write(files);
  try {
    readSuite(path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.exitCode).toBe(2);
    const shown = `${error.place} ${error.code}: ${error.message} (${error.hint})`;
    return shown.replaceAll(`${dirname(path)}/`, "");
  }
  return "no problem";
}

const gate = (id: string, more = "") =>
  `  - id: ${id}\n    statement: S.\n    source: []\n    level: advisory\n    check: unchecked\n${more}`;
const suite = (gates: string, cases = "cases: []\n") =>
  `agent: ../../agents/x.md\ngates:\n${gates}${cases}`;
const withCsv = (csv: string | Uint8Array) => ({
  "suite.yaml": suite(gate("a"), "casesFile: cases.csv\n"),
  "cases.csv": csv,
});

describe("a suite that is well", () => {
  it("is read with its cases file", () => {
    const path = write({
      "suite.yaml": `\uFEFF${suite(
        `${gate("a")}${gate("answered")}  - {id: own, statement: S., source: [], level: required, check: ./own.ts}\n  - {id: short, statement: S., source: [], level: required, check: {promptfoo: {type: contains, value: x}}}\n`,
        "cases:\n  - id: one\n    origin: proposed\n    request: |\n      Do\n      it\nignored: [x]\ncasesFile: more/cases.csv\n",
      )}`.replaceAll("\n", "\r\n"),
      "own.ts": "",
      "more/cases.csv":
        '\uFEFFrequest,id,__description,__metadata:gates[],origin\r\n"Say ""hi"",\r\nplease\r\n",two,A greeting,"a, own",\r\n\r\nJust do,three,,,responsibility\r\n',
    });
    const read = readSuite(path);
    expect(read.agentPath).toBe(join(dirname(path), "../../agents/x.md"));
    expect(read.folder).toBe(dirname(path));
    expect(read.gates.map((one) => one.id)).toEqual(["a", "answered", "own", "short"]);
    expect(read.gates[3]?.check).toEqual({ promptfoo: { type: "contains", value: "x" } });
    expect(read.cases).toEqual([
      { id: "one", origin: "proposed", request: "Do\nit\n" },
      {
        id: "two",
        origin: "written",
        request: 'Say "hi",\nplease\n',
        description: "A greeting",
        gates: ["a", "own"],
      },
      { id: "three", origin: "responsibility", request: "Just do" },
    ]);
  });

  it("has the gate `answered`, unless it is ignored", () => {
    const [first] = readSuite(write({ "suite.yaml": suite(gate("a")) })).gates;
    expect(first).toMatchObject({ id: "answered", level: "required", check: "answered" });
    const without = write({ "suite.yaml": `${suite(gate("a"))}ignored: [answered]\n` });
    expect(readSuite(without).gates.map((one) => one.id)).toEqual(["a"]);
  });
});

describe("a suite that is not", () => {
  it.each<[string, string, string]>([
    [
      "empty",
      "",
      "suite.yaml:1 suite/empty: The suite is empty. (Delete it and derive it again: assay derive agents/<name>.md)",
    ],
    [
      "a list",
      "- a\n",
      "suite.yaml:1 suite/invalid: The suite is a list. (It must be a map of keys.)",
    ],
    [
      "broken YAML",
      "agent: a: b\n",
      "suite.yaml:1 suite/broken-yaml: This is not valid YAML: Nested mappings are not allowed in compact mappings (Quote values that contain `: ` or `#`, and indent by spaces.)",
    ],
    [
      "a key given twice",
      `${suite(gate("a"))}agent: y.md\n`,
      "suite.yaml:9 suite/broken-yaml: This is not valid YAML: Map keys must be unique (Quote values that contain `: ` or `#`, and indent by spaces.)",
    ],
    [
      "no agent",
      "gates: []\n",
      "suite.yaml:1 suite/invalid: The suite lacks `agent`. (Add `agent:` to it.)",
    ],
    [
      "an unknown key",
      `${suite(gate("a"))}casefile: x\n`,
      "suite.yaml:9 suite/invalid: The key `casefile` is not known. (Did you mean `casesFile`?)",
    ],
    [
      "an unknown key of a gate",
      suite(gate("a", "    minPasRate: 1\n")),
      "suite.yaml:8 suite/invalid: The key `minPasRate` is not known in the gate `a`. (Did you mean `minPassRate`?)",
    ],
    [
      "a missing key",
      suite("  - id: a\n    statement: S.\n    source: []\n    check: unchecked\n"),
      "suite.yaml:3 suite/invalid: The gate `a` lacks `level`. (Add `level:` to it.)",
    ],
    [
      "a wrong level",
      suite(gate("a").replace("advisory", "requird")),
      "suite.yaml:6 suite/invalid: `level` of the gate `a` is `requird`, not one of: required, advisory. (Did you mean `required`?)",
    ],
    [
      "a rate above 1",
      suite(gate("a", "    minPassRate: 90\n")),
      "suite.yaml:8 suite/invalid: `minPassRate` of the gate `a` is `90`. (It must be at most 1.)",
    ],
    [
      "a bad id",
      suite(gate("Not An Id")),
      "suite.yaml:3 suite/invalid: `id` of the gate `Not An Id` is `Not An Id`. (Write it as lower-case words joined by hyphens: `jwt-auth`.)",
    ],
    [
      "an unknown check",
      suite(gate("a").replace("unchecked", "typehints")),
      "suite.yaml:7 suite/unknown-check: The gate `a` names an unknown check: `typehints`. (Did you mean `type-hints`?)",
    ],
    [
      "a check with a wrong shape",
      suite(gate("a").replace("unchecked", "[a]")),
      "suite.yaml:7 suite/invalid: `check` of the gate `a` is a list. (It must be a check's id, ./path/to/check.ts, unchecked, or {promptfoo: {type: …}}.)",
    ],
    [
      "a check file that is not there",
      suite(gate("a").replace("unchecked", "./a.ts")),
      "suite.yaml:7 suite/no-such-check: There is no check file `./a.ts`. (Looked for a.ts: paths count from the folder of suite.yaml.)",
    ],
    [
      "a gate id twice",
      suite(gate("a") + gate("b") + gate("a")),
      "suite.yaml:13 suite/duplicate-gate: The gate id `a` is taken by line 3. (Give it another id, or delete one of the two.)",
    ],
    [
      "an empty request",
      suite(gate("a"), "cases:\n  - {id: b, origin: written, request: ''}\n"),
      "suite.yaml:9 suite/invalid: `request` of the case `b` is empty. (It must not be empty.)",
    ],
    [
      "a case id twice",
      suite(
        gate("a"),
        "cases:\n  - {id: b, origin: written, request: x}\n  - {id: b, origin: written, request: y}\n",
      ),
      "suite.yaml:10 suite/duplicate-case: The case id `b` is taken by suite.yaml:9. (Give it another id, or delete one of the two.)",
    ],
    [
      "an unknown gate of a case",
      suite(
        gate("alpha"),
        "cases:\n  - id: b\n    origin: written\n    request: x\n    gates:\n      - alpah\n",
      ),
      "suite.yaml:13 suite/unknown-gate: The case `b` names an unknown gate: `alpah`. (Did you mean `alpha`?)",
    ],
    [
      "a case that lacks its material",
      suite(
        gate("a"),
        "cases:\n  - id: b\n    origin: example\n    request: x\n    needs: the code\n",
      ),
      "suite.yaml:12 suite/needs-fixture: The case `b` lacks the code. (Name a file with it as `fixture`, delete `needs`, or set `origin: proposed`.)",
    ],
    [
      "no fixture",
      suite(
        gate("a"),
        "cases:\n  - id: b\n    origin: example\n    request: x\n    fixture: f.py\n",
      ),
      "suite.yaml:12 suite/no-such-fixture: There is no fixture file `f.py`. (Looked for f.py: paths count from the folder of suite.yaml.)",
    ],
    [
      "no cases file",
      suite(gate("a"), "casesFile: c.csv\n"),
      "suite.yaml:8 suite/no-such-cases-file: There is no cases file `c.csv`. (Looked for c.csv: paths count from the folder of suite.yaml.)",
    ],
  ])("%s", (_, text, expected) => {
    expect(problemOf({ "suite.yaml": text })).toBe(expected);
  });

  it("tells all its faults, in their order", () => {
    const text = suite(`${gate("a").replace("unchecked", "tets")}${gate("a")}`);
    expect(problemOf({ "suite.yaml": text }).split("\n")).toEqual([
      "suite.yaml:7 suite/unknown-check: The gate `a` names an unknown check: `tets`.",
      "suite.yaml:8: The gate id `a` is taken by line 3. Give it another id, or delete one of the two. (Did you mean `tests`?)",
    ]);
  });

  it("no file, a folder, not text", () => {
    expect(() => readSuite(join(folder, "none.yaml"))).toThrowError(UserError);
    expect(() => readSuite(folder)).toThrowError(/is a folder/u);
    expect(problemOf({ "suite.yaml": new Uint8Array([97, 0, 98]) })).toBe(
      "suite.yaml suite/not-text: The suite is not a UTF-8 text file. (Save it as UTF-8 text.)",
    );
    expect(problemOf({ "suite.yaml": Buffer.from("a: b\nc: \xe9\n", "latin1") })).toBe(
      "suite.yaml:2 suite/not-text: The suite is not valid UTF-8. (Save it as UTF-8 text.)",
    );
  });
});

describe("a cases file that is not well", () => {
  it.each<[string, string, string]>([
    [
      "empty",
      "",
      "cases.csv cases/empty: The cases file is empty: it has no header line. (Start it with the line `id,request`.)",
    ],
    [
      "a ragged row after a request of several lines",
      'id,request\na,"x\ny\nz"\n\nb,c,d\n',
      "cases.csv:6 cases/ragged-row: This row has 3 fields, the header 2. (Put a request with commas or line ends in quotes.)",
    ],
    [
      "a ragged row with CRLF",
      'id,request\r\na,"x\r\ny"\r\nb\r\n',
      "cases.csv:4 cases/ragged-row: This row has 1 field, the header 2. (Add what is missing; a field that stays empty needs its comma too.)",
    ],
    [
      "a missing column",
      "id,origin\na,written\n",
      "cases.csv:1 cases/missing-column: The column `request` is missing. (Add it to the header line; this one has: id, origin.)",
    ],
    [
      "a mistyped column",
      "id,reqest\na,b\n",
      "cases.csv:1 cases/unknown-column: The column `reqest` is not known. (Did you mean `request`?)",
    ],
    [
      "a column of something else",
      "id,request,owner\na,b,c\n",
      "cases.csv:1 cases/unknown-column: The column `owner` is not known. (Known columns: id, request, origin, fixture, needs, __description, __metadata:gates, __metadata:gates[].)",
    ],
    [
      "an assertion",
      "id,request,__expected\na,b,c\n",
      "cases.csv:1 cases/unknown-column: The column `__expected` is not known. (What an answer must meet stands in suite.yaml, under gates.)",
    ],
    [
      "semicolons",
      "id;request\na;b\n",
      "cases.csv:1 cases/unknown-column: The column `id;request` is not known. (Separate the columns by commas.)",
    ],
    [
      "a column twice",
      "id,request,id\na,b,c\n",
      "cases.csv:1 cases/duplicate-column: The column `id` stands there twice. (Keep one of them.)",
    ],
    [
      "an id twice",
      'id,request\na,"b\nc"\na,d\n',
      "cases.csv:4 suite/duplicate-case: The case id `a` is taken by cases.csv:2. (Give it another id, or delete one of the two.)",
    ],
    ["no id", "id,request\n,b\n", "cases.csv:2 cases/empty-id: This row has no id. (Give it one.)"],
    [
      "a bad id",
      "id,request\nA b,b\n",
      "cases.csv:2 cases/bad-id: `A b` is not an id. (Write it as lower-case words joined by hyphens: `jwt-auth`.)",
    ],
    [
      "an empty request",
      "id,request\na,x\nb,  \n",
      "cases.csv:3 cases/empty-request: The case `b` asks nothing. (Write its request.)",
    ],
    [
      "an unknown origin",
      "id,request,origin\na,b,writen\n",
      "cases.csv:2 cases/unknown-origin: `writen` is no origin. (Did you mean `written`?)",
    ],
    [
      "an unknown gate",
      "id,request,__metadata:gates\nb,c,x\n",
      "cases.csv:2 suite/unknown-gate: The case `b` names an unknown gate: `x`. (Gates: a, answered.)",
    ],
    [
      "an open quote",
      'id,request\na,b\n\nb,"c\nd\ne\n',
      'cases.csv:4 cases/broken-csv: A quoted field of this row is never closed. (Put the field in quotes, and write each quote inside it twice: "say ""hello""".)',
    ],
    [
      "a quote inside",
      'id,request\na,say "hi"\n',
      'cases.csv:2 cases/broken-csv: A quote stands inside a field that is not quoted as a whole. (Put the field in quotes, and write each quote inside it twice: "say ""hello""".)',
    ],
    [
      "needs without a fixture",
      "id,request,needs\nb,c,code\n",
      "cases.csv:2 suite/needs-fixture: The case `b` lacks code. (Name a file with it as `fixture`, empty `needs`, or set the origin `proposed`.)",
    ],
  ])("%s", (_, csv, expected) => {
    expect(problemOf(withCsv(csv))).toBe(expected);
  });

  it("another encoding", () => {
    expect(problemOf(withCsv(Buffer.from("id,request\na,caf\xe9\n", "latin1")))).toBe(
      "cases.csv:2 suite/not-text: The cases file is not valid UTF-8. (Save it as UTF-8 text.)",
    );
  });
});
