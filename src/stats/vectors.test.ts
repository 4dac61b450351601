import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { adjustByBenjaminiHochberg, adjustByHolm } from "./adjust-p-values.ts";
import { findDetectableDifference, findNeededCases, findNeededRepeats } from "./advice.ts";
import { findRepeatsForFullFlip, testCase } from "./case-test.ts";
import { clopperPearsonInterval } from "./clopper-pearson.ts";
import { clusteredInterval } from "./clustered-interval.ts";
import { measureFlakiness } from "./flakiness.ts";
import { boundByGaffke } from "./gaffke-bounds.ts";
import { findPowerOfMcNemar } from "./mcnemar-power.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { passAtK, passHatK } from "./pass-at-k.ts";
import type { PairedCounts } from "./paired-counts.ts";
import { testSignFlips } from "./sign-flip-test.ts";
import { testStratified } from "./stratified-test.ts";
import { boundOnSuite } from "./suite-bounds.ts";
import { boundByTango } from "./tango-bounds.ts";
import { correctByTarone } from "./tarone.ts";
import { splitVariance } from "./variance-components.ts";
import { wilsonInterval } from "./wilson.ts";

// Numbers from R, scipy, statsmodels and others; each vector names its source.
const number = z.number();
const numbers = z.array(number);
const table = z.array(numbers);
const cases = z.array(z.object({ n: number, c: number }));
const counts = z.object({
  basePasses: numbers,
  baseRepeats: numbers,
  candPasses: numbers,
  candRepeats: numbers,
});
const vectorSchema = z.object({
  fn: z.string(),
  input: z.record(z.string(), z.unknown()),
  expected: z.union([number, numbers, z.record(z.string(), z.unknown())]),
  tol: number,
});

