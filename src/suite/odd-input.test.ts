import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../user-error.ts";
import { agentLiteral } from "./agent-literal.test-support.ts";
import { mergeSuite } from "./merge-suite.ts";
import { parseCases } from "./read-cases.ts";
import { readSuite } from "./read-suite.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "odd-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const shippedFolder = fileURLToPath(
  new URL("../../evals/fastapi-backend-expert/", import.meta.url),
);
const shipped = readFileSync(`${shippedFolder}suite.yaml`, "utf8").replace(
  "casesFile: cases.csv\n",
  "",
);
const agent = agentLiteral({ statements: ["Unit tests", "Use HTTPS"], requests: ["Build a chat"] });

const junk = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    "\n",
    "\t",
    "- ",
    ": ",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!js/function ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "|\n",
    ">-\n",
    "# c\n",
    "---\n",
    "...\n",
    "? ",
    "null",
    "2026-11-23",
    "0x1f",
    "\u0000",
    "\uFEFF",
    "%YAML 1.1\n",
    "cases: 1\n",
    "\r\n",
  ),
);
/** A text with pieces cut out and junk put in. */
function damaged(text: string) {
  const cuts = fc.array(fc.tuple(fc.nat(text.length), fc.nat(40), junk), {
    minLength: 1,
    maxLength: 4,
  });
  return cuts.map((all) =>
    all.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + length), text),
  );
}

/** What is thrown at a user is a UserError with a place and a hint; anything else is a bug. */
function expectUserErrorOnly(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.place).toBeTruthy();
    expect(error.hint).toBeTruthy();
  }
}

describe("odd input", () => {
  it("readSuite reads it or says what is wrong with it", () => {
    const path = join(folder, "suite.yaml");
    fc.assert(
      fc.property(fc.oneof(damaged(shipped), fc.string()), (text) => {
        writeFileSync(path, text);
        expectUserErrorOnly(() => readSuite(path));
      }),
      { numRuns: 100 },
    );
  });

  it("mergeSuite merges it, and then no more, or says what is wrong with it", () => {
    fc.assert(
      fc.property(damaged(shipped), (text) => {
        expectUserErrorOnly(() => {
          const once = mergeSuite(text, agent).text;
          expect(mergeSuite(once, agent)).toMatchObject({ text: once, agrees: true });
        });
      }),
      { numRuns: 60 },
    );
  });

  it("parseCases reads it or says what is wrong with it", () => {
    const csv = readFileSync(`${shippedFolder}cases.csv`, "utf8");
    fc.assert(
      fc.property(fc.oneof(damaged(csv), fc.string()), (text) => {
        expectUserErrorOnly(() => parseCases(text, "cases.csv"));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      "an anchor and an alias",
      "agent: x.md\ngates:\n  - &g {id: a, statement: S., source: [], level: advisory, check: unchecked}\n  - *g\n",
    ],
    [
      "an alias bomb",
      `agent: x.md\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\ngates: []\n`,
    ],
    ["an unknown alias", "agent: *none\ngates: []\n"],
    ["several documents", "agent: x.md\ngates: []\n---\nagent: y.md\n"],
    ["keys that are no text", "agent: x.md\n? [a]\n: b\ngates: []\n"],
  ])("%s is refused", (_, text) => {
    const path = join(folder, "suite.yaml");
    writeFileSync(path, text);
    expect(() => readSuite(path)).toThrowError(UserError);
  });

  it("merging changes no value that stands elsewhere too by an alias", () => {
    const gate = (id: string, source: string) =>
      `  - {id: ${id}, statement: S., source: ${source}, level: required, check: tests}\n`;
    const source = "&s [{line: 1, section: Standards, words: Unit tests}]";
    const text = `agent: x.md\ngates:\n${gate("tests", source)}${gate("own", "*s")}`;
    const merge = mergeSuite(text, agent);
    expect(merge.text).toContain("source: &s [{line: 20,");
    expect(mergeSuite(merge.text, agent).agrees).toBe(true);
    const shared =
      "agent: x.md\ngates:\n  - {id: brief, statement: Be brief, source: [{line: 1, section: S, words: Be brief}], level: &l advisory, check: unchecked}\n  - {id: own, statement: S., source: [], level: *l, check: tests}\n";
    expect(() => mergeSuite(shared, agent)).toThrowError(/anchors/u);
  });
});
