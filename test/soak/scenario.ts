import table from "../../src/models/known-models.json" with { type: "json" };
import { diceOf, type Dice } from "./dice.ts";
import { faultKinds, hangingFaults, type FaultKind } from "./draw-fault.ts";

/** One command of a scenario: a run is started, then taken up again. */
export interface Phase {
  readonly kind: "start" | "resume" | "retry-errors";
  /** Ctrl-C after so many results; twice: what is under way is given up, too. null: none. */
  readonly stop: { readonly after: number; readonly isHard: boolean } | null;
  /** From this message on the server refuses the key; null: it never does. */
  readonly refusesKeyAt: number | null;
  readonly isFaultless: boolean;
  readonly budgetUsd: number | null;
}

/** A random run, drawn from its seed alone. */
export interface Scenario {
  readonly seed: number;
  readonly cases: number;
  readonly repeats: number;
  readonly prompts: number;
  readonly models: readonly string[];
  readonly concurrency: number;
  readonly maxRetries: number;
  readonly maxTokens: number;
  /** Every answer is as long as it may be, and costs nearly as much as it can. */
  readonly isLong: boolean;
  readonly timeoutMs: number;
  /** Longest wait before a reply. */
  readonly delayMs: number;
  /** 0..1: share of the messages that meet a fault. */
  readonly faultRate: number;
  readonly faults: readonly FaultKind[];
  readonly phases: readonly Phase[];
  /** All samples go in Message Batches, and calls about these meet faults, too. */
  readonly isBatch: boolean;
}

export function drawScenario(seed: number): Scenario {
  const dice = diceOf(seed);
  const isBudgeted = dice.isOnce(0.3);
  const models = drawModels(dice, isBudgeted);
  const cases = 1 + dice.whole(6);
  const repeats = 1 + dice.whole(3);
  const prompts = 1 + dice.whole(2);
  const maxTokens = 40 + dice.whole(200);
  const faults = faultKinds.filter(() => dice.isOnce(0.4));
  const samples = cases * repeats * prompts * models.length;
  const outputPrices: Readonly<Record<string, { readonly output: number }>> = table.models;
  const mostUsd = models
    .map(
      (model) => (cases * repeats * prompts * maxTokens * (outputPrices[model]?.output ?? 0)) / 1e6,
    )
    .reduce((sum, usd) => sum + usd, 0);
  return {
    seed,
    cases,
    repeats,
    prompts,
    models,
    concurrency: 1 + dice.whole(8),
    maxRetries: dice.whole(3),
    maxTokens,
    isLong: dice.isOnce(0.3),
    timeoutMs: faults.some((kind) => hangingFaults.includes(kind)) ? 200 + dice.whole(400) : 60_000,
    delayMs: dice.whole(30),
    faultRate: dice.oneOf([0, 0.1, 0.3, 0.6]),
    faults,
    phases: drawPhases(dice, { samples, mostUsd, isBudgeted }),
    isBatch: dice.isOnce(0.1),
  };
}

/** A budget needs prices, and of one model not all are known. */
function drawModels(dice: Dice, isBudgeted: boolean): readonly string[] {
  const all = [
    "claude-haiku-5-5",
    "claude-sonnet-5-5",
    ...(isBudgeted ? [] : ["claude-haiku-4-5"]),
  ];
  const models = all.filter(() => dice.isOnce(0.5));
  return models.length === 0 ? ["claude-haiku-5-5"] : models;
}

function drawPhases(
  dice: Dice,
  {
    samples,
    mostUsd,
    isBudgeted,
  }: {
    readonly samples: number;
    /** About what all samples can cost at most, so that a share of it ends at any of them. */
    readonly mostUsd: number;
    readonly isBudgeted: boolean;
  },
): readonly Phase[] {
  const usual = { stop: null, refusesKeyAt: null, isFaultless: false, budgetUsd: null };
  const budgetOf = (share: number) => (isBudgeted ? mostUsd * share : null);
  const interrupted = Array.from({ length: dice.whole(3) }, () => {
    const isHard = dice.isOnce(0.5);
    const isKey = dice.isOnce(0.2);
    return {
      ...usual,
      stop: isKey ? null : { after: dice.whole(samples + 1), isHard },
      refusesKeyAt: isKey ? dice.whole(samples) : null,
      budgetUsd: budgetOf(dice.whole(20) / 10),
    };
  });
  const phases = [
    ...interrupted,
    { ...usual, budgetUsd: budgetOf(dice.whole(20) / 10) },
    // More than all requests together can cost: retries included.
    { ...usual, budgetUsd: budgetOf(100) },
  ].map((phase, index): Phase => ({ ...phase, kind: index === 0 ? "start" : "resume" }));
  const again = { ...usual, kind: "retry-errors", budgetUsd: budgetOf(100) } as const;
  return [...phases, again, { ...again, isFaultless: true }].slice(
    0,
    // The last two are not always wanted.
    phases.length + dice.whole(3),
  );
}
