import { UserError } from "../user-error.ts";
import { describeFirstIssue } from "./first-issue.ts";
import { lineSchema, type Line } from "./line-schema.ts";
import { sampleKey, type RunRecord } from "./run-schema.ts";

export const newline = 0x0a;

export interface ParsedLines {
  readonly lines: readonly Line[];
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
  readonly warnings: readonly string[];
}

/**
 * Reads samples.jsonl. A last line without its line end was torn by a kill or a full disk: where
 * it is whole all the same it counts, else it is left out with a warning. Everything else that
 * does not fit is damage.
 *
 * @param file path for messages
 * @throws UserError `record/damaged`
 */
export function parseLines(bytes: Uint8Array, file: string, run: RunRecord): ParsedLines {
  const parser = createLineParser(file, run);
  const lines: Line[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(newline, start);
    const isLast = end === -1;
    const parsed = parser.parse(bytes.subarray(start, isLast ? bytes.length : end), { isLast });
    if ("warning" in parsed) return { lines, wholeBytes: start, warnings: [parsed.warning] };
    lines.push(parsed.line);
    start = isLast ? bytes.length : end + 1;
  }
  return { lines, wholeBytes: bytes.length, warnings: [] };
}

/** A line, or why it is left out. */
export type ParsedLine = { readonly line: Line } | { readonly warning: string };

/** Reads samples.jsonl a line at a time, in its order. */
export interface LineParser {
  /**
   * @param bytes without the line end
   * @param options.isLast it has none
   * @throws UserError `record/damaged`
   */
  parse(bytes: Uint8Array, options: { readonly isLast: boolean }): ParsedLine;
}

/**
 * @param file path for messages
 * @param linesBefore of the file, which somebody else read
 */
export function createLineParser(file: string, run: RunRecord, linesBefore = 0): LineParser {
  const known = {
    keys: new Set(run.plan.map(sampleKey)),
    gates: new Set(run.suite.gates.map(({ id }) => id)),
    gradings: Math.max(...run.gradings.map(({ grading }) => grading)),
    answered: new Map<string, number>(),
  };
  let number = linesBefore;
  return {
    parse(bytes, { isLast }) {
      number += 1;
      const place = `${file}:${number}`;
      const data = parseJson(bytes);
      if (isLast && data === undefined) {
        return {
          warning: `${place}: the last line was torn off and is ignored; --resume does that part again.`,
        };
      }
      return { line: checkLine(data, number, place, known) };
    },
  };
}

/** undefined: no JSON, or no UTF-8. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

interface Known {
  readonly keys: ReadonlySet<string>;
  readonly gates: ReadonlySet<string>;
  readonly gradings: number;
  /** Line of each answer that was seen. */
  readonly answered: Map<string, number>;
}

function checkLine(data: unknown, number: number, place: string, known: Known): Line {
  if (data === undefined) throw damaged("The line is no JSON.", place);
  const parsed = lineSchema.safeParse(data);
  if (!parsed.success) {
    throw damaged(`${describeFirstIssue(parsed.error)}.`, place);
  }
  const line = parsed.data;
  const stray = samplesOfLine(line).find((key) => !known.keys.has(key));
  if (stray !== undefined) {
    throw damaged(`The sample ${stray} is not in the run's plan.`, place);
  }
  if (line.kind === "answer") {
    const first = known.answered.get(line.sample);
    if (first !== undefined) {
      throw damaged(`The sample ${line.sample} was answered on line ${first} already.`, place);
    }
    known.answered.set(line.sample, number);
  }
  if (line.kind === "verdicts") {
    if (line.grading > known.gradings) {
      throw damaged(`run.json knows no grading ${line.grading}.`, place);
    }
    const stranger = Object.keys(line.verdicts).find((id) => !known.gates.has(id));
    if (stranger !== undefined) throw damaged(`The run has no gate ${stranger}.`, place);
  }
  return line;
}

/** Keys of the samples that a line is about. */
export function samplesOfLine(line: Line): readonly string[] {
  return line.kind === "batch" ? line.samples : [line.sample];
}

function damaged(message: string, place: string): UserError {
  return new UserError("record/damaged", `The run's samples are damaged. ${message}`, {
    place,
    hint: "Restore the file, or delete the folder and run again.",
  });
}
