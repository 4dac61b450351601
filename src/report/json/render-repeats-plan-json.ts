import type { RepeatsPlanView } from "../terminal/plan/render-repeats-plan.ts";

/** Version of the document, raised when a field changes its meaning or goes away. */
const reportVersion = 1;

/** What numbers of repeats can tell, as one JSON document; a cost is null where it is unknown. */
export function renderRepeatsPlanJson(view: RepeatsPlanView): string {
  const { agent, baseline, notes, rule, repeats, plan, fault, cost } = view;
  const costOf = (count: number) => {
    if (cost === null) return null;
    const { from, to, likely } = cost.priceUsd;
    const times = (usd: number | null) => (usd === null ? null : usd * count);
    return { from: times(from), to: times(to), likely: times(likely) };
  };
  const document = {
    reportVersion,
    agent,
    baseline:
      baseline === null
        ? null
        : { run: baseline.run, repeats: baseline.repeats, model: baseline.model.id },
    notes,
    rule,
    repeats,
    cases: plan.cases,
    assumption: plan.assumption,
    options: plan.options.map((option) => ({ ...option, costUsd: costOf(option.repeats) })),
    advice: plan.advice.map((advice) => ({
      ...advice,
      costUsd: advice.repeats === null ? null : costOf(advice.repeats),
    })),
    costOf: cost,
    fault,
  };
  return JSON.stringify(document, null, 2);
}
