import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error.ts";
import { joinSamples } from "./join-samples.ts";
import type { AnswerLine, Line } from "./line-schema.ts";
import {
  createLineParser,
  newline,
  parseLines,
  samplesOfLine,
  type ParsedLine,
} from "./parse-lines.ts";
import { parseRun } from "./parse-run.ts";
import type { RunRecord } from "./run-schema.ts";
import type { Sample } from "./sample.ts";

export const runFileName = "run.json";
export const samplesFileName = "samples.jsonl";

/** A run as it stands on disk. */
export interface LoadedRun {
  readonly folder: string;
  readonly run: RunRecord;
  /** One for every place of the plan, in the plan's order. */
  readonly samples: readonly Sample[];
  /** Every line of samples.jsonl as it was stored: all gradings, all failures. */
  readonly lines: readonly Line[];
  /** Length in bytes of samples.jsonl without a torn last line. */
  readonly wholeBytes: number;
  /** What was odd but readable, with file and line. */
  readonly warnings: readonly string[];
}

/**
 * Reads a run's folder.
 *
 * @throws UserError `record/no-run`, `record/damaged`, `record/other-version`: with file and line
 */
export async function readRun(folder: string): Promise<LoadedRun> {
  const run = await readRunFile(folder);
  const file = path.join(folder, samplesFileName);
  const { lines, wholeBytes, warnings } = parseLines(await readSamplesFile(file, run), file, run);
  return { folder, run, samples: joinSamples(run, lines), lines, wholeBytes, warnings };
}

/** A run for those who want to know what failed, and not to read the answers. */
export type JudgedRun = Pick<LoadedRun, "folder" | "run" | "samples" | "warnings">;

/** A line of samples.jsonl byte for byte, and what it is about. */
export interface StoredLine {
  /** As `readJudgedRun` shortens it. */
  readonly line: Line;
  readonly samples: readonly string[];
  /** Without the line end. */
  readonly bytes: Uint8Array;
}

/**
 * Reads a run a piece at a time. The answers' texts are empty, and only verdicts that fail have
 * evidence: of large runs these are most of the memory.
 *
 * @param options.onLine is given every line that counts, as it was stored
 * @throws UserError as `readRun`
 */
export async function readJudgedRun(
  folder: string,
  { onLine }: { readonly onLine?: (line: StoredLine) => void } = {},
): Promise<JudgedRun> {
  const run = await readRunFile(folder);
  const lines: Line[] = [];
  const warnings: string[] = [];
  for await (const parsed of streamLines(folder, run)) {
    if ("warning" in parsed) warnings.push(parsed.warning);
    else {
      const line = shorten(parsed.line);
      onLine?.({ line, samples: samplesOfLine(line), bytes: parsed.bytes });
      lines.push(line);
    }
  }
  return { folder, run, samples: joinSamples(run, lines), warnings };
}

/**
 * The answers of a run with their texts, one at a time: large runs do not fit into memory.
 *
 * @throws UserError as `readRun`
 */
export async function* readAnswers(folder: string, run: RunRecord): AsyncGenerator<AnswerLine> {
  for await (const parsed of streamLines(folder, run)) {
    if ("line" in parsed && parsed.line.kind === "answer") yield parsed.line;
  }
}

async function* streamLines(
  folder: string,
  run: RunRecord,
): AsyncGenerator<ParsedLine & { readonly bytes: Uint8Array }> {
  const file = path.join(folder, samplesFileName);
  const parser = createLineParser(file, run);
  try {
    for await (const { bytes, isLast } of splitLines(createReadStream(file))) {
      yield { ...parser.parse(bytes, { isLast }), bytes };
    }
  } catch (error) {
    if (error instanceof UserError || codeOf(error) === undefined) throw error;
    if (!isNotBegun(error, run)) throw unreadable(file, error);
  }
}

/** Lines without their ends; one without an end is the last. */
async function* splitLines(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const tail = chunk.subarray(start, end);
      yield { bytes: rest.length === 0 ? tail : Buffer.concat([...rest, tail]), isLast: false };
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), isLast: true };
}

/** Without the answer's text, and without the places of what does not fail. */
function shorten(line: Line): Line {
  if (line.kind === "answer") return { ...line, answer: { ...line.answer, text: "" } };
  if (line.kind !== "verdicts") return line;
  const verdicts = Object.entries(line.verdicts).map(([gate, verdict]) => [
    gate,
    verdict.outcome === "fail" ? verdict : { ...verdict, evidence: noEvidence },
  ]);
  return { ...line, verdicts: Object.fromEntries(verdicts) };
}

const noEvidence: readonly never[] = [];

/** Reads run.json alone. */
export async function readRunFile(folder: string): Promise<RunRecord> {
  const file = path.join(folder, runFileName);
  try {
    return parseRun(await readFile(file), file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("record/no-run", `There is no run here: ${reasonOf(error)}.`, {
      place: file,
      hint: "`assay runs` lists the runs.",
      cause: error,
    });
  }
}

async function readSamplesFile(file: string, run: RunRecord): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isNotBegun(error, run)) return Buffer.alloc(0);
    throw unreadable(file, error);
  }
}

/** A run that was killed between its first two files has no samples yet. */
function isNotBegun(error: unknown, run: RunRecord): boolean {
  return codeOf(error) === "ENOENT" && run.status === "running";
}

function unreadable(file: string, cause: unknown): UserError {
  return new UserError("record/damaged", `The run's samples cannot be read: ${reasonOf(cause)}.`, {
    place: file,
    hint: "Restore the file, or delete the folder and run again.",
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case "ENOENT":
      return "the file does not exist";
    case "ENOTDIR":
      return "that is no folder";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
      return "reading it is not allowed";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
