import { gatesOfCase } from "./gates-of-case.ts";
import type { AnswerLine, Line, OutcomeLine, VerdictsLine } from "./line-schema.ts";
import { sampleKey, type RunRecord, type SampleKey } from "./run-schema.ts";
import { judgeSample } from "./judge-sample.ts";
import type { Sample } from "./sample.ts";

/**
 * Puts the lines of samples.jsonl together: one sample for every place of the plan, in the plan's
 * order, whatever the order of the lines. An answer counts before a failure, of several failures
 * or gradings the last one.
 */
export function joinSamples(run: RunRecord, lines: readonly Line[]): readonly Sample[] {
  const answers = new Map<string, AnswerLine>();
  const outcomes = new Map<string, OutcomeLine>();
  const verdicts = new Map<string, VerdictsLine>();
  for (const line of lines) {
    switch (line.kind) {
      case "asked":
      case "turned away":
      case "batch":
        break;
      case "answer":
        answers.set(line.sample, line);
        break;
      case "outcome":
        outcomes.set(line.sample, line);
        break;
      case "verdicts":
        if (line.grading >= (verdicts.get(line.sample)?.grading ?? 0)) {
          verdicts.set(line.sample, line);
        }
        break;
    }
  }
  const cases = new Map(run.suite.cases.map((planned) => [planned.id, planned]));
  return run.plan.map((place) => {
    const key = sampleKey(place);
    const answer = answers.get(key);
    const outcome = answer ? undefined : outcomes.get(key);
    const stored = {
      status: answer?.status ?? outcome?.status ?? ("pending" as const),
      failure: outcome ? { cause: outcome.cause, reason: outcome.reason } : null,
      verdicts: answer ? (verdicts.get(key)?.verdicts ?? null) : null,
    };
    const gates = gatesOfCase(run, cases.get(place.case));
    return {
      key,
      ...keyOf(place),
      ...stored,
      answer: answer?.answer ?? null,
      ...judgeSample(stored, gates),
    };
  });
}

function keyOf({ case: id, promptVersion, model, repeat }: SampleKey): SampleKey {
  return { case: id, promptVersion, model, repeat };
}