/** What the functions of this folder say, in the names of the vectors. */
const subjects: Readonly<Record<string, (input: Record<string, unknown>) => unknown>> = {
  wilson(input) {
    const { x, n, conf } = z.object({ x: number, n: number, conf: number }).parse(input);
    return ends(wilsonInterval(x, n, normalQuantile((1 + conf) / 2)));
  },
  clopperPearson(input) {
    const { x, n, conf } = z.object({ x: number, n: number, conf: number }).parse(input);
    return ends(clopperPearsonInterval(x, n, conf));
  },
  cleanSweepLower(input) {
    const { passes, alpha } = z.object({ passes: number, alpha: number }).parse(input);
    return { lower: clopperPearsonInterval(passes, passes, 1 - 2 * alpha).low };
  },
  wilsonClustered(input) {
    const { caseRates, repeats, conf } = z
      .object({ caseRates: numbers, repeats: number, conf: number })
      .parse(input);
    const found = clusteredInterval(caseRates, caseRates.length * repeats, conf);
    return { rate: found?.rate, nEff: found?.effectiveTrials, ...ends(found?.interval ?? null) };
  },
  mcnemarExact(input) {
    const { regressions, improvements } = z
      .object({ regressions: number, improvements: number })
      .parse(input);
    const { pWorse, pTwoSided } = testStratified([
      ...Array.from({ length: regressions }, () => pairOf(1, 1, 0, 1)),
      ...Array.from({ length: improvements }, () => pairOf(0, 1, 1, 1)),
    ]);
    return { pTwoSided, pRegression: pWorse };
  },
  passAtK(input) {
    const { n, c, k } = z.object({ n: number, c: number, k: number }).parse(input);
    return passAtK(n, c, k);
  },
  passHatK(input) {
    const { n, c, k } = z.object({ n: number, c: number, k: number }).parse(input);
    return passHatK(n, c, k);
  },
  passAtKSuite(input) {
    const { cases: all, k } = z.object({ cases, k: number }).parse(input);
    return mean(all.map(({ n, c }) => passAtK(n, c, k)));
  },
  passHatKSuite(input) {
    const { cases: all, k } = z.object({ cases, k: number }).parse(input);
    return mean(all.map(({ n, c }) => passHatK(n, c, k)));
  },
  varianceComponents(input) {
    const { base, cand } = z.object({ base: table, cand: table }).parse(input);
    const found = splitVariance(base, cand);
    return {
      sigmaA2: found?.withinBefore,
      sigmaB2: found?.withinAfter,
      omega2: found?.between,
    };
  },
  flaky(input) {
    const { passes, repeats, eps, conf } = z
      .object({ passes: number, repeats: number, eps: number, conf: number })
      .parse(input);
    const found = measureFlakiness(passes, repeats, { edge: eps, confidence: conf });
    return { observed: found.observed, disagreement: found.index, confirmed: found.confirmed };
  },
  holm: (input) => adjustByHolm(z.object({ p: numbers }).parse(input).p),
  bh: (input) => adjustByBenjaminiHochberg(z.object({ p: numbers }).parse(input).p),
  tarone(input) {
    const { p, pMin, alpha } = z.object({ p: numbers, pMin: numbers, alpha: number }).parse(input);
    const tests = p.map((value, index) => ({ p: value, leastP: pMin[index]! }));
    const { divisor, testable, rejected } = correctByTarone(tests, alpha);
    return { k: divisor, testable, reject: rejected };
  },
  signFlipExact(input) {
    const { d } = z.object({ d: numbers }).parse(input);
    const { pWorse, pTwoSided } = testSignFlips(d);
    return { pLess: pWorse, pTwoSided };
  },
  stratifiedExact(input) {
    const { pWorse, pBetter, pTwoSided } = testStratified(pairsOf(counts.parse(input)));
    return { pLess: pWorse, pGreater: pBetter, pTwoSided };
  },
  caseFisher(input) {
    const { basePasses, baseRepeats, candPasses, candRepeats } = z
      .object({ basePasses: number, baseRepeats: number, candPasses: number, candRepeats: number })
      .parse(input);
    const found = testCase(pairOf(basePasses, baseRepeats, candPasses, candRepeats));
    return { pLess: found.pWorse, pMin: found.leastPWorse };
  },
  minRepeatsFullFlip(input) {
    const { cases: count, alpha } = z.object({ cases: number, alpha: number }).parse(input);
    return findRepeatsForFullFlip(null, { alpha, cases: count });
  },
  minCandidateRepeats(input) {
    const { baseRepeats, alpha, testable } = z
      .object({ baseRepeats: number, alpha: number, testable: number })
      .parse(input);
    return findRepeatsForFullFlip(baseRepeats, { alpha, cases: testable });
  },
  nonInferioritySuite(input) {
    const { alpha, margin } = z.object({ alpha: number, margin: number }).parse(input);
    const found = boundOnSuite(pairsOf(counts.parse(input)), 1 - alpha);
    return { lower: found?.low, upper: found?.high, nonInferior: found!.low > -margin };
  },
  nonInferiorityTango(input) {
    const { regressions, improvements, n, margin, alpha } = z
      .object({
        regressions: number,
        improvements: number,
        n: number,
        margin: number,
        alpha: number,
      })
      .parse(input);
    const found = boundByTango({ regressions, improvements, cases: n }, 1 - alpha);
    return { lower: found?.low, nonInferior: found!.low > -margin };
  },
  gaffkeLower(input) {
    const { d, alpha } = z.object({ d: numbers, alpha: number }).parse(input);
    return { lower: boundByGaffke(d, 1 - alpha)?.low };
  },
  mdeNormal(input) {
    const { alpha, power, sides, KA, KB, ...rest } = precision
      .extend({ KA: number, KB: number })
      .parse(input);
    return findDetectableDifference(
      precisionOf(rest),
      { before: KA, after: KB },
      { alpha: alpha / sides, power },
    );
  },
  casesNeeded(input) {
    const { alpha, power, sides, delta, omega2, sigmaA2, sigmaB2, KA, KB } = precision
      .omit({ n: true })
      .extend({ delta: number, KA: number, KB: number })
      .parse(input);
    return findNeededCases(
      { between: omega2, withinBefore: sigmaA2, withinAfter: sigmaB2 },
      { before: KA, after: KB },
      { difference: delta, alpha: alpha / sides, power },
    );
  },
  powerMcNemarExact(input) {
    const { n, pRegress, pImprove, alpha } = z
      .object({ n: number, pRegress: number, pImprove: number, alpha: number })
      .parse(input);
    return findPowerOfMcNemar({ cases: n, regress: pRegress, improve: pImprove }, alpha);
  },
  repeatsNeeded(input) {
    const { alpha, power, sides, delta, ...rest } = precision
      .extend({ delta: number })
      .parse(input);
    return findNeededRepeats(precisionOf(rest), delta, { alpha: alpha / sides, power });
  },
};

