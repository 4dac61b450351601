import { readFile } from "node:fs/promises";
import path from "node:path";
import { findJsonLine } from "../record/index.ts";
import { answersFileName, baselineFolder, recordFileName } from "./baseline-files.ts";
import type { BaselineRecord } from "./baseline-schema.ts";
import { damaged } from "./damaged.ts";
import { describeBaseline } from "./make-baseline.ts";
import { unpack } from "./pack-lines.ts";
import { parseAnswers } from "./parse-answers.ts";
import { parseRecord } from "./parse-record.ts";
import type { Baseline } from "./types.ts";

/**
 * Reads a suite's baseline: its record and its answers, each checked against the other.
 *
 * @returns null where there is none
 * @throws UserError `baseline/damaged`, `baseline/other-version`: with file and line
 */
export async function readBaseline(suiteFolder: string): Promise<Baseline | null> {
  const folder = baselineFolder(suiteFolder);
  const recordFile = path.join(folder, recordFileName);
  const text = await readRecordFile(recordFile);
  if (text === null) return null;
  const record = parseRecord(text, recordFile);
  const answersFile = path.join(folder, answersFileName);
  const { run, samples } = parseAnswers(await readAnswersFile(answersFile), record, answersFile);
  const checks = new Map(record.gates.map(({ id, checkHash }) => [id, checkHash]));
  requireSame(record, describeBaseline(run, samples, checks), { text, file: recordFile });
  return { record, run, samples };
}

async function readRecordFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw damaged(`baseline.json cannot be read: ${String(code)}.`, file, error);
  }
}

async function readAnswersFile(file: string): Promise<Buffer> {
  try {
    return unpack(await readFile(file));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw damaged(
      code === "ENOENT"
        ? "The baseline's answers are not there."
        : `The baseline's answers cannot be unpacked: ${String(code)}.`,
      file,
      error,
    );
  }
}

/** baseline.json is what people review: it must not say anything else than the answers do. */
function requireSame(
  record: BaselineRecord,
  described: BaselineRecord,
  { text, file }: { readonly text: string; readonly file: string },
): void {
  const place = findDifference(record, described);
  if (place === null) return;
  throw damaged(
    `baseline.json does not say what its answers say: ${place.join(".")}.`,
    `${file}:${findJsonLine(text, place)}`,
  );
}

/** The path of the first value that differs. */
function findDifference(a: unknown, b: unknown): readonly (string | number)[] | null {
  if (!isObject(a) || !isObject(b)) return a === b ? null : [];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = findDifference(a[key], b[key]);
    if (found !== null) return [Array.isArray(a) ? Number(key) : key, ...found];
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
