import type { GradingPool } from "../../grading/index.ts";
import { answeredGate, type Verdict } from "../../record/index.ts";
import type { Gate, Suite } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { Io } from "../io.ts";
import {
  longestLineBytes,
  parseAnswerLine,
  type AnswerLine,
  type ParsedLine,
} from "./answer-line.ts";
import { findCase, type AskedRequest } from "./find-request.ts";
import { splitLines } from "./split-lines.ts";

/** Lines that are graded or wait to be written: enough to keep every thread at work. */
const mostUnderWay = 8;

/** A line of output. */
type ResultLine =
  | { readonly id: string | number; readonly gates: Readonly<Record<string, Verdict>> }
  | { readonly id: string | number; readonly error: string };

export interface LinesGraded {
  readonly lines: number;
  /** How many of them could not be graded. */
  readonly refused: number;
}

/**
 * Grades one answer a line and writes one result a line, in the order of the input, each as soon as
 * it is there. No more is read than can be graded and written.
 *
 * @param options.asked for lines that name neither request nor case
 */
export async function gradeLines(options: {
  readonly io: Pick<Io, "stdin" | "stdout">;
  readonly pool: GradingPool;
  readonly gates: readonly Gate[];
  readonly suite: Suite | null;
  readonly asked: AskedRequest;
}): Promise<LinesGraded> {
  const { io, pool } = options;
  const counts = { lines: 0, refused: 0 };
  const underWay: Promise<boolean>[] = [];
  let last: Promise<boolean> = Promise.resolve(true);

  /** Writes after what came before; false: nobody reads any more. */
  async function writeNext(
    before: Promise<boolean>,
    result: Promise<ResultLine>,
  ): Promise<boolean> {
    const line = await result;
    if (!(await before)) return false;
    if ("error" in line) counts.refused += 1;
    return writeLine(io, JSON.stringify(line));
  }

  for await (const input of splitLines(io.stdin, longestLineBytes)) {
    const parsed = parseAnswerLine(input);
    if (parsed === null) continue;
    counts.lines += 1;
    last = writeNext(last, gradeLine(parsed));
    underWay.push(last);
    if (underWay.length >= mostUnderWay && (await underWay.shift()) === false) break;
  }
  await last;
  return counts;

  async function gradeLine(parsed: ParsedLine): Promise<ResultLine> {
    if ("error" in parsed) return parsed;
    const { id, line } = parsed;
    try {
      const { request, gates } = await resolveAsked(line);
      const wanted = options.gates.filter(
        (gate) => gate.id === answeredGate || (gates?.includes(gate.id) ?? true),
      );
      const verdicts = await pool.grade({
        text: line.answer,
        request,
        status: line.status ?? null,
        gates: wanted.map((gate) => gate.id),
      });
      return { id, gates: verdicts };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { id, error: [error.message, error.hint].filter(Boolean).join(" ") };
    }
  }

  async function resolveAsked(line: AnswerLine): Promise<AskedRequest> {
    if (line.request !== undefined) return { request: line.request, gates: undefined };
    return line.case === undefined ? options.asked : findCase(line.case, options.suite, line.case);
  }
}

/** Waits until the reader has taken the line; false: it is gone. */
function writeLine({ stdout }: Pick<Io, "stdout">, text: string): Promise<boolean> {
  return new Promise((resolve) => {
    stdout.write(`${text}\n`, (error) => resolve(!error));
  });
}
