import picocolors from "picocolors";
import { expect, test } from "vitest";
import { sampleKey, type Outcome } from "../../../record/index.ts";
import { exampleRun, gate, type ExampleOptions } from "../../fixtures/example-run.ts";
import { displayWidth } from "../layout/index.ts";
import { renderRun } from "./render-run.ts";

const plain = picocolors.createColors(false);
const coloured = picocolors.createColors(true);
const show = (options: ExampleOptions, columns = 80, gates?: readonly string[]) =>
  renderRun(exampleRun(options), { colours: plain, columns }, { reference: "latest", gates });

const manyGates = ["auth", "tests", "error-handling", "complete-code"].map((id) =>
  gate(id, `Statement of ${id}, which is longer than a line of a narrow terminal`, "required"),
);
/** Something of everything, the same every time. */
const mixed =
  (outcomes: readonly (Outcome | null)[]): ExampleOptions["outcomeOf"] =>
  (sample, id) =>
    outcomes[(sampleKey(sample).length * 7 + id.length) % outcomes.length] ?? null;

test("one version reads from the origin of the answers to the next command", async () => {
  await expect(show({})).toMatchFileSnapshot("snapshots/one-version.txt");
});

test("three versions stand side by side", async () => {
  const options: ExampleOptions = {
    promptVersions: ["agent", "concise", "lite"],
    outcomeOf: ({ promptVersion, case: id }, gateId) =>
      gateId === "openapi"
        ? "unchecked"
        : gateId === "tests" && (promptVersion === "concise" || id === "login")
          ? "fail"
          : "pass",
  };
  await expect(show(options)).toMatchFileSnapshot("snapshots/three-versions-80.txt");
  await expect(show(options, 120)).toMatchFileSnapshot("snapshots/three-versions-120.txt");
});

test("what is missing is said, and what to do", async () => {
  const options: ExampleOptions = {
    status: "interrupted",
    outcomeOf: ({ case: id }) => (id === "uploads" ? null : id === "posts" ? "error" : "pass"),
  };
  await expect(show(options)).toMatchFileSnapshot("snapshots/missing.txt");
});

/** Of five answers to each case so many pass: 5, 3, 0 and 4 of 4, the fifth being lost. */
const repeated = (promptVersions: readonly string[]): ExampleOptions => ({
  promptVersions,
  repeats: 5,
  outcomeOf({ case: id, repeat, promptVersion }, gateId) {
    if (id === "uploads" && repeat === 5) return null;
    const passes = { login: 5, posts: 3, transfers: 0 }[id] ?? 4;
    if (gateId === "openapi") return "unchecked";
    return gateId === "tests" && promptVersion !== "lite" && repeat > passes ? "fail" : "pass";
  },
});

test("repeats are told case by case", async () => {
  await expect(show(repeated(["agent"]))).toMatchFileSnapshot("snapshots/repeats.txt");
  const two = show(repeated(["agent", "lite"]));
  await expect(two).toMatchFileSnapshot("snapshots/repeats-versions.txt");
});

test("a gate's findings are all shown where it is asked for", () => {
  const cases = Array.from({ length: 9 }, (_, index) => `case-${index}`);
  const options: ExampleOptions = { cases, outcomeOf: () => "fail" };
  expect(show(options)).toContain("… 4 more: assay show latest --gate tests");
  const all = show(options, 80, ["tests"]);
  expect(all).toContain("case-8:");
  expect(all).not.toContain("more: assay");
  expect(all).not.toContain("✗ auth");
});

test("a missed threshold is said above the table", () => {
  const options: ExampleOptions = {
    gates: [{ ...gate("auth", "Authenticates", "required"), minPassRate: 0.8 }],
    outcomeOf: ({ case: id }) => (id === "login" ? "fail" : "pass"),
  };
  expect(show(options)).toContain("! Threshold missed: auth passes 75%, the suite asks for 80%.");
});

test.each([40, 60, 80, 120])(
  "no line is wider than %d columns, with and without colours",
  (columns) => {
    const everything: readonly ExampleOptions[] = [
      {},
      { gates: manyGates, outcomeOf: mixed(["pass", "fail", "na", "error", "fail"]) },
      {
        promptVersions: ["agent-with-a-long-name", "concise", "lite"],
        outcomeOf: mixed(["fail", "pass", null, "na"]),
      },
      {
        promptVersions: ["a", "b"],
        models: ["claude-sonnet-5-5", "claude-haiku-5-5", "m3"],
        repeats: 3,
      },
      { outcomeOf: () => "unchecked" },
      { outcomeOf: () => null, status: "incomplete" },
      { cases: [] },
      { cases: [], repeats: 2 },
      repeated(["agent"]),
      repeated(["agent", "a-version-with-a-very-long-name-of-many-words-and-more"]),
    ];
    for (const options of everything) {
      for (const colours of [plain, coloured]) {
        const text = renderRun(exampleRun(options), { colours, columns }, { reference: "latest" });
        for (const line of text.split("\n")) {
          expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
        }
      }
    }
  },
);

test("colours change nothing but the colours", () => {
  const options: ExampleOptions = {
    promptVersions: ["agent", "lite"],
    outcomeOf: mixed(["pass", "fail", "error"]),
  };
  const text = (colours: typeof plain) =>
    renderRun(exampleRun(options), { colours, columns: 80 }, { reference: "latest" });
  // oxlint-disable-next-line no-control-regex -- the escape sequences are what is looked for
  const stripped = text(coloured).replaceAll(/\u001B\[\d+m/gu, "");
  const trimmed = (report: string) => report.split("\n").map((line) => line.trimEnd());
  expect(trimmed(stripped)).toEqual(trimmed(text(plain)));
});
