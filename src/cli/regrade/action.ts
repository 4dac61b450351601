import { readRun, resolveRun, sampleKey, type Sample } from "../../record/index.ts";
import {
  findMissedThresholds,
  formatCount,
  renderRun,
  renderRunJson,
  summariseRun,
} from "../../report/index.ts";
import { regradeRun, resolveRunVerdict, type ResumedRun } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RegradeFlags } from "../regrade.ts";
import { superviseRun } from "../shared/supervise-run.ts";
import { createGrader, hashChecks, type Grader } from "../shared/grader.ts";
import { referenceOf } from "../shared/run-reference.ts";

/** More changes than these are counted, not listed. */
const mostChanges = 20;

/** `assay regrade`. */
export async function regrade(
  reference: string,
  flags: RegradeFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const folder = await resolveRun(flags.out, reference);
  const before = (await readRun(folder)).samples;
  const { run, samples, lines, warnings } = await regradeFolder(folder, reference, context);
  for (const warning of warnings) context.note(`warning: ${warning}`);
  const loaded = { run, samples, lines, folder };
  for (const line of describeChanges(before, samples)) context.note(line);
  context.print(
    flags.json
      ? renderRunJson(loaded)
      : renderRun(loaded, context.theme, {
          reference: referenceOf(loaded, { isLatest: reference === "latest" }),
        }),
  );
  const missedThresholds = findMissedThresholds(summariseRun(run, samples)).length;
  const { exitCode, reason } = resolveRunVerdict({ run, samples, missedThresholds });
  return reason === "interrupted" && samples.some(({ status }) => status === "pending")
    ? exitCodes.incomplete
    : exitCode;
}

async function regradeFolder(
  folder: string,
  reference: string,
  context: CommandContext,
): Promise<ResumedRun> {
  let grader: Grader | null = null;
  try {
    return await superviseRun(context, { reference, folder, isResumed: true }, (control) =>
      regradeRun({
        folder,
        async resolveParts({ suite, settings }) {
          const { gates, folder: suiteFolder } = suite;
          grader = await createGrader(gates, { suiteFolder, prices: settings.prices });
          const { version } = context;
          const checksHash = await hashChecks(gates, { suiteFolder, version });
          return { grade: grader.grade, checksHash };
        },
        ...control,
      }),
    );
  } finally {
    await (grader as Grader | null)?.close();
  }
}

/** Which verdicts are other than before. */
function describeChanges(before: readonly Sample[], after: readonly Sample[]): readonly string[] {
  const old = new Map(before.map((sample) => [sampleKey(sample), sample.verdicts]));
  const changes = after.flatMap((sample) =>
    Object.entries(sample.verdicts ?? {}).flatMap(([gate, { outcome }]) => {
      const was = old.get(sampleKey(sample))?.[gate]?.outcome ?? "not graded";
      return was === outcome ? [] : [`  ${sample.key}  ${gate}: ${was} → ${outcome}`];
    }),
  );
  if (changes.length === 0) return ["Graded again: every verdict is as before."];
  return [
    `Graded again: ${formatCount(changes.length, "verdict")} changed.`,
    ...changes.slice(0, mostChanges),
    ...(changes.length > mostChanges ? [`  … ${changes.length - mostChanges} more`] : []),
  ];
}
