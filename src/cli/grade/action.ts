import { gradeAnswer, loadChecks } from "../../checks/index.ts";
import { answeredGate } from "../../record/index.ts";
import { renderGrading } from "../../report/index.ts";
import { resolveRequest } from "../../run/index.ts";
import { findNearestName, type Case, type Suite } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { GradeFlags } from "../grade.ts";
import { chooseGates } from "./choose-gates.ts";
import { readAnswer, readTextFile } from "./read-answer.ts";

/** `assay grade`: verdicts of one answer. That it fails gates is a finding, not an error. */
export async function grade(
  file: string,
  flags: GradeFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const { gates, suite, notes } = await chooseGates(flags, process.cwd());
  for (const note of notes) context.note(note);
  const asked = await findRequest(flags, suite);
  const text = await readAnswer(file, context.io);
  const selected = gates.filter(
    ({ id }) => id === answeredGate || (asked.gates?.includes(id) ?? true),
  );
  const checks = await loadChecks(selected, suite?.folder ?? ".");
  const verdicts = await gradeAnswer({ text, request: asked.request, status: null }, checks);
  if (flags.json) {
    context.print(JSON.stringify({ gates: verdicts }, null, 2));
    return exitCodes.fine;
  }
  const listed = selected.flatMap(({ id, level, statement }) => {
    const verdict = verdicts[id];
    return verdict ? [{ gate: id, level, statement, verdict }] : [];
  });
  const answer = { name: file === "-" ? "stdin" : file, text, hasRequest: asked.request !== null };
  context.print(renderGrading(listed, answer, context.theme));
  return exitCodes.fine;
}

/** What the user asked, and the gates to which a case is restricted. */
async function findRequest(
  flags: GradeFlags,
  suite: Suite | null,
): Promise<{ readonly request: string | null; readonly gates: Case["gates"] }> {
  if (flags.request !== undefined && flags.case !== undefined) {
    throw new UserError("cli/request-and-case", "--request and --case say two things.", {
      hint: "Give one of them.",
    });
  }
  if (flags.request !== undefined) {
    return { request: await readTextFile(flags.request), gates: undefined };
  }
  if (flags.case === undefined) return { request: null, gates: undefined };
  if (suite === null) {
    throw new UserError("cli/case-without-suite", "There is no suite with cases here.", {
      place: `--case ${flags.case}`,
      hint: "Name a suite by --suite, or give the request by --request.",
    });
  }
  const found = suite.cases.find(({ id }) => id === flags.case);
  if (found) return { request: await resolveRequest(found, suite), gates: found.gates };
  const ids = suite.cases.map(({ id }) => id);
  const nearest = findNearestName(flags.case, ids);
  throw new UserError("cli/no-such-case", `The suite has no case "${flags.case}".`, {
    place: suite.path ?? suite.agentPath,
    hint: nearest === null ? `It has: ${ids.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}
