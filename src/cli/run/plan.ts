import { readAgent } from "../../agent/index.ts";
import { readPrices, readRecordedPeriod, resolveModels, type Model } from "../../models/index.ts";
import { defaultSettings, type RunRecord } from "../../record/index.ts";
import { planRun, resolvePromptVersions, type PromptVersion } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";
import type { RunFlags } from "../run.ts";
import { findPromptFiles } from "../shared/find-prompt-files.ts";
import { createGrader, hashChecks, type Grader } from "../shared/grader.ts";
import { settingsOfFlags } from "./settings-of-flags.ts";
import type { OpenedSuite } from "../shared/open-suite.ts";
import { tidyPath } from "../shared/tidy-path.ts";

/** A run that has not begun, and all that it needs. */
export interface PlannedRun {
  readonly run: RunRecord;
  readonly promptVersions: readonly PromptVersion[];
  readonly models: readonly Model[];
  readonly grade: Grader["grade"];
  /** Ends what grades; to be called in any case. */
  readonly close: Grader["close"];
}

/** Turns the flags of `assay run` into a plan. Nothing is asked or written. */
export async function planFromFlags(
  { suite, agent, notes }: OpenedSuite,
  flags: RunFlags,
  context: CommandContext,
): Promise<PlannedRun> {
  const { io, version } = context;
  const prompts = resolvePromptVersions([
    agent,
    ...findPromptFiles(flags.prompt, suite.folder).map((file) =>
      readAgent(tidyPath(file, process.cwd())),
    ),
  ]);
  const settings = { ...defaultSettings, ...settingsOfFlags(flags) };
  // A broken file is refused before anything is spent.
  readPrices(settings.prices);
  const models = resolveModels(flags.replay ? [] : (flags.model ?? []), {
    suiteFolder: suite.folder,
    agentPath: agent.path,
    agentModel: agent.model,
    env: io.env,
    settings,
  });
  const suiteFolder = suite.folder;
  const run = await planRun({
    suite,
    agent,
    promptVersions: prompts,
    models,
    repeats: flags.repeat ?? 1,
    caseGlobs: flags.case ?? [],
    gateGlobs: flags.gate ?? [],
    shard: flags.shard ?? null,
    settings,
    version,
    checksHash: await hashChecks(suite.gates, { suiteFolder, version }),
    notices: [
      ...(await describeOrigin(models, prompts, suite.folder)),
      ...(suite.path === null ? notes : []),
    ],
    now: io.now().getTime(),
    random: Math.random,
  });
  // Recordings come as fast as they are graded, a model's answers one by one.
  const isReplay = models.every(({ kind }) => kind === "recordings") && settings.concurrency > 1;
  // Last, as from here on there is something to close.
  const { grade, close } = await createGrader(suite.gates, {
    suiteFolder,
    prices: settings.prices,
    ...(isReplay ? { answers: run.plan.length } : {}),
  });
  return { run, promptVersions: prompts, models, grade, close };
}

/** The first thing a report says: that answers are recordings, of when, and that nothing was asked. */
async function describeOrigin(
  models: readonly Model[],
  prompts: readonly PromptVersion[],
  suiteFolder: string,
): Promise<readonly string[]> {
  const replays = models.filter(({ kind }) => kind === "recordings");
  if (replays.length === 0) return [];
  const hashes = prompts.map(({ promptHash }) => promptHash);
  const period = await readRecordedPeriod(suiteFolder, hashes);
  const when =
    period === null
      ? ""
      : period.from === period.to
        ? ` of ${period.from}`
        : ` of ${period.from} to ${period.to}`;
  return replays.length === models.length
    ? [`Recorded answers${when}: no model was asked.`]
    : [`The answers of \`recordings\` are recordings${when}; the other models were asked.`];
}
