import { readAgent } from "../../agent/index.ts";
import { resolveModels } from "../../models/index.ts";
import type { RunRecord } from "../../record/index.ts";
import {
  resolvePromptVersions,
  resumeRun,
  type ExecutedRun,
  type ResumeParts,
} from "../../run/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import type { RunFlags } from "../run.ts";
import { createGrader, hashChecks, type Grader } from "../shared/grader.ts";
import { superviseRun } from "./supervise-run.ts";

/** Flags that say what to run; a stored run knows that already. */
const planningFlags = [
  "case",
  "gate",
  "prompt",
  "model",
  "repeat",
  "prices",
  "list",
  "dryRun",
] as const;

/** `assay run --resume`: does what is left of a run. */
export async function resumeFromFlags(options: {
  readonly folder: string;
  readonly target: string | undefined;
  readonly flags: RunFlags;
  readonly context: CommandContext;
}): Promise<ExecutedRun> {
  const { folder, target, flags, context } = options;
  const extra = planningFlags.find((flag) => flags[flag] !== undefined);
  if (target !== undefined || extra !== undefined) {
    const name = extra === undefined ? target : `--${extra === "dryRun" ? "dry-run" : extra}`;
    throw new UserError("cli/resume-with-plan", `--resume takes no ${name}: the run is planned.`, {
      hint: `assay run --resume ${flags.resume}`,
    });
  }
  let grader: Grader | null = null;
  try {
    const executed = await superviseRun(
      context,
      { reference: flags.resume ?? "latest", folder, isResumed: true },
      (control) =>
        resumeRun({
          folder,
          async resolveParts(run) {
            const parts = await resolveParts(run, context);
            grader = await createGrader(run.suite.gates, {
              suiteFolder: run.suite.folder,
              prices: run.settings.prices,
            });
            return { ...parts, grade: grader.grade };
          },
          ...control,
        }),
    );
    for (const warning of executed.warnings) context.note(`warning: ${warning}`);
    return executed;
  } finally {
    await (grader as Grader | null)?.close();
  }
}

async function resolveParts(
  run: RunRecord,
  { io, version }: CommandContext,
): Promise<Omit<ResumeParts, "grade">> {
  const { folder, gates } = run.suite;
  return {
    promptVersions: resolvePromptVersions(run.promptVersions.map(({ path }) => readAgent(path))),
    models: resolveModels(
      run.models.map(({ id }) => id),
      {
        suiteFolder: folder,
        agentPath: run.agent.path,
        env: io.env,
        settings: run.settings,
      },
    ),
    checksHash: await hashChecks(gates, { suiteFolder: folder, version }),
  };
}
