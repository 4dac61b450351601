import { createGradingPool } from "../../grading/index.ts";
import { answeredGate, type Verdict } from "../../record/index.ts";
import { renderGrading } from "../../report/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { GradeFlags } from "../grade.ts";
import { chooseGates, type ChosenGates } from "./choose-gates.ts";
import { findRequest } from "./find-request.ts";
import { gradeLines } from "./grade-lines.ts";
import { readAnswer } from "./read-answer.ts";

/** `assay grade`: verdicts of one answer, or of many. That one fails gates is a finding, not an error. */
export async function grade(
  file: string | undefined,
  flags: GradeFlags,
  context: CommandContext,
): Promise<ExitCode> {
  refuseTwoInputs(file, flags);
  const chosen = await chooseGates(flags, process.cwd());
  for (const note of chosen.notes) context.note(note);
  return file === undefined
    ? gradeStdin(chosen, flags, context)
    : gradeOne(file, chosen, flags, context);
}

function refuseTwoInputs(file: string | undefined, { stdinJsonl }: GradeFlags): void {
  if ((file === undefined) === (stdinJsonl === true)) return;
  const message =
    file === undefined ? "There is no answer named." : `--stdin-jsonl takes no file: ${file}`;
  throw new UserError("cli/which-answer", message, {
    hint: "assay grade <file>, assay grade - for stdin, or assay grade --stdin-jsonl for many answers",
  });
}

async function gradeOne(
  file: string,
  { gates, suite }: ChosenGates,
  flags: GradeFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const asked = await findRequest(flags, suite);
  const text = await readAnswer(file, context.io);
  const selected = gates.filter(
    ({ id }) => id === answeredGate || (asked.gates?.includes(id) ?? true),
  );
  const pool = await createGradingPool({ gates: selected, suiteFolder: suite?.folder ?? "." });
  const verdicts = await pool.grade({ text, request: asked.request, status: null });
  await pool.close();
  const exitCode = isAnyDecided(verdicts) ? exitCodes.fine : exitCodes.incomplete;
  if (flags.json) {
    context.print(JSON.stringify({ gates: verdicts }, null, 2));
    return exitCode;
  }
  const listed = selected.flatMap(({ id, level, statement }) => {
    const verdict = verdicts[id];
    return verdict ? [{ gate: id, level, statement, verdict }] : [];
  });
  const answer = { name: file === "-" ? "stdin" : file, text, hasRequest: asked.request !== null };
  context.print(renderGrading(listed, answer, context.theme));
  return exitCode;
}

/** That the reply is whole says nothing about it. */
function isAnyDecided(verdicts: Readonly<Record<string, Verdict>>): boolean {
  return Object.entries(verdicts).some(
    ([gate, { outcome }]) => gate !== answeredGate && ["pass", "fail", "na"].includes(outcome),
  );
}

async function gradeStdin(
  { gates, suite }: ChosenGates,
  flags: GradeFlags,
  { io, note }: CommandContext,
): Promise<ExitCode> {
  const asked = await findRequest(flags, suite);
  const pool = await createGradingPool({ gates, suiteFolder: suite?.folder ?? "." });
  try {
    const { lines, refused } = await gradeLines({ io, pool, gates, suite, asked });
    if (lines === 0) {
      throw new UserError("grade/empty", "There is no line on stdin: there is nothing to grade.", {
        hint: 'Give one JSON object a line: {"id": "…", "answer": "…"}',
      });
    }
    if (refused === 0) return exitCodes.fine;
    note(`${refused} of ${lines} lines could not be graded: see their "error".`);
    return exitCodes.usage;
  } finally {
    await pool.close();
  }
}
