import picocolors from "picocolors";
import { expect, test } from "vitest";
import { compareArms, type Arm, type CompareOptions } from "../../../compare/index.ts";
import type { Outcome, Sample, SampleKey } from "../../../record/index.ts";
import { listArms, samplesOfArm } from "../../arms.ts";
import { exampleRun, type ExampleOptions } from "../../fixtures/example-run.ts";
import { displayWidth } from "../layout/index.ts";
import { renderComparison } from "./render-comparison.ts";

const plain = picocolors.createColors(false);
const coloured = picocolors.createColors(true);
const cases = (count: number) => Array.from({ length: count }, (_, index) => `case-${index + 1}`);
const usual: CompareOptions = { scope: "suite", margin: 0.05, alpha: 0.05 };

function show(
  options: ExampleOptions,
  {
    columns = 80,
    colours = plain,
    change = (sample: Sample) => sample,
    ...compareOptions
  }: Partial<CompareOptions> & {
    columns?: number;
    colours?: typeof plain;
    change?: (sample: Sample) => Sample;
  } = {},
): string {
  const { run, samples } = exampleRun(options);
  const arms = listArms(run).map((arm): Arm => ({
    ...arm,
    name: arm.label,
    run,
    samples: samplesOfArm(samples, arm).map(change),
  }));
  const report = compareArms(arms, { ...usual, ...compareOptions });
  const view = { report, notices: run.notices, references: new Map([[run.id, "latest"]]) };
  return renderComparison(view, { colours, columns });
}

/** `tests` fails under `concise` in all cases but some. */
const worseTests =
  (spared: readonly string[]) =>
  ({ promptVersion, case: id }: SampleKey, gate: string): Outcome =>
    gate === "openapi"
      ? "unchecked"
      : gate === "tests" && promptVersion === "concise" && !spared.includes(id)
        ? "fail"
        : gate === "parses" && id === "case-3" && promptVersion === "concise"
          ? "na"
          : "pass";

const regression: ExampleOptions = {
  promptVersions: ["agent", "concise"],
  cases: cases(16),
  outcomeOf: worseTests(["case-2", "case-5"]),
};
const threeArms: ExampleOptions = { ...regression, promptVersions: ["agent", "concise", "lite"] };
const oneBroken: ExampleOptions = {
  promptVersions: ["agent", "concise"],
  cases: cases(20),
  repeats: 5,
  outcomeOf: ({ promptVersion, case: id, repeat }, gate) =>
    gate !== "tests"
      ? "pass"
      : id === "case-1"
        ? promptVersion === "concise"
          ? "fail"
          : "pass"
        : id === "case-2" && repeat > 3
          ? "fail"
          : ["case-3", "case-4"].includes(id) && repeat > (promptVersion === "concise" ? 4 : 1)
            ? "fail"
            : "pass",
};
const certain: ExampleOptions = {
  promptVersions: ["agent", "concise"],
  cases: cases(50),
  repeats: 10,
  outcomeOf: () => "pass",
};
const undecided: ExampleOptions = {
  promptVersions: ["agent", "concise"],
  outcomeOf: () => "unchecked",
};
const holes: ExampleOptions = {
  promptVersions: ["agent", "concise"],
  outcomeOf: ({ case: id, promptVersion }) =>
    id === "posts" && promptVersion === "concise" ? null : "pass",
};
const withUsage = (sample: Sample): Sample => ({
  ...sample,
  answer: sample.answer && {
    ...sample.answer,
    costUsd: 0.0123,
    latencyMs: sample.promptVersion === "agent" ? 45_300 : 900,
    usage: { inputTokens: 1200, outputTokens: 12_345, cacheReadTokens: 0, cacheWriteTokens: 0 },
  },
});

test("a regression leads with what got worse, and by how much", async () => {
  await expect(show(regression)).toMatchFileSnapshot("snapshots/regression-80.txt");
  await expect(show(regression, { columns: 120 })).toMatchFileSnapshot(
    "snapshots/regression-120.txt",
  );
});

test("three arms are ranked, and each is held against the first", async () => {
  await expect(show(threeArms)).toMatchFileSnapshot("snapshots/three-arms.txt");
});

test("repeats show broken and flaky cases, and what answers cost", async () => {
  await expect(show(oneBroken, { change: withUsage })).toMatchFileSnapshot(
    "snapshots/one-broken.txt",
  );
});

test.each([
  ["nothing got worse, and the suite is large", certain, /^✓ no regression beyond 5 pp: 0 pp \(/mu],
  ["nothing is decided", undecided, /^! nothing to compare: no required gate is decided/mu],
  [
    "much is missing",
    holes,
    /^~ inconclusive: too much is missing \(1 of 4 answers of concise\)/mu,
  ],
  ["the cases are a sample", { ...regression }, /^A agent · baseline\nB concise · /mu],
])("where %s, it says so", (_, options, expected) => {
  expect(show(options)).toMatch(expected);
});

const everything = [regression, threeArms, oneBroken, certain, undecided, holes] as const;

test("no interval is without a width, and nothing is said to be no difference", () => {
  for (const options of everything) {
    for (const scope of ["suite", "population"] as const) {
      const text = show(options, { scope });
      expect(text).not.toMatch(/no difference|equal|the same result/iu);
      const intervals = [...text.matchAll(/([−+]?[\d.]+) to ([−+]?[\d.]+)/gu)];
      for (const [, low, high] of intervals) expect(low).not.toBe(high);
    }
  }
});

test.each([40, 60, 80, 120])(
  "no line is wider than %d columns, and colours change nothing but the colours",
  (columns) => {
    for (const options of everything) {
      const text = show(options, { columns, change: withUsage });
      for (const line of text.split("\n")) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
      }
      const painted = show(options, { columns, colours: coloured, change: withUsage });
      // oxlint-disable-next-line no-control-regex -- the escape sequences are what is looked for
      const stripped = painted.replaceAll(/\u001B\[\d+m/gu, "");
      const trimmed = (report: string) => report.split("\n").map((line) => line.trimEnd());
      expect(trimmed(stripped)).toEqual(trimmed(text));
    }
  },
);
