import type { Gate } from "../../suite/index.ts";
import type { Verdict } from "../../record/index.ts";

/** promptfoo's `GradingResult`, as far as it is used here. */
export interface GradingResult {
  readonly pass: boolean;
  /** 0..1 */
  readonly score: number;
  readonly reason: string;
}

/** What promptfoo hands to a scoring function: the results of a row's assertions. */
export interface ComponentResult extends GradingResult {
  readonly assertion?: { readonly config?: Readonly<Record<string, unknown>> };
}

/**
 * A verdict in promptfoo's words, which has pass and fail only: `na` is a pass whose reason says
 * so. The score is 1 or 0, so that a metric is a rate of passes.
 *
 * @throws Error for `error` and `unchecked`, which are neither; promptfoo shows the row as an error
 */
export function toGradingResult(gate: string, verdict: Verdict): GradingResult {
  const { outcome, reason } = verdict;
  switch (outcome) {
    case "pass":
      return { pass: true, score: 1, reason };
    case "na":
      return { pass: true, score: 1, reason: `na: ${reason}` };
    case "fail":
      return { pass: false, score: 0, reason: withPlaces(verdict) };
    case "error":
      throw new Error(`${gate}: the check could not decide: ${reason}`);
    case "unchecked":
      throw new Error(`${gate}: no check decides this gate. Write the configuration again.`);
    default:
      return outcome satisfies never;
  }
}

/**
 * Whether a row passes: as a sample does, when no required gate fails. promptfoo would let every
 * gate count.
 */
export function judgeRow(
  gates: readonly Gate[],
  results: readonly ComponentResult[],
): GradingResult {
  const required = new Set(gates.filter(({ level }) => level === "required").map(({ id }) => id));
  const failed = results
    .filter(({ pass }) => !pass)
    .map(({ assertion }) => {
      const gate = assertion?.config?.["gate"];
      // What is not of the suite was put there by a person, and counts.
      return typeof gate === "string"
        ? { name: gate, counts: required.has(gate) }
        : { name: "an assertion of your own", counts: true };
    });
  const names = (counts: boolean) =>
    failed.filter((one) => one.counts === counts).map(({ name }) => name);
  const sentences = [
    names(true).length > 0 ? `Failed: ${names(true).join(", ")}.` : "No required gate failed.",
    ...(names(false).length > 0 ? [`Failed, advisory: ${names(false).join(", ")}.`] : []),
  ];
  return {
    pass: names(true).length === 0,
    score: results.length === 0 ? 1 : 1 - failed.length / results.length,
    reason: sentences.join(" "),
  };
}

function withPlaces({ reason, evidence }: Verdict): string {
  const places = evidence.map(({ file, line, excerpt }) => `  ${file}:${line}: ${excerpt}`);
  return [reason, ...places].join("\n");
}
