import { tallyGates, type GateTally, type RunRecord, type Sample } from "../record/index.ts";
import { listArms, samplesOfArm, type Arm } from "./arms.ts";
import { rateOverCases, type Rate } from "./rate.ts";
import { summariseRepeats, type ArmRepeats } from "./repeats.ts";

type Gate = RunRecord["suite"]["gates"][number];

/** A gate in one arm of a run. */
export interface GateSummary extends GateTally, Rate {
  readonly level: Gate["level"];
  readonly statement: string;
  /** The suite's threshold for `rate`; null: none. */
  readonly minPassRate: number | null;
}

/** What one prompt version on one model did. */
export interface ArmSummary extends Arm {
  /** Rate of samples that pass every required gate. */
  readonly total: Rate & {
    readonly samples: number;
    readonly passed: number;
    readonly failed: number;
    /** Samples that are missing values. */
    readonly missing: number;
    /** Graded samples of which no check could say anything. */
    readonly undecided: number;
  };
  readonly gates: readonly GateSummary[];
  /** null: each case was asked once. */
  readonly repeats: ArmRepeats | null;
}

/** Everything that reports count, for each arm of the run in its order. */
export function summariseRun(run: RunRecord, samples: readonly Sample[]): readonly ArmSummary[] {
  return listArms(run).map((arm) => summariseArm(run, arm, samplesOfArm(samples, arm)));
}

function summariseArm(run: RunRecord, arm: Arm, samples: readonly Sample[]): ArmSummary {
  const definitions = new Map(run.suite.gates.map((gate) => [gate.id, gate]));
  return {
    ...arm,
    total: {
      samples: samples.length,
      passed: samples.filter(({ passes }) => passes === true).length,
      failed: samples.filter(({ passes }) => passes === false).length,
      missing: samples.filter(({ missing }) => missing !== null).length,
      undecided: samples.filter(({ passes, missing }) => passes === null && missing === null)
        .length,
      ...rateOverCases(
        samples.flatMap(({ case: id, passes }) =>
          passes === null ? [] : [{ case: id, held: passes }],
        ),
      ),
    },
    gates: tallyGates(run, samples).flatMap((tally) => {
      const gate = definitions.get(tally.gate);
      return gate ? [summariseGate(tally, gate, samples)] : [];
    }),
    repeats: run.repeats > 1 ? summariseRepeats(samples) : null,
  };
}

function summariseGate(tally: GateTally, gate: Gate, samples: readonly Sample[]): GateSummary {
  return {
    ...tally,
    level: gate.level,
    statement: gate.statement,
    minPassRate: gate.minPassRate ?? null,
    ...rateOverCases(
      samples.flatMap(({ case: id, verdicts }) => {
        const outcome = verdicts?.[gate.id]?.outcome;
        return outcome === "pass" || outcome === "fail"
          ? [{ case: id, held: outcome === "pass" }]
          : [];
      }),
    ),
  };
}
