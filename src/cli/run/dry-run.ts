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
  const requests = [...requestsOfRun(run, promptVersions).values()];
  const perModel = run.plan.length / run.models.length;
  for (const model of models) {
    if (model.kind === "recordings") await model.prepare(requests);
  }
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
          ? `  replayed from recordings: ${perModel}; nothing is sent`
          : `  asked of ${id}: ${formatCount(perModel, "call")}, at most ${run.settings.maxTokens} tokens each`,
      ),
      `  graded by ${formatCount(run.gates.length, "gate")}`,
      "Nothing was asked, and nothing was written.",
    ].join("\n"),
  );
  return exitCodes.fine;
}
