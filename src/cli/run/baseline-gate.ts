import { baselineFolder, checkRule, type GateRule } from "../../baseline/index.ts";
import { compareArms, resolveComparisonExit, type Arm } from "../../compare/index.ts";
import { readRun, type RunRecord, type Sample } from "../../record/index.ts";
import { formatCount, listArms, samplesOfArm, type ComparedRun } from "../../report/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { defaultAlpha, defaultMargin } from "../gate-flags.ts";
import type { RunFlags } from "../run.ts";
import type { ReportTarget } from "../shared/report-targets.ts";
import { openBaseline, type OpenedBaseline } from "../shared/open-baseline.ts";

/** A run beside the baseline, and by the gate rule alone: 0, 1 or 3. */
type ComparedWithBaseline = ComparedRun & { readonly exitCode: ExitCode };

/** A baseline that waits for its candidates. */
export interface BaselineGate {
  /**
   * @param reference how commands name the run
   * @returns null where there is not a single answer
   */
  readonly compare: (
    executed: { readonly run: RunRecord; readonly samples: readonly Sample[] },
    reference: string,
  ) => ComparedWithBaseline | null;
}

/** Flags that say something of the comparison only. */
const gateFlags = ["margin", "alpha", "strict", "allow"] as const;

/**
 * `assay run --baseline`: opens the baseline before anything is asked, so that what cannot be
 * compared, and a rule that could only say one thing, is refused before anything is spent.
 *
 * @returns null without --baseline
 * @throws UserError as `openBaseline`; `baseline/none`, `baseline/same-run`, `baseline/cannot-fail`,
 * `baseline/cannot-pass`, `cli/needs-baseline`
 */
export async function openBaselineGate(
  run: RunRecord,
  flags: RunFlags,
  context: CommandContext,
  { isSelection = flags.case !== undefined || run.shard !== null } = {},
): Promise<BaselineGate | null> {
  if (flags.baseline === undefined) {
    refuseGateFlags(flags);
    return null;
  }
  const allow = flags.allow ?? [];
  const opened = await openBaseline(run, { isSelection, allow }, context);
  const place = baselineFolder(run.suite.folder);
  if (opened === null) throw noBaseline(place);
  if (opened.record.run === run.id) throw sameRun(place);
  const rule: GateRule = {
    scope: "suite",
    margin: (flags.margin ?? defaultMargin) / 100,
    alpha: flags.alpha ?? defaultAlpha,
    strict: flags.strict ?? false,
  };
  const fault = checkRule(opened.arm, run, { rule, candidates: listArms(run).length });
  if (fault) {
    throw new UserError(`baseline/${fault.kind}`, fault.message, { place, hint: fault.remedy });
  }
  return {
    compare(executed, reference) {
      const arms = armsOf(executed);
      const answered = arms.filter(({ samples }) => samples.some(({ answer }) => answer !== null));
      if (answered.length === 0) return null;
      const report = compareArms([opened.arm, ...answered], rule, [...allow, "checks"]);
      const verdicts = report.comparisons.map(({ verdict }) => verdict);
      return {
        report,
        notices: [describeBaseline(opened.record), ...opened.notes],
        references: new Map([[executed.run.id, reference]]),
        hasBlessedBaseline: true,
        exitCode:
          answered.length < arms.length
            ? exitCodes.incomplete
            : resolveComparisonExit(verdicts, rule),
      };
    },
  };
}

/** The same for a stored run that goes on. */
export async function openStoredBaselineGate(
  folder: string,
  flags: RunFlags,
  context: CommandContext,
): Promise<BaselineGate | null> {
  if (flags.baseline === undefined) {
    refuseGateFlags(flags);
    return null;
  }
  const { run } = await readRun(folder);
  return openBaselineGate(run, flags, context, { isSelection: true });
}

/** Says what came out where no report does: only those for people and programs at large have it. */
export function noteVerdicts(
  { report }: ComparedWithBaseline,
  targets: readonly ReportTarget[],
  { note }: CommandContext,
): void {
  if (targets.some(({ id }) => id === "terminal" || id === "json")) return;
  for (const { after, verdict } of report.comparisons) {
    note(`Compared with the baseline: ${after.name} ${verdict.kind.replaceAll("-", " ")}.`);
  }
}

/** What weighs more: an interruption, then what is missing, then findings. */
export function worseExitCode(first: ExitCode, second: ExitCode): ExitCode {
  const { interrupted, incomplete, findings, fine } = exitCodes;
  const order: readonly ExitCode[] = [interrupted, incomplete, findings, fine];
  return order.find((code) => code === first || code === second) ?? first;
}

function armsOf({
  run,
  samples,
}: {
  readonly run: RunRecord;
  readonly samples: readonly Sample[];
}): readonly Arm[] {
  return listArms(run).map((arm) => ({
    name: arm.label,
    run,
    promptVersion: arm.promptVersion,
    model: arm.model,
    samples: samplesOfArm(samples, arm),
  }));
}

function describeBaseline({
  run,
  date,
  model,
  cases,
  repeats,
  recorded,
}: OpenedBaseline["record"]): string {
  const size = `${formatCount(cases.length, "case")} × ${repeats}`;
  const origin = recorded ? "recorded answers" : `answers of ${model.id}`;
  return `Compared with the baseline: run ${run} of ${date.slice(0, 10)}, ${origin}, ${size}.`;
}

function refuseGateFlags(flags: RunFlags): void {
  const flag = gateFlags.find((name) => flags[name] !== undefined);
  if (flag === undefined) return;
  throw new UserError(
    "cli/needs-baseline",
    `--${flag} says something of a comparison: with what?`,
    {
      hint: `Add --baseline, or compare afterwards: assay compare <run> latest --${flag} …`,
    },
  );
}

function sameRun(place: string): UserError {
  return new UserError("baseline/same-run", "This run is the baseline itself.", {
    place,
    hint: "A run compared with itself says nothing: leave --baseline out, or start a new run.",
  });
}

function noBaseline(place: string): UserError {
  return new UserError("baseline/none", "The suite has no baseline.", {
    place,
    hint: "Bless a run that is good enough: assay bless <run>",
  });
}
