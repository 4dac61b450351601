import path from "node:path";
import { resolveRun } from "../../record/index.ts";
import { findMissedThresholds, summariseRun } from "../../report/index.ts";
import { resolveRunVerdict, selectByGlob, startRun, type ExecutedRun } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RunFlags } from "../run.ts";
import { openSuite } from "../shared/open-suite.ts";
import { printsJson, resolveReportTargets, type ReportTarget } from "../shared/report-targets.ts";
import { referenceOf } from "../shared/run-reference.ts";
import { writeReports } from "../shared/write-reports.ts";
import {
  noteVerdicts,
  openBaselineGate,
  openStoredBaselineGate,
  worseExitCode,
  type BaselineGate,
} from "./baseline-gate.ts";
import { explainDryRun } from "./dry-run.ts";
import { explainEmptyShard } from "./empty-shard.ts";
import { listSuite } from "./list-suite.ts";
import { explainMissingChecks, hasNoCheck } from "./no-checks.ts";
import { planFromFlags } from "./plan.ts";
import { recordRun, requireRecordableRun } from "./record-run.ts";
import { resumeFromFlags } from "./resume.ts";
import { superviseRun } from "../shared/supervise-run.ts";

/** `assay run`. */
export async function run(
  target: string | undefined,
  given: RunFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const targets = resolveReportTargets(given);
  const flags = { ...given, json: printsJson(targets) || undefined };
  const resumed = flags.retryErrors ?? flags.resume;
  if (resumed !== undefined) {
    const folder = await resolveRun(flags.out, resumed);
    const gate = await openStoredBaselineGate(folder, flags, context);
    const executed = await resumeFromFlags({ folder, target, flags, context });
    return report(executed, { folder, flags, targets, context, gate });
  }
  const opened = await openSuite(target, process.cwd());
  for (const note of opened.notes) context.note(note);
  for (const { line, message } of opened.agent.warnings) {
    context.note(`warning: ${message} (${opened.agent.path}:${line})`);
  }
  if (flags.list) return listSuite(opened, flags, context);
  const gates = selectByGlob(opened.suite.gates, flags.gate ?? [], "--gate");
  if (hasNoCheck(gates, { byName: flags.gate !== undefined })) {
    return explainMissingChecks(gates, opened, { flags, context });
  }
  const planned = await planFromFlags(opened, flags, context);
  try {
    if (planned.run.plan.length === 0) return explainEmptyShard(planned.run, flags, context);
    const gate = await openBaselineGate(planned.run, flags, context);
    if (flags.dryRun) return await explainDryRun(planned, flags, context);
    if (flags.record) await requireRecordableRun(planned.run);
    const folder = path.join(flags.out, planned.run.id);
    const reference = referenceOf({ run: planned.run, folder }, { isLatest: false });
    const total = planned.run.plan.length;
    const executed = await superviseRun(context, { reference, folder, total }, (control) =>
      startRun({ ...planned, folder, ...control }),
    );
    return await report(executed, { folder, flags, targets, context, gate });
  } finally {
    await planned.close();
  }
}

/** Prints what came out, and says what it means for the exit code. */
async function report(
  { run: record, samples, lines }: ExecutedRun,
  options: {
    readonly folder: string;
    readonly flags: RunFlags;
    readonly targets: readonly ReportTarget[];
    readonly context: CommandContext;
    readonly gate: BaselineGate | null;
  },
): Promise<ExitCode> {
  const { folder, flags, targets, context, gate } = options;
  if (flags.record) context.note(await recordRun(record, samples));
  // Rates of a part of the cases prove nothing: thresholds are held where the parts are joined.
  const missedThresholds =
    record.shard === null ? findMissedThresholds(summariseRun(record, samples)).length : 0;
  const verdict = resolveRunVerdict({ run: record, samples, missedThresholds });
  const loaded = { run: record, samples, lines, folder };
  if (verdict.reason === "interrupted") {
    const kept = samples.filter(({ answer }) => answer !== null).length;
    const reference = referenceOf(loaded, { isLatest: false });
    await writeReports(targets.filter(isDocument), loaded, { context, reference });
    const goOn = `assay run --resume ${reference}${gate ? " --baseline" : ""}`;
    context.note(
      `Interrupted: ${kept} of ${samples.length} answers are kept in ${folder}.\nGo on: ${goOn}`,
    );
    return exitCodes.interrupted;
  }
  const reference = await printedReference(loaded, flags);
  const compared = gate?.compare({ run: record, samples }, reference) ?? null;
  await writeReports(targets, loaded, { context, reference, compared });
  if (compared) noteVerdicts(compared, targets, context);
  if (context.io.env["npm_lifecycle_event"] === "eval" && !flags.json) {
    context.note("In this checkout, type `npm run -s assay --` for `assay`.");
  }
  return worseExitCode(verdict.exitCode, compared?.exitCode ?? exitCodes.fine);
}

/** Documents say themselves that a run was interrupted; what a person reads would be a hasty verdict. */
function isDocument({ id }: ReportTarget): boolean {
  return id !== "terminal" && id !== "github";
}

/** `latest` where that is this run: a resumed one may be older. */
async function printedReference(
  loaded: { readonly run: ExecutedRun["run"]; readonly folder: string },
  { out }: RunFlags,
): Promise<string> {
  const latest = await resolveRun(out, "latest").catch(() => null);
  return referenceOf(loaded, { isLatest: latest === loaded.folder });
}
