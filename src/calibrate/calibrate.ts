import type { Verdict } from "../record/index.ts";
import { cohenKappa } from "../stats/index.ts";
import { labelVerdicts } from "./labels-schema.ts";
import type { LabelVerdict } from "./labels-schema.ts";
import type { LabelledText } from "./read-labels.ts";

/** What a check may answer to a label; `unchecked` gates are left out beforehand. */
const decided = ["pass", "fail", "na", "error"] as const;

/** Counts by label, then by verdict. */
export type Confusion = Readonly<
  Record<LabelVerdict, Readonly<Record<(typeof decided)[number], number>>>
>;

/** How a gate's check compares with the labels, `borderline` labels apart. */
export interface GateCalibration {
  readonly gate: string;
  /** Labels that were counted. */
  readonly labels: number;
  readonly agreed: number;
  /** 0..1; null where nothing was counted. */
  readonly agreement: number | null;
  /** −1..1; null where it is not defined, as when label and verdict never vary. */
  readonly kappa: number | null;
  readonly confusion: Confusion;
  readonly disagreements: readonly Disagreement[];
}

/** A verdict that is not the label's. */
export interface Disagreement {
  readonly gate: string;
  readonly answer: string;
  readonly label: LabelVerdict;
  readonly why: string;
  readonly borderline: boolean;
  readonly verdict: Verdict;
}

export interface Calibration {
  readonly answers: number;
  readonly gates: readonly GateCalibration[];
  /** All gates together. */
  readonly pooled: Omit<GateCalibration, "gate" | "disagreements">;
  /** Labelled gates that no check decides. */
  readonly unchecked: readonly string[];
}

/** Verdicts of a labelled answer by gate id. */
export interface GradedLabels {
  readonly labelled: LabelledText;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** Holds verdicts against labels, gate by gate, in the order of `gateIds`. */
export function calibrate(
  graded: readonly GradedLabels[],
  gateIds: readonly string[],
): Calibration {
  const gates = gateIds.map((gate) => calibrateGate(graded, gate)).filter((one) => one !== null);
  const pooled = addConfusions(gates.map(({ confusion }) => confusion));
  const known = new Set(gates.map(({ gate }) => gate));
  const labelledGates = graded.flatMap(({ labelled }) => Object.keys(labelled.gates));
  return {
    answers: graded.length,
    gates,
    pooled: summarise(pooled),
    unchecked: [...new Set(labelledGates)].filter((gate) => !known.has(gate)),
  };
}

function calibrateGate(graded: readonly GradedLabels[], gate: string): GateCalibration | null {
  const confusion = emptyConfusion();
  const disagreements: Disagreement[] = [];
  let compared = 0;
  for (const { labelled, verdicts } of graded) {
    const label = labelled.gates[gate];
    const verdict = verdicts[gate];
    if (label === undefined || verdict === undefined || verdict.outcome === "unchecked") continue;
    compared += 1;
    const borderline = label.borderline === true;
    if (!borderline) confusion[label.verdict][verdict.outcome] += 1;
    if (label.verdict !== verdict.outcome) {
      const { answer } = labelled;
      disagreements.push({
        gate,
        answer,
        label: label.verdict,
        why: label.why,
        borderline,
        verdict,
      });
    }
  }
  return compared === 0 ? null : { gate, ...summarise(confusion), disagreements };
}

function summarise(confusion: Confusion): Omit<GateCalibration, "gate" | "disagreements"> {
  const agreed = labelVerdicts.reduce((total, label) => total + confusion[label][label], 0);
  const square = decided.map((label) =>
    decided.map((verdict) => (label === "error" ? 0 : confusion[label][verdict])),
  );
  const labels = square.flat().reduce((total, count) => total + count, 0);
  return {
    labels,
    agreed,
    agreement: labels === 0 ? null : agreed / labels,
    kappa: cohenKappa(square),
    confusion,
  };
}

type MutableConfusion = Record<LabelVerdict, Record<(typeof decided)[number], number>>;

function emptyConfusion(): MutableConfusion {
  const row = () => ({ pass: 0, fail: 0, na: 0, error: 0 });
  return { pass: row(), fail: row(), na: row() };
}

function addConfusions(confusions: readonly Confusion[]): Confusion {
  const total = emptyConfusion();
  for (const confusion of confusions) {
    for (const label of labelVerdicts) {
      for (const verdict of decided) total[label][verdict] += confusion[label][verdict];
    }
  }
  return total;
}
