import type { RunRecord, Sample } from "../record/index.ts";
import type { ArmSummary } from "./summarise-run.ts";
import { formatCount, formatInterval, formatRate } from "./terminal/format-rate.ts";
import { uncheckedGates } from "./unchecked-gates.ts";
import { findMissedThresholds } from "./thresholds.ts";

type Total = ArmSummary["total"];

/** What passing stands for: a required gate that nothing decides must not seem to be met. */
function requiredGates(arms: readonly ArmSummary[]): string {
  const open = uncheckedGates(arms);
  const isOpen = arms[0]?.gates.some(
    ({ gate, level }) => level === "required" && open.includes(gate),
  );
  return isOpen ? "required gate that is checked" : "required gate";
}

/** What came out of a run, in a sentence. */
export function describeVerdict(arms: readonly ArmSummary[]): {
  readonly outcome: "pass" | "fail" | "error";
  readonly text: string;
} {
  const totals = arms.map(({ total }) => total);
  const gates = requiredGates(arms);
  const sum = (count: (total: Total) => number) =>
    totals.reduce((all, total) => all + count(total), 0);
  const samples = sum((total) => total.samples);
  const passed = sum((total) => total.passed);
  const failed = sum((total) => total.failed);
  const answers = formatCount(samples, "answer");
  const [only] = totals;
  const rate =
    totals.length === 1 && only?.interval
      ? ` (${formatRate(only.rate)}, 95% interval ${formatInterval(only.interval)})`
      : "";
  if (passed + failed === 0) {
    return {
      outcome: "error",
      text: samples === 0 ? "Nothing was run." : `Nothing was decided about ${answers}.`,
    };
  }
  if (failed > 0) {
    return {
      outcome: "fail",
      // Answers that are missing are no part of it: the lines below say how many there are.
      text: `${failed} of ${formatCount(passed + failed, "answer")} ${failed === 1 ? "fails" : "fail"} a required gate; ${passed} ${passed === 1 ? "passes" : "pass"}${rate}.`,
    };
  }
  return passed === samples
    ? {
        outcome: "pass",
        text: `${samples === 1 ? "The answer passes" : `All ${answers} pass`} every ${gates}${rate}.`,
      }
    : {
        outcome: "error",
        text: `${passed} of ${answers} ${passed === 1 ? "passes" : "pass"} every ${gates}${rate}; none fails.`,
      };
}

/** What keeps the sentence from being the whole truth: thresholds, missing answers, a run that ended early. */
export function describeCaveats({
  run,
  arms,
  samples,
  reference,
}: {
  readonly run: RunRecord;
  readonly samples: readonly Sample[];
  readonly arms: readonly ArmSummary[];
  readonly reference: string;
}): readonly string[] {
  const count = (of: (total: Total) => number) =>
    arms.reduce((all, { total }) => all + of(total), 0);
  const missing = count(({ missing: number }) => number);
  const undecided = count(({ undecided: number }) => number);
  return [
    ...findMissedThresholds(arms).map(
      ({ gate, rate, minPassRate, label }) =>
        `Threshold missed: ${gate}${arms.length > 1 ? ` of ${label}` : ""} passes ${formatRate(rate)}, the suite asks for ${formatRate(minPassRate)}.`,
    ),
    ...(missing > 0 ? [`${formatCount(missing, "answer")} missing: not counted in any rate.`] : []),
    ...(undecided > 0
      ? [`No check could say anything about ${formatCount(undecided, "answer")}.`]
      : []),
    ...(run.status === "interrupted" || run.status === "running"
      ? [`The run was interrupted; \`assay run --resume ${reference}\` goes on.`]
      : []),
    ...(run.status === "incomplete" ? [describeIncomplete({ samples, reference })] : []),
  ];
}

function describeIncomplete({
  samples,
  reference,
}: {
  readonly samples: readonly Sample[];
  readonly reference: string;
}): string {
  const overBudget = samples.filter(({ status }) => status === "over budget").length;
  return overBudget > 0
    ? `The run is partial: ${formatCount(overBudget, "answer")} did not fit the budget; \`assay run --resume ${reference} --budget <more>\` goes on.`
    : `The run is incomplete: too much is missing; \`assay run --retry-errors ${reference}\` asks that again.`;
}

/** How many gates nothing decides; null: none. */
export function describeUnchecked(arms: readonly ArmSummary[]): string | null {
  const unchecked = uncheckedGates(arms).length;
  if (unchecked === 0) return null;
  const gates = arms[0]?.gates.length ?? 0;
  return `${unchecked} of ${formatCount(gates, "gate")} ${unchecked === 1 ? "is" : "are"} not checked yet: this says nothing about them.`;
}
