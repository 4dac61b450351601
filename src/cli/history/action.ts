import { buildTrend, type Trend, type TrendArm } from "../../compare/index.ts";
import { listRuns, readJudgedRun } from "../../record/index.ts";
import { formatCount, renderHistory, renderHistoryJson, samplesOfArm } from "../../report/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { HistoryFlags } from "../history.ts";
import { openSuite } from "../shared/open-suite.ts";
import { chooseUnicode } from "../terminal-abilities.ts";
import { chooseArms, listNames, requireKnownNames, type ChosenArm } from "./choose-arms.ts";
import { chooseRuns, type ChosenRun, type PassedOver } from "./choose-runs.ts";

/** `assay history`: the trend of a suite over its runs. */
export async function history(
  target: string | undefined,
  flags: HistoryFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const { suite, agent, notes } = await openSuite(target, process.cwd());
  for (const note of notes) context.note(note);
  const chosen = chooseRuns(await listRuns(flags.out), {
    suite,
    agentName: agent.name,
    cwd: process.cwd(),
  });
  requireKnownNames(chosen.runs, flags, flags.out);
  const passedOver = [...chosen.passedOver];
  const trends: Trend[] = [];
  for (const kind of ["live", "replay"] as const) {
    const arms = chooseArms(chosen.runs, kind, flags).slice(-flags.last);
    const trend = await buildTrend(kind, readArms(arms, passedOver));
    if (trend.points.length > 0) trends.push(trend);
  }
  const report = { agent: agent.name, suite: suite.path, trends, passedOver };
  if (flags.json) {
    context.print(renderHistoryJson(report));
    return exitCodes.fine;
  }
  noteOthers(chosen.runs, flags, context);
  for (const line of describePassedOver(passedOver)) context.note(line);
  if (trends.length === 0) {
    context.note(
      `There are no finished runs of ${agent.name} in ${flags.out}/ yet. \`assay run\` makes one.`,
    );
    return exitCodes.fine;
  }
  const unicode = chooseUnicode(context.io.env);
  context.print(renderHistory(report, { ...context.theme, unicode }));
  return exitCodes.fine;
}

/** Reads one run at a time. What cannot be read, or has no answer, is passed over by name. */
async function* readArms(
  arms: readonly ChosenArm[],
  passedOver: PassedOver[],
): AsyncGenerator<TrendArm> {
  for (const { folder, run, promptVersion, model } of arms) {
    const passOver = (reason: PassedOver["reason"], problem: string | null) =>
      passedOver.push({ id: run.id, folder, reason, problem });
    try {
      const loaded = await readJudgedRun(folder);
      const samples = samplesOfArm(loaded.samples, { promptVersion, model });
      if (samples.some(({ answer }) => answer !== null)) {
        yield { name: run.id, run: loaded.run, folder, promptVersion, model, samples };
      } else passOver("no-answers", null);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      passOver(
        "damaged",
        `${error.message}${error.place === undefined ? "" : ` (${error.place})`}`,
      );
    }
  }
}

const reasons = {
  unfinished: (count: number) =>
    `${formatCount(count, "run")} not finished: assay run --resume <run>`,
  shard: (count: number) => `${formatCount(count, "shard")}, part of a run that assay merge joins`,
  part: (count: number) => `${formatCount(count, "run")} of some cases or gates only`,
  "no-answers": (count: number) => `${formatCount(count, "run")} without an answer`,
} as const;

/** Damaged runs one by one, with what is wrong; the others in numbers, with their ids. */
function describePassedOver(passedOver: readonly PassedOver[]): readonly string[] {
  const damaged = passedOver.filter(({ reason }) => reason === "damaged");
  return [
    ...damaged.map(({ id, problem }) => `warning: run ${id} is passed over. ${problem}`),
    ...(["unfinished", "shard", "part", "no-answers"] as const).flatMap((reason) => {
      const ids = passedOver.filter((one) => one.reason === reason).map(({ id }) => id);
      if (ids.length === 0) return [];
      const more = ids.length > 3 ? ` and ${ids.length - 3} more` : "";
      return [`Passed over: ${reasons[reason](ids.length)} (${ids.slice(-3).join(", ")}${more}).`];
    }),
  ];
}

/** Which other arms the runs have. */
function noteOthers(
  runs: readonly ChosenRun[],
  { model }: HistoryFlags,
  { note }: CommandContext,
): void {
  const several = runs.some(
    ({ run }) => run.models.filter(({ kind }) => kind !== "recordings").length > 1,
  );
  if (model !== undefined || !several) return;
  const models = listNames(runs).models.join(", ");
  note(`Shown: the first model of each run. --model takes one of: ${models}.`);
}
