import { z } from "zod";
import { hashText } from "../content-hash.ts";
import {
  createLineParser,
  describeFirstIssue,
  joinSamples,
  runSchema,
  type Line,
  type RunRecord,
} from "../record/index.ts";
import { UserError } from "../user-error.ts";
import type { BaselineRecord } from "./baseline-schema.ts";
import { damaged } from "./damaged.ts";
import type { Baseline } from "./types.ts";

/**
 * Reads the unpacked answers of a baseline: the run's record, then lines as in samples.jsonl.
 *
 * @param file path for messages
 * @throws UserError `baseline/damaged`: with file and line
 */
export function parseAnswers(
  bytes: Buffer,
  { answers }: BaselineRecord,
  file: string,
): Pick<Baseline, "run" | "samples"> {
  const [first = "", ...rest] = bytes.toString("utf8").split("\n");
  const run = parseRunLine(first, file);
  const parser = createLineParser(file, run, 1);
  const lines: Line[] = [];
  for (const line of rest.slice(0, -1)) {
    try {
      const parsed = parser.parse(Buffer.from(line), { isLast: false });
      if ("line" in parsed) lines.push(parsed.line);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw damaged(
        error.message.replace("The run's samples", "The baseline's answers"),
        error.place ?? file,
        error,
      );
    }
  }
  if (hashText(bytes.toString("utf8")) !== answers.hash) {
    throw damaged("The baseline's answers are not those of its baseline.json.", file);
  }
  return { run, samples: joinSamples(run, lines) };
}

const runLineSchema = z.strictObject({ kind: z.literal("run"), run: runSchema });

function parseRunLine(text: string, file: string): RunRecord {
  const parsed = runLineSchema.safeParse(tryJson(text));
  if (parsed.success) return parsed.data.run;
  throw damaged(
    `The baseline's answers are damaged: ${describeFirstIssue(parsed.error)}.`,
    `${file}:1`,
  );
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