const precision = z.object({
  n: number,
  omega2: number,
  sigmaA2: number,
  sigmaB2: number,
  alpha: number,
  power: number,
  sides: number,
});

/** Functions of the vectors that nothing here needs; docs/statistics.md says why. */
const leftOut = `
  clusteredSE pairedDiff pairedDiffClustered nonInferiorityT newcombeDiff
  powerPairedT mdePairedT bcaAcceleration
  eRegression eNonInferior spendOBF spendPocock msprt
  friedman nemenyiCD bradleyTerry`
  .trim()
  .split(/\s+/u);

const file = new URL("fixtures/stats-vectors.json", import.meta.url);
const all = z.array(vectorSchema).parse(JSON.parse(readFileSync(file, "utf8")));
const vectors = all.filter(({ fn }) => fn in subjects);

test("every function of the vectors is tested, or left out by name", () => {
  expect(all).toHaveLength(86);
  const names = [...Object.keys(subjects), ...leftOut];
  expect(names.toSorted()).toEqual([...new Set(all.map(({ fn }) => fn))].toSorted());
});

test.each(
  vectors.map((vector) => [`${vector.fn} ${JSON.stringify(vector.input)}`, vector] as const),
)("%s", (_, { fn, input, expected, tol }) => {
  const actual = subjects[fn]!(input);
  expectClose(actual, expected, tol);
});

/** Every value that the function gives is compared; the vectors have more than it does. */
function expectClose(actual: unknown, expected: unknown, tolerance: number): void {
  if (typeof actual === "number" && tolerance > 0) {
    expect(Math.abs(actual - number.parse(expected))).toBeLessThanOrEqual(tolerance);
  } else if (Array.isArray(actual)) {
    const list = z.array(z.unknown()).parse(expected);
    expect(actual).toHaveLength(list.length);
    for (const [index, value] of actual.entries()) expectClose(value, list[index], tolerance);
  } else if (typeof actual === "object" && actual !== null) {
    const record = z.record(z.string(), z.unknown()).parse(expected);
    for (const [key, value] of Object.entries(actual)) expectClose(value, record[key], tolerance);
  } else {
    expect(actual).toEqual(expected);
  }
}

function ends(interval: { readonly low: number; readonly high: number } | null) {
  return { lo: interval?.low, hi: interval?.high };
}

function pairOf(before: number, beforeOf: number, after: number, afterOf: number): PairedCounts {
  return {
    before: { passes: before, answers: beforeOf },
    after: { passes: after, answers: afterOf },
  };
}

function pairsOf({ basePasses, baseRepeats, candPasses, candRepeats }: z.infer<typeof counts>) {
  return basePasses.map((passes, index) =>
    pairOf(passes, baseRepeats[index]!, candPasses[index]!, candRepeats[index]!),
  );
}

function precisionOf({
  n,
  omega2,
  sigmaA2,
  sigmaB2,
}: Record<"n" | "omega2" | "sigmaA2" | "sigmaB2", number>) {
  return { cases: n, withinBefore: sigmaA2, withinAfter: sigmaB2, between: omega2 };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
