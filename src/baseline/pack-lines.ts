import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Line, RunRecord, Sample } from "../record/index.ts";

/**
 * Text of answers.jsonl: the run's record, then answers and verdicts in the order of the plan. The
 * same arm gives the same text.
 */
export function renderLines(run: RunRecord, samples: readonly Sample[]): string {
  const lines = samples.flatMap((sample): readonly Line[] => linesOf(sample, run));
  return [{ kind: "run", run }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}

function linesOf(
  { key, status, answer, failure, verdicts }: Sample,
  { finishedAt, startedAt }: RunRecord,
): readonly Line[] {
  switch (status) {
    case "pending":
      return [];
    case "infrastructure":
    case "over budget":
      return failure === null
        ? []
        : [{ kind: "outcome", sample: key, status, ...failure, at: finishedAt ?? startedAt }];
    case "answered":
    case "refused":
    case "filtered":
    case "truncated":
      return [
        ...(answer === null ? [] : [{ kind: "answer" as const, sample: key, status, answer }]),
        ...(verdicts === null
          ? []
          : [{ kind: "verdicts" as const, sample: key, grading: 1, verdicts }]),
      ];
    default:
      return status satisfies never;
  }
}

/**
 * Brotli: answers of one suite resemble each other, and it looks back further than gzip, for two
 * thirds of the size. A higher quality takes twelve times as long for the last 7 %.
 */
const options = {
  params: {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  },
};

export function pack(text: string): Buffer {
  return brotliCompressSync(text, options);
}

/** @throws Error for what is not packed, or is cut off */
export function unpack(bytes: Uint8Array): Buffer {
  return brotliDecompressSync(bytes);
}
