import type { Answer, Judge, Sample } from "../../../record/index.ts";
import { formatTokens } from "../../format-tokens.ts";
import { formatUsd } from "../../format-usd.ts";
import { isServedAsAsked } from "../../usage/is-served-as-asked.ts";
import { formatCount } from "../format-rate.ts";
import { printable } from "../layout/index.ts";

/** What one answer and its judges took, a sentence each; empty for a recording without judges. */
export function describeAnswerUsage({ model, answer, verdicts }: Sample): readonly string[] {
  const judges = Object.values(verdicts ?? {}).flatMap(({ judge }) => judge ?? []);
  return [
    ...(answer?.source === "live" ? describeLive(answer, model) : []),
    ...[...Map.groupBy(judges, (judge) => judge.model)].map(describeJudge),
  ];
}

function describeLive(answer: Answer, model: string): readonly string[] {
  const { servedModel, usage, costUsd, latencyMs } = answer;
  const isOther = servedModel !== null && !isServedAsAsked(model, servedModel);
  const tokens =
    usage === null
      ? "tokens unknown"
      : [
          `${formatTokens(usage.inputTokens)} tokens in`,
          `${formatTokens(usage.cacheReadTokens)} from the cache`,
          `${formatTokens(usage.cacheWriteTokens)} to the cache`,
          `${formatTokens(usage.outputTokens)} out`,
        ].join(", ");
  const seconds = latencyMs === null ? [] : [`${(latencyMs / 1_000).toFixed(1)} s`];
  return [
    ...(isOther ? [`Not the model that was asked: ${printable(model)}.`] : []),
    `Usage: ${[tokens, formatCost(costUsd), ...seconds].join("; ")}.`,
  ];
}

function describeJudge([model, judges]: readonly [string | null, readonly Judge[]]): string {
  const costs = judges.map(({ costUsd }) => costUsd);
  const cost = costs.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  const name = model === null ? "a model that is not known" : printable(model);
  return `Judged by ${name}, ${formatCount(judges.length, "verdict")}; ${formatCost(cost)}.`;
}

function formatCost(costUsd: number | null): string {
  return costUsd === null ? "cost unknown" : formatUsd(costUsd);
}
