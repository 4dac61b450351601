import { baselineFolder, checkRule, planRepeats, type GateRule } from "../../baseline/index.ts";
import { countPasses } from "../../compare/index.ts";
import {
  renderRepeatsPlan,
  renderRepeatsPlanJson,
  type RepeatsPlanView,
} from "../../report/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { PlanFlags } from "../plan.ts";
import { planTarget } from "../plan-target.ts";
import { forecastRepeat } from "./forecast-repeat.ts";
import { openBaseline } from "../shared/open-baseline.ts";

/** Numbers of repeats that are always shown. */
const usualRepeats = [1, 3, 5, 10];
/** Drops for which repeats are named, beside the margin. */
const usualDrops = [0.05, 0.1];

/** `assay plan`. */
export async function plan(
  target: string | undefined,
  flags: PlanFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const { case: cases, repeat = 1 } = flags;
  const planFor = (model: string | undefined) =>
    planTarget(
      target,
      {
        case: cases,
        repeat,
        model: model === undefined ? undefined : [model],
        prices: flags.prices,
        out: flags.out,
      },
      context,
    );
  const planned = await planFor(flags.model);
  const { run } = planned;
  const baseline = await openBaseline(
    run,
    { isSelection: cases !== undefined, allow: flags.allow ?? [] },
    context,
  );
  const margin = flags.margin / 100;
  const rule: GateRule = {
    scope: "suite",
    margin,
    alpha: flags.alpha,
    strict: flags.strict ?? false,
  };
  const fault = checkRule(baseline?.arm ?? null, run, { rule });
  const repeats = planRepeats(baseline === null ? null : countPasses(baseline.arm), {
    cases: run.suite.cases.length,
    rule,
    repeats: [...new Set([...usualRepeats, repeat])].toSorted((a, b) => a - b),
    drops: [...new Set([...usualDrops, margin])].toSorted((a, b) => a - b),
  });
  const blessed = baseline?.record.model;
  const isAsked = flags.model === undefined && blessed !== undefined;
  const asked = isAsked && blessed.kind !== "recordings" ? blessed.id : null;
  const view: RepeatsPlanView = {
    agent: run.agent.name,
    baseline: baseline?.record ?? null,
    notes: baseline?.notes ?? [],
    rule,
    repeats: repeat,
    plan: repeats,
    fault,
    cost: await forecastRepeat(asked === null ? planned : await planFor(asked), flags, context),
  };
  context.print(flags.json ? renderRepeatsPlanJson(view) : renderRepeatsPlan(view, context.theme));
  if (fault === null) return exitCodes.fine;
  throw new UserError(`baseline/${fault.kind}`, fault.message, {
    place:
      baseline === null ? (run.suite.path ?? run.agent.path) : baselineFolder(run.suite.folder),
    hint: fault.remedy,
  });
}
