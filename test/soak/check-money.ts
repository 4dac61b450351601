import {
  findSpending,
  sampleKey,
  type AnswerLine,
  type Line,
  type LoadedRun,
} from "../../src/record/index.ts";
import type { Account, Bill } from "../fake-anthropic/start-fake-anthropic.ts";
import { isSameUsd } from "./check-answers.ts";
import { nanoUsdOf } from "./reference-price.ts";

export interface MoneyOptions {
  readonly loaded: LoadedRun;
  readonly account: Account;
  readonly byId: ReadonlyMap<string, AnswerLine>;
  /** System prompts by the name of the version. */
  readonly prompts: ReadonlyMap<string, string>;
  /** Infinity: none was set. */
  readonly budgetUsd: number;
}

/**
 * What the run says that it cost is what the server counted: of whole answers exactly; of what was
 * begun and not stored, one by one within the requests that the run lists as lost, and together
 * within its "at most".
 */
export function checkMoney(options: MoneyOptions): readonly string[] {
  const { loaded, account, byId, budgetUsd } = options;
  const { knownUsd, unknownAtMostUsd } = findSpending(loaded.lines);
  const pending = pendingInBatches(loaded.lines);
  const violations = [...checkGroups(options)];
  const stored = account.whole.filter(({ id }) => byId.has(id));
  const exact = stored.reduce((sum, bill) => sum + (nanoUsdOf(bill, bill.servedModel) ?? 0), 0);
  if (!isSameUsd(knownUsd, exact / 1e9)) {
    violations.push(`the run cost ${exact / 1e9} USD, and says ${knownUsd}`);
  }
  const open = [
    ...account.unfinished,
    ...account.whole.filter(({ id }) => !byId.has(id)),
    // Of these the run does not know the price, either.
    ...stored.filter((bill) => nanoUsdOf(bill, bill.servedModel) === null),
  ];
  const openUsd = open.reduce((sum, bill) => sum + (nanoUsdOf(bill, bill.model) ?? 0), 0) / 1e9;
  const mostOpenUsd =
    unknownAtMostUsd === null || pending.mostUsd === null
      ? null
      : unknownAtMostUsd + pending.mostUsd;
  if (mostOpenUsd !== null && openUsd > mostOpenUsd + 1e-12) {
    violations.push(`up to ${openUsd} USD are open, and the run says at most ${mostOpenUsd}`);
  }
  const mostUsd = exact / 1e9 + openUsd;
  if (mostUsd > budgetUsd + 1e-8) {
    violations.push(`${mostUsd} USD were spent of a budget of ${budgetUsd}`);
  }
  return violations;
}

/** For each sample: no more requests were answered, or may be billed, than the run knows of. */
function checkGroups({ loaded, account, byId, prompts }: MoneyOptions): readonly string[] {
  const { run, lines } = loaded;
  const requests = new Map(run.suite.cases.map(({ id, request }) => [id, request]));
  const groups = new Map(
    run.plan.map((place) => [
      sampleKey(place),
      JSON.stringify([place.model, prompts.get(place.promptVersion), requests.get(place.case)]),
    ]),
  );
  const lost = new Map<string, number>();
  const add = (sample: string, count: number) => {
    const group = groups.get(sample) ?? "";
    lost.set(group, (lost.get(group) ?? 0) + count);
  };
  for (const line of lines) {
    if (line.kind === "answer" || line.kind === "outcome") add(line.sample, line.lostAttempts ?? 0);
  }
  for (const { sample } of findSpending(lines).lostInFlight) add(sample, 1);
  for (const sample of pendingInBatches(lines).samples) add(sample, 1);
  const open = new Map<string, number>();
  const count = ({ model, system, user }: Bill) => {
    const group = JSON.stringify([model, system, user]);
    open.set(group, (open.get(group) ?? 0) + 1);
  };
  for (const bill of account.unfinished) count(bill);
  for (const bill of account.whole) if (!byId.has(bill.id)) count(bill);
  return [...open]
    .filter(([group, opened]) => opened > (lost.get(group) ?? 0))
    .map(
      ([group, opened]) =>
        `${group}: ${opened} requests may be billed without an answer, and the run knows of ${lost.get(group) ?? 0}`,
    );
}

/** Samples whose batch was, or may have been, submitted, and of which nothing came back yet. */
function pendingInBatches(lines: readonly Line[]): {
  readonly samples: readonly string[];
  /** null: not known. */
  readonly mostUsd: number | null;
} {
  const most = new Map<string, number | null>();
  for (const line of lines) {
    if (line.kind === "answer" || line.kind === "outcome") most.delete(line.sample);
    if (line.kind !== "batch") continue;
    const { samples, maxCostUsd } = line;
    for (const sample of samples) {
      most.set(sample, maxCostUsd === null ? null : maxCostUsd / samples.length);
    }
  }
  const costs = [...most.values()];
  const mostUsd = costs.includes(null)
    ? null
    : costs.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { samples: [...most.keys()], mostUsd };
}
