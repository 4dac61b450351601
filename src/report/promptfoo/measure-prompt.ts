import type { TokenUsage } from "./describe-answer.ts";
import type { Row } from "./make-row.ts";

/** promptfoo's totals of a column, of all that is known. */
export function measurePrompt(rows: readonly Row[]) {
  const count = (of: (row: Row) => boolean) => rows.filter(of).length;
  const components = rows.flatMap(({ gradingResult }) => gradingResult.componentResults);
  const assertPassCount = components.filter(({ pass }) => pass).length;
  const named = sumNamedScores(rows);
  return {
    score: sum(rows.map(({ score }) => score)),
    testPassCount: count(({ success }) => success),
    testFailCount: count(({ failureReason }) => failureReason === 1),
    testErrorCount: count(({ failureReason }) => failureReason === 2),
    assertPassCount,
    assertFailCount: components.length - assertPassCount,
    totalLatencyMs: sum(rows.map(({ latencyMs }) => latencyMs ?? 0)),
    tokenUsage: sumTokens(rows),
    namedScores: named.sums,
    namedScoresCount: named.counts,
    namedScoreWeights: named.counts,
    cost: sum(rows.map(({ cost }) => cost ?? 0)),
  };
}

/** Of the rows whose tokens are known. */
export function sumTokens(rows: readonly Row[]): TokenUsage {
  const known = rows.flatMap(({ tokenUsage }) => tokenUsage ?? []);
  return {
    prompt: sum(known.map(({ prompt }) => prompt)),
    completion: sum(known.map(({ completion }) => completion)),
    cached: 0,
    total: sum(known.map(({ total }) => total)),
    numRequests: known.length,
  };
}

function sumNamedScores(rows: readonly Row[]) {
  const sums: Record<string, number> = {};
  const counts: Record<string, number> = {};
  for (const { namedScores } of rows) {
    for (const [name, score] of Object.entries(namedScores)) {
      sums[name] = (sums[name] ?? 0) + score;
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return { sums, counts };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
