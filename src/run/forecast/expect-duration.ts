import type { RunRecord } from "../../record/index.ts";
import type { EarlierAnswer } from "./earlier-answers.ts";
import type { ModelForecast } from "./forecast.ts";

/** How long the calls will take, by how long earlier answers of the model took. */
export function expectDuration(
  calls: number,
  earlier: readonly EarlierAnswer[],
  { concurrency, batch }: Pick<RunRecord["settings"], "concurrency" | "batch">,
): ModelForecast["duration"] {
  if (batch) return { ms: null, basis: "a Message Batch takes up to 24 hours" };
  const latencies = earlier.flatMap(({ latencyMs }) => latencyMs ?? []);
  if (latencies.length === 0) {
    return { ms: null, basis: "there are no earlier answers of this model to go by" };
  }
  const meanMs = latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length;
  const which =
    latencies.length === 1
      ? "an earlier answer of this model"
      : `${latencies.length} earlier answers of this model`;
  return {
    ms: Math.ceil(calls / concurrency) * meanMs,
    basis: `${Math.min(calls, concurrency)} at a time, each as long as ${which} took, without retries`,
  };
}
