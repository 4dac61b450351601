import { expect, test } from "vitest";
import type { RunRecord } from "../../record/index.ts";
import { makeArm, times, type ArmOptions, type Letters } from "../fixtures/make-arm.ts";
import { buildTrend } from "./build-trend.ts";
import type { TrendArm } from "./types.ts";

type Gates = Readonly<Record<string, readonly Letters[]>>;

/** Run `at` of a trend, in which the run's record may be changed. */
function night(
  at: number,
  gates: Gates,
  change: (run: RunRecord) => Partial<RunRecord> = () => ({}),
  options: ArmOptions = {},
): TrendArm {
  const arm = makeArm(gates, { name: "agent", runId: `run-${at}`, model: "sonnet", ...options });
  return { ...arm, folder: `results/run-${at}`, run: { ...arm.run, ...change(arm.run) } };
}

async function* each(arms: readonly TrendArm[]): AsyncGenerator<TrendArm> {
  yield* arms;
}

const trendOf = (...arms: readonly TrendArm[]) => buildTrend("live", each(arms));
const good: Gates = { auth: times(12, "ppp"), "docs?": times(12, "ppf") };
const bad: Gates = { auth: [...times(7, "fff"), ...times(5, "ppp")], "docs?": times(12, "ppf") };
const hash = (digit: string) => `sha256:${digit.repeat(64)}`;

test("each run is compared with the next one, and the first with the last", async () => {
  const { points, steps, sinceFirst } = await trendOf(
    night(1, good),
    night(2, bad),
    night(3, good),
  );
  expect(points.map(({ runId, total }) => [runId, total.rate])).toEqual([
    ["run-1", 1],
    ["run-2", 5 / 12],
    ["run-3", 1],
  ]);
  expect(points[0]?.gates).toMatchObject([
    { gate: "auth", level: "required", rate: 1, cases: 12 },
    { gate: "docs", level: "advisory", cases: 12 },
  ]);
  expect(points[0]?.gates[1]?.rate).toBeCloseTo(2 / 3, 12);
  expect(steps.map(({ from, to, compared }) => [from, to, compared?.total.decision])).toEqual([
    ["run-1", "run-2", "regressed"],
    ["run-2", "run-3", "improved"],
  ]);
  expect(steps[0]?.compared?.gates.map(({ gate, decision }) => [gate, decision])).toEqual([
    ["auth", "regressed"],
    ["docs", "inconclusive"],
  ]);
  expect(sinceFirst).toMatchObject({
    from: "run-1",
    to: "run-3",
    compared: { total: { difference: { estimate: 0 } } },
  });
});

test("one run is a trend without a step; none has no point", async () => {
  expect(await trendOf(night(1, good))).toMatchObject({ steps: [], sinceFirst: null });
  expect(await trendOf()).toEqual({ kind: "live", points: [], steps: [], sinceFirst: null });
});

test("a case that is broken behind others that got better is kept", async () => {
  const before = { auth: [...times(16, "ppppp"), "ppppp", ...times(3, "ppfff")] };
  const after = { auth: [...times(16, "ppppp"), "fffff", ...times(3, "pppff")] };
  const { steps } = await trendOf(night(1, before), night(2, after));
  expect(steps[0]?.compared).toMatchObject({
    verdict: "case-broken",
    brokenCases: [{ case: "case-17" }],
  });
});

test("runs without a case in common say nothing of each other", async () => {
  const others = night(2, { auth: ["p"] }, (run) => ({
    suite: { ...run.suite, cases: run.suite.cases.map((one) => ({ ...one, id: "other" })) },
  }));
  const { steps } = await trendOf(night(1, { auth: ["p"] }), others);
  expect(steps[0]?.compared).toBeNull();
  expect(steps[0]?.changes.map(({ description }) => description)).toEqual([
    "new case other",
    "case gone: case-1",
  ]);
});

const served = (arm: TrendArm, model: string): TrendArm => ({
  ...arm,
  samples: arm.samples.map((sample) => ({
    ...sample,
    answer: sample.answer && { ...sample.answer, servedModel: model },
  })),
});

const changes: readonly (readonly [string, TrendArm, TrendArm, readonly string[]])[] = [
  ["nothing", night(1, good), night(2, bad), []],
  [
    "the prompt",
    night(1, good),
    night(2, good, ({ promptVersions }) => ({
      promptVersions: promptVersions.map((one) => ({ ...one, hash: hash("a") })),
    })),
    ["prompt 33333333 → aaaaaaaa"],
  ],
  [
    "the model",
    night(1, good),
    night(2, good, undefined, { model: "opus" }),
    ["model sonnet → opus"],
  ],
  [
    "who really answered",
    served(night(1, good), "sonnet-1"),
    served(night(2, good), "sonnet-2"),
    ["served by sonnet-1 → sonnet-2"],
  ],
  ["who answered is not known on one side", night(1, good), served(night(2, good), "s"), []],
  [
    "settings that shape answers, and those that do not",
    night(1, good),
    night(2, good, ({ settings }) => ({
      repeats: 5,
      settings: {
        ...settings,
        concurrency: 50,
        budgetUsd: 5,
        maxTokens: 9,
        sampling: { ...settings.sampling, effort: "high" },
      },
    })),
    ["answers to each case 3 → 5", "maxTokens 1000 → 9", "effort default → high"],
  ],
  [
    "texts, cases and gates",
    night(1, { auth: ["p", "p"], "docs?": ["p", "p"] }),
    night(2, { auth: ["p", "p", "p"], docs: ["p", "p", "p"], more: ["p", "p", "p"] }, undefined, {
      otherRequests: ["case-2"],
    }),
    ["new case case-3", "other text of case case-2", "new gate more", "other level of gate docs"],
  ],
  [
    "checks, with the version they belong to",
    night(1, good),
    night(2, good, ({ versions }) => ({ versions: { ...versions, assay: "0.2.0" } }), {
      checksHash: "others",
    }),
    ["checks, with assay, checks → others", "assay 0.1.0 → 0.2.0"],
  ],
  [
    "a check of one's own",
    night(1, good),
    night(2, good, ({ suite }) => ({
      suite: {
        ...suite,
        gates: suite.gates.map((gate) => ({ ...gate, check: `./checks/${gate.id}.ts` })),
      },
    })),
    ["another check of gate auth, docs"],
  ],
  [
    "words of the suite",
    night(1, good),
    night(2, good, ({ suite }) => ({ suite: { ...suite, hash: hash("9") } })),
    ["suite otherwise (words, thresholds, or cases that are only proposed)"],
  ],
];

test.each(changes)("what changed: %s", async (_, before, after, expected) => {
  const { steps } = await trendOf(before, after);
  expect(steps[0]?.changes.map(({ description }) => description)).toEqual(expected);
});
