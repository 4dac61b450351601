import { readRun, resolveRun, type LoadedRun, type Sample } from "../../record/index.ts";
import { renderAnswer, renderRunJson } from "../../report/index.ts";
import { selectByGlob } from "../../run/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findNearestName } from "../../suite/index.ts";
import { resolveReportTargets, type ReportTarget } from "../shared/report-targets.ts";
import { referenceOf } from "../shared/run-reference.ts";
import { writeReports } from "../shared/write-reports.ts";
import type { ShowFlags } from "../show.ts";

/** `assay show`: reads a run and prints it, or one of its answers. */
export async function show(options: {
  readonly run: string;
  readonly caseId: string | undefined;
  readonly flags: ShowFlags;
  readonly context: CommandContext;
}): Promise<ExitCode> {
  const { run: reference, caseId, flags, context } = options;
  const targets = resolveReportTargets(flags);
  if (caseId !== undefined) requireNoReporter(flags);
  if (flags.gate !== undefined) requireTerminal(targets);
  const loaded = await readRun(await resolveRun(flags.out, reference));
  for (const warning of loaded.warnings) context.note(`warning: ${warning}`);
  const gates =
    flags.gate === undefined
      ? undefined
      : selectByGlob(
          loaded.run.gates.map((id) => ({ id })),
          flags.gate,
          "--gate",
        ).map(({ id }) => id);
  if (caseId === undefined) {
    await writeReports(targets, loaded, {
      context,
      reference: referenceOf(loaded, { isLatest: reference === "latest" }),
      gates,
    });
    return exitCodes.fine;
  }
  const samples = selectSamples(loaded, caseId, flags, context);
  context.print(
    flags.json
      ? renderRunJson({ ...loaded, samples })
      : samples
          .map((sample) => renderAnswer(loaded.run, sample, context.theme, { gates }))
          .join(`\n\n${context.theme.colours.dim("─".repeat(context.theme.columns))}\n\n`),
  );
  return exitCodes.fine;
}

function requireNoReporter({ reporter }: ShowFlags): void {
  if (reporter === undefined) return;
  throw new UserError("show/reporter-of-case", "--reporter is for a whole run, not for one case.", {
    hint: "Leave the case out, or use --json.",
  });
}

/** Of all reports, only the terminal's can be narrowed to gates; --json has always had all of them. */
function requireTerminal(targets: readonly ReportTarget[]): void {
  const other = targets.find(({ id }) => id !== "terminal" && id !== "json");
  if (other === undefined) return;
  throw new UserError(
    "show/gates-of-reporter",
    `--gate does not narrow the reporter ${other.id}.`,
    {
      hint: "Leave --gate out, or the reporter.",
    },
  );
}

/** All repeats of a case in one prompt version on one model. */
function selectSamples(
  { run, samples }: LoadedRun,
  caseId: string,
  flags: ShowFlags,
  context: CommandContext,
): readonly Sample[] {
  const cases = run.suite.cases.map(({ id }) => id);
  const versions = run.promptVersions.map(({ name }) => name);
  const models = run.models.map(({ id }) => id);
  requireKnown("case", caseId, cases);
  if (flags.prompt !== undefined) requireKnown("prompt version", flags.prompt, versions);
  if (flags.model !== undefined) requireKnown("model", flags.model, models);
  const version = flags.prompt ?? versions[0];
  const model = flags.model ?? models[0];
  if (flags.prompt === undefined) noteOthers("--prompt", version, versions, context);
  if (flags.model === undefined) noteOthers("--model", model, models, context);
  return samples.filter(
    (sample) =>
      sample.case === caseId && sample.promptVersion === version && sample.model === model,
  );
}

function requireKnown(noun: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const nearest = findNearestName(name, known);
  throw new UserError("show/unknown-name", `The run has no ${noun} "${name}".`, {
    hint: nearest === null ? `It has: ${known.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}

function noteOthers(
  flag: string,
  shown: string | undefined,
  all: readonly string[],
  { note }: CommandContext,
): void {
  const others = all.filter((name) => name !== shown);
  if (others.length > 0) note(`Shown: ${flag} ${shown}. Also in this run: ${others.join(", ")}.`);
}
