import type { Model, ModelRequest } from "../../models/index.ts";
import { sampleKey } from "../../record/index.ts";
import { formatCount } from "../../report/index.ts";
import { requestsOfRun } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RunFlags } from "../run.ts";
import type { PlannedRun } from "./plan.ts";

/** `--dry-run`: the plan in numbers. Recordings are looked up, models are not asked. */
export async function explainDryRun(
  { run, promptVersions, models }: PlannedRun,
  flags: RunFlags,
  { print }: CommandContext,
): Promise<ExitCode> {
  const perModel = run.plan.length / run.models.length;
  const requests = requestsOfRun(run, promptVersions);
  const recorded = await countRecorded(models, (model) =>
    run.plan
      .filter((place) => place.model === model.id)
      .flatMap((place) => requests.get(sampleKey(place)) ?? []),
  );
  if (flags.json) {
    const { plan, promptVersions: versions, repeats, gates } = run;
    const cases = run.suite.cases.map(({ id }) => id);
    print(
      JSON.stringify(
        { dryRun: true, cases, gates, promptVersions: versions, models: run.models, repeats, plan },
        null,
        2,
      ),
    );
    return exitCodes.fine;
  }
  const factors = [
    formatCount(run.suite.cases.length, "case"),
    formatCount(run.promptVersions.length, "prompt version"),
    formatCount(run.models.length, "model"),
    formatCount(run.repeats, "repeat"),
  ];
  print(
    [
      `${formatCount(run.plan.length, "answer")}: ${factors.join(" × ")}.`,
      ...run.models.map(({ id, kind }) =>
        kind === "recordings"
          ? `  replayed from recordings: ${recorded}; nothing is sent${recorded < perModel ? `\n  not recorded, and missing from the run: ${perModel - recorded}` : ""}`
          : `  asked of ${id}: ${formatCount(perModel, "call")}, at most ${run.settings.maxTokens} tokens each`,
      ),
      `  graded by ${formatCount(run.gates.length, "gate")}`,
      "Nothing was asked, and nothing was written.",
    ].join("\n"),
  );
  return exitCodes.fine;
}

/** How many of the requests the recordings have an answer to; 0 where nothing is replayed. */
async function countRecorded(
  models: readonly Model[],
  requestsOf: (model: Model) => readonly ModelRequest[],
): Promise<number> {
  const recordings = models.find(({ kind }) => kind === "recordings");
  if (recordings === undefined) return 0;
  const requests = requestsOf(recordings);
  await recordings.prepare(requests);
  const never = new AbortController().signal;
  const replies = await Promise.all(
    requests.map((request) => recordings.ask(request, { signal: never })),
  );
  return replies.filter(({ kind }) => kind === "answer").length;
}
