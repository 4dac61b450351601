import type { Answer } from "../record/index.ts";
import { clusteredInterval, findQuantile, passAtK, passHatK } from "../stats/index.ts";
import type { AlignedArm, CaseCounts } from "./align-arms.ts";
import type { ArmFacts, Spread } from "./types.ts";

/** What an arm did and cost, on its own. */
export function describeArm({ arm, samples, total }: AlignedArm): ArmFacts {
  const answers = samples.flatMap(({ answer }) => answer ?? []);
  const decided = passesByCase(total);
  const rate = clusteredInterval(
    decided.map(({ passes, answers: all }) => passes / all),
    decided.reduce((sum, { answers: all }) => sum + all, 0),
  );
  return {
    name: arm.name,
    runId: arm.run.id,
    promptVersion: arm.promptVersion,
    model: arm.model,
    samples: samples.length,
    missing: samples.filter(({ missing }) => missing !== null).length,
    recorded: answers.every(({ source }) => source === "recording"),
    regraded: arm.isRegraded ?? false,
    rate: rate?.rate ?? null,
    interval: rate?.interval ?? null,
    reliability: measureReliability(decided),
    answers: answers.length,
    costUsd: spreadOf(answers, ({ costUsd }) => costUsd),
    inputTokens: spreadOf(answers, ({ usage }) =>
      usage === null ? null : usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
    ),
    outputTokens: spreadOf(answers, ({ usage }) => usage?.outputTokens ?? null),
    latencyMs: spreadOf(answers, ({ latencyMs }) => latencyMs),
  };
}

function passesByCase(total: CaseCounts) {
  return [...total.values()]
    .map(({ pass, fail }) => ({ passes: pass, answers: pass + fail }))
    .filter(({ answers }) => answers > 0);
}

/** pass@k and pass^k for the largest k that every case has answers for. */
function measureReliability(
  cases: readonly { readonly passes: number; readonly answers: number }[],
): ArmFacts["reliability"] {
  if (cases.length === 0) return null;
  const k = Math.min(...cases.map(({ answers }) => answers));
  if (k < 2) return null;
  const mean = (of: typeof passAtK) =>
    cases.reduce((sum, { answers, passes }) => sum + of(answers, passes, k), 0) / cases.length;
  return { k, passAtK: mean(passAtK), passHatK: mean(passHatK) };
}

function spreadOf(answers: readonly Answer[], of: (answer: Answer) => number | null): Spread {
  const values = answers.map(of).filter((value) => value !== null);
  return {
    known: values.length,
    median: findQuantile(values, 0.5),
    p90: findQuantile(values, 0.9),
  };
}
