import type { Verdict } from "../../record/index.ts";
import type { Gate } from "../case-findings.ts";

/** promptfoo's result of one assertion of a row. */
export interface Component {
  readonly pass: boolean;
  readonly score: number;
  readonly reason: string;
  readonly assertion: Assertion;
}

/** It has the gate's words, and cannot be run from there. */
interface Assertion {
  readonly type: "javascript";
  readonly metric: string;
  readonly value: string;
}

/** A gate and what its check says of a sample. */
export interface Decided {
  readonly gate: Gate;
  readonly verdict: Verdict;
}

/** Nothing for what is not decided: promptfoo has no word for it, and it is no fail. */
export function toComponent({ gate, verdict }: Decided): readonly Component[] {
  const { outcome, score, reason, evidence } = verdict;
  const assertion: Assertion = {
    type: "javascript",
    metric: gate.id,
    value: `Assay: ${gate.statement} (${gate.level})`,
  };
  switch (outcome) {
    case "pass":
      return [{ pass: true, score: score ?? 1, reason, assertion }];
    case "fail": {
      const places = evidence.map(({ file, line, excerpt }) => `  ${file}:${line}: ${excerpt}`);
      return [
        { pass: false, score: score ?? 0, reason: [reason, ...places].join("\n"), assertion },
      ];
    }
    case "na":
      return [{ pass: true, score: 1, reason: `na: ${reason}`, assertion }];
    case "error":
    case "unchecked":
      return [];
    default:
      return outcome satisfies never;
  }
}
