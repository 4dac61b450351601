import {
  findSpending,
  sampleKey,
  type AnswerLine,
  type Judge,
  type Line,
  type RunRecord,
  type Usage,
} from "../../record/index.ts";
import { isServedAsAsked } from "./is-served-as-asked.ts";
import { findPendingInBatches } from "./pending-in-batches.ts";
import { addUsages, sumKnown } from "./sums.ts";

/** What a model took in one role. */
export interface UsageRow {
  /** `answer`: under test; `judge`: asked by checks, for verdicts. */
  readonly role: "answer" | "judge";
  /** null: a judge of which nobody says which model it was. */
  readonly model: string | null;
  /** Answers of the model, or verdicts that it gave. All gradings count. */
  readonly count: number;
  /** Sum of all that is known; null: nothing is. */
  readonly tokens: Usage | null;
  /** How many have unknown tokens. */
  readonly unknownTokens: number;
  /** Sum of all costs that are known, USD; null: none is. */
  readonly costUsd: number | null;
  /** How many have an unknown cost. */
  readonly unknownCosts: number;
  /** Requests that were sent and not answered in full: each may have been billed. */
  readonly lostAttempts: number;
  /** Requests of which nothing more is stored: a kill, or Ctrl-C, caught them in flight. */
  readonly lostInFlight: number;
  /** Requests in a Message Batch that are not answered yet: a resumed run picks them up. */
  readonly inBatches: number;
  /** Most that all that is not known comes to, USD, beside `costUsd`; null: not known. */
  readonly atMostMoreUsd: number | null;
  /** Other models than the asked one that answered, but for dated snapshots of it. */
  readonly servedBy: readonly { readonly model: string; readonly answers: number }[];
}

export type UsageTotal = Pick<
  UsageRow,
  "costUsd" | "unknownCosts" | "lostAttempts" | "lostInFlight" | "inBatches" | "atMostMoreUsd"
>;

export interface UsageSummary {
  /** Models under test in the run's order, then judges by name. */
  readonly rows: readonly UsageRow[];
  readonly total: UsageTotal;
}

/**
 * What a run took: per model and role, and together. Recordings take nothing.
 *
 * @returns null where no model was asked for anything
 */
export function summariseUsage(run: RunRecord, lines: readonly Line[]): UsageSummary | null {
  const rows = [...summariseAnswers(run, lines), ...summariseJudges(lines)];
  if (rows.length === 0) return null;
  return {
    rows,
    total: {
      costUsd: sumKnown(rows.map(({ costUsd }) => costUsd)),
      unknownCosts: sum(rows.map(({ unknownCosts }) => unknownCosts)),
      lostAttempts: sum(rows.map(({ lostAttempts }) => lostAttempts)),
      lostInFlight: sum(rows.map(({ lostInFlight }) => lostInFlight)),
      inBatches: sum(rows.map(({ inBatches }) => inBatches)),
      atMostMoreUsd: rows.every(({ atMostMoreUsd }) => atMostMoreUsd !== null)
        ? sumKnown(rows.map(({ atMostMoreUsd }) => atMostMoreUsd))
        : null,
    },
  };
}

function summariseAnswers(run: RunRecord, lines: readonly Line[]): readonly UsageRow[] {
  const modelOf = new Map(run.plan.map((place) => [sampleKey(place), place.model]));
  const byModel = Map.groupBy(lines, (line) =>
    line.kind === "batch" ? line.model : (modelOf.get(line.sample) ?? ""),
  );
  return run.models.flatMap(({ id, kind }) => {
    const own = byModel.get(id) ?? [];
    const wasAsked = own.some(({ kind: line }) => line === "asked" || line === "batch");
    const answers = own.filter((line) => line.kind === "answer").filter(isLive);
    if (kind === "recordings" || (!wasAsked && answers.length === 0)) return [];
    return [summariseModel(id, own, answers)];
  });
}

function isLive({ answer }: AnswerLine): boolean {
  return answer.source === "live";
}

function summariseModel(
  model: string,
  lines: readonly Line[],
  answers: readonly AnswerLine[],
): UsageRow {
  const { lostInFlight, unknownAtMostUsd } = findSpending(lines);
  const pending = findPendingInBatches(lines);
  const usages = answers.map(({ answer }) => answer.usage);
  const costs = answers.map(({ answer }) => answer.costUsd);
  const served = answers.flatMap(({ answer }) => answer.servedModel ?? []);
  const others = Map.groupBy(
    served.filter((name) => !isServedAsAsked(model, name)),
    (name) => name,
  );
  return {
    role: "answer",
    model,
    count: answers.length,
    tokens: addUsages(usages),
    unknownTokens: countNulls(usages),
    // Where nothing was answered, nothing was billed but what was lost.
    costUsd: answers.length === 0 ? 0 : sumKnown(costs),
    unknownCosts: countNulls(costs),
    lostAttempts: sum(lines.map((line) => ("lostAttempts" in line ? (line.lostAttempts ?? 0) : 0))),
    lostInFlight: lostInFlight.length,
    inBatches: pending.requests,
    atMostMoreUsd:
      unknownAtMostUsd === null || pending.maxCostUsd === null
        ? null
        : unknownAtMostUsd + pending.maxCostUsd,
    servedBy: [...others]
      .map(([name, group]) => ({ model: name, answers: group.length }))
      .toSorted((a, b) => (a.model < b.model ? -1 : 1)),
  };
}

function summariseJudges(lines: readonly Line[]): readonly UsageRow[] {
  const judges = lines.flatMap((line) =>
    line.kind === "verdicts"
      ? Object.values(line.verdicts).flatMap(({ judge }) => judge ?? [])
      : [],
  );
  return [...Map.groupBy(judges, ({ model }) => model)]
    .toSorted(([a], [b]) => ((a ?? "") < (b ?? "") ? -1 : 1))
    .map(([model, group]) => summariseJudge(model, group));
}

function summariseJudge(model: string | null, judges: readonly Judge[]): UsageRow {
  const usages = judges.map(({ usage }) => usage);
  const costs = judges.map(({ costUsd }) => costUsd);
  const unknownCosts = countNulls(costs);
  return {
    role: "judge",
    model,
    count: judges.length,
    tokens: addUsages(usages),
    unknownTokens: countNulls(usages),
    costUsd: sumKnown(costs),
    unknownCosts,
    lostAttempts: 0,
    lostInFlight: 0,
    inBatches: 0,
    // Nobody sets a limit to what a judge may take.
    atMostMoreUsd: unknownCosts === 0 ? 0 : null,
    servedBy: [],
  };
}

function countNulls(values: readonly unknown[]): number {
  return values.filter((value) => value === null).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
