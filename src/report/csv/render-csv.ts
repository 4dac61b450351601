import { stringify } from "csv-stringify/sync";
import { gatesOfCase, type Sample } from "../../record/index.ts";
import type { ReporterInput } from "../reporter.ts";

type Value = string | number | boolean | null | undefined;

/** The columns before and behind those of the gates, in their order. */
const keyColumns: Readonly<Record<string, (sample: Sample) => Value>> = {
  case: ({ case: id }) => id,
  prompt_version: ({ promptVersion }) => promptVersion,
  model: ({ model }) => model,
  repeat: ({ repeat }) => repeat,
  status: ({ status }) => status,
  passes: ({ passes }) => passes,
  missing: ({ missing }) => missing,
};
const answerColumns: Readonly<Record<string, (sample: Sample) => Value>> = {
  source: ({ answer }) => answer?.source,
  served_model: ({ answer }) => answer?.servedModel,
  stop_reason: ({ answer }) => answer?.stopReason,
  input_tokens: ({ answer }) => answer?.usage?.inputTokens,
  output_tokens: ({ answer }) => answer?.usage?.outputTokens,
  cache_read_tokens: ({ answer }) => answer?.usage?.cacheReadTokens,
  cache_write_tokens: ({ answer }) => answer?.usage?.cacheWriteTokens,
  cost_usd: ({ answer }) => answer?.costUsd,
  latency_ms: ({ answer }) => answer?.latencyMs,
  answered_at: ({ answer }) => answer?.answeredAt,
};

/**
 * A run's samples as CSV by RFC 4180: a row a sample in the order of the plan, a column a gate with
 * its outcome. What is not known is empty. A text that a spreadsheet would take for a formula has
 * an apostrophe before it.
 */
export function renderCsv({ run, samples }: Pick<ReporterInput, "run" | "samples">): string {
  const gates = gatesOfCase(run, undefined).map(({ id }) => id);
  const header = [
    ...Object.keys(keyColumns),
    ...gates.map((id) => `gate:${id}`),
    ...Object.keys(answerColumns),
  ];
  const rows = samples.map((sample) => [
    ...Object.values(keyColumns).map((of) => of(sample)),
    ...gates.map((id) => sample.verdicts?.[id]?.outcome),
    ...Object.values(answerColumns).map((of) => of(sample)),
  ]);
  return stringify([header, ...rows], {
    record_delimiter: "windows",
    eof: false,
    escape_formulas: true,
    cast: { boolean: String },
  });
}
