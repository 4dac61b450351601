import type { GradingTask } from "../../checks/index.ts";
import { hashText } from "../../content-hash.ts";
import type { Verdict } from "../../record/index.ts";

/** Verdicts by gate id. */
export type Verdicts = Readonly<Record<string, Verdict>>;

/**
 * Grades each answer once: promptfoo runs an assertion a gate, and all those of
 * an answer ask for the same verdicts.
 */
export function createGradeOnce(
  grade: (task: GradingTask) => Promise<Verdicts>,
): (task: GradingTask) => Promise<Verdicts> {
  const known = new Map<string, Promise<Verdicts>>();
  return (task) => {
    const key = hashText(JSON.stringify([task.text, task.request, task.status]));
    const verdicts = known.get(key) ?? grade(task);
    known.set(key, verdicts);
    return verdicts;
  };
}
