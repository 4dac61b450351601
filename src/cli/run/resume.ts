import { readAgent } from "../../agent/index.ts";
import { resolveModels } from "../../models/index.ts";
import type { LostInFlight, RunRecord } from "../../record/index.ts";
import { formatCount, formatUsd } from "../../report/index.ts";
import { resolvePromptVersions, resumeRun, type ResumedRun } from "../../run/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import type { RunFlags } from "../run.ts";
import { createGrader, hashChecks, type Grader } from "../shared/grader.ts";
import { settingsOfFlags } from "./settings-of-flags.ts";
import { superviseRun } from "../shared/supervise-run.ts";

/** Flags that say what to run and how; a stored run knows that already. */
const planningFlags = {
  case: "--case",
  gate: "--gate",
  prompt: "--prompt",
  model: "--model",
  repeat: "--repeat",
  shard: "--shard",
  list: "--list",
  dryRun: "--dry-run",
  replay: "--replay",
  maxTokens: "--max-tokens",
  effort: "--effort",
  thinking: "--thinking",
  temperature: "--temperature",
  topP: "--top-p",
  topK: "--top-k",
} as const satisfies Partial<Record<keyof RunFlags, string>>;

/**
 * `assay run --resume` and `--retry-errors`: does what is left of a run. The budget and how it is
 * asked may change, what is asked may not.
 */
export async function resumeFromFlags(options: {
  readonly folder: string;
  readonly target: string | undefined;
  readonly flags: RunFlags;
  readonly context: CommandContext;
}): Promise<ResumedRun> {
  const { folder, target, flags, context } = options;
  const reference = flags.retryErrors ?? flags.resume ?? "latest";
  const flag = flags.retryErrors === undefined ? "--resume" : "--retry-errors";
  const extra =
    target ??
    Object.entries(planningFlags).find(([name]) => isGiven(flags, name))?.[1] ??
    (flags.batch && flags.retryErrors === undefined ? "--batch" : undefined);
  if (extra !== undefined) {
    throw new UserError("cli/resume-with-plan", `${flag} takes no ${extra}: the run is planned.`, {
      hint: `assay run ${flag} ${reference}`,
    });
  }
  let grader: Grader | null = null;
  try {
    const executed = await superviseRun(
      context,
      { reference, folder, isResumed: true },
      (control) =>
        resumeRun({
          folder,
          wanted: flags.retryErrors === undefined ? "over budget" : "failures",
          individually: flags.retryErrors !== undefined && !flags.batch,
          settings: settingsOfFlags(flags),
          async resolveParts(run) {
            const parts = await resolveParts(run, context);
            grader = await createGrader(run.suite.gates, {
              suiteFolder: run.suite.folder,
              prices: run.settings.prices,
            });
            return { ...parts, grade: grader.grade };
          },
          onLostInFlight: (lost) => context.note(describeLost(lost)),
          ...control,
        }),
    );
    for (const warning of executed.warnings) context.note(`warning: ${warning}`);
    return executed;
  } finally {
    await (grader as Grader | null)?.close();
  }
}

function isGiven(flags: RunFlags, name: string): boolean {
  return (flags as unknown as Readonly<Record<string, unknown>>)[name] !== undefined;
}

async function resolveParts(run: RunRecord, { io, version }: CommandContext) {
  const { folder, gates } = run.suite;
  return {
    promptVersions: resolvePromptVersions(run.promptVersions.map(({ path }) => readAgent(path))),
    models: resolveModels(
      run.models.map(({ id }) => id),
      {
        suiteFolder: folder,
        agentPath: run.agent.path,
        // The run has the ids that the aliases stood for.
        agentModel: null,
        env: io.env,
        settings: run.settings,
      },
    ),
    checksHash: await hashChecks(gates, { suiteFolder: folder, version }),
  };
}

/** What a kill caught in flight is asked again, and may be paid for twice. */
function describeLost(lost: readonly LostInFlight[]): string {
  const costs = lost.map(({ maxCostUsd }) => maxCostUsd);
  const most = costs.includes(null)
    ? null
    : costs.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const names = lost.map(({ sample }) => sample);
  const shown = names.length > 5 ? [...names.slice(0, 5), "…"] : names;
  const price = most === null ? "at a cost that is not known" : `for ${formatUsd(most)} at most`;
  return `${formatCount(lost.length, "request")} lost in flight when the run was ended, ${price}: ${shown.join(", ")}. What has no answer is asked again.`;
}
