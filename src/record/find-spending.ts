import type { AnswerLine, Line, OutcomeLine } from "./line-schema.ts";

/** A request that was sent, and of which nothing is stored: a kill caught it in flight. */
export interface LostInFlight {
  readonly sample: string;
  /** null: not known. */
  readonly maxCostUsd: number | null;
}

/** What the samples of a run have cost so far. Recordings cost nothing. */
export interface Spending {
  /** Sum of all costs that are known, USD. */
  readonly knownUsd: number;
  /**
   * Most that the rest can have cost, USD: answers of unknown cost, and requests that were never
   * answered in full. null: not known.
   */
  readonly unknownAtMostUsd: number | null;
  /** In the order of the lines. */
  readonly lostInFlight: readonly LostInFlight[];
}

/** Adds up what the lines of a run say about money. */
export function findSpending(lines: readonly Line[]): Spending {
  /** Most that one request of a sample can cost, from its last line `asked`. */
  const most = new Map<string, number | null>();
  const inFlight = new Map<string, SentRequest[]>();
  let knownUsd = 0;
  let unknownAtMostUsd: number | null = 0;
  const addUnknown = (sample: string, requests: number): void => {
    const max = most.get(sample) ?? null;
    unknownAtMostUsd =
      unknownAtMostUsd === null || max === null ? null : unknownAtMostUsd + requests * max;
  };
  for (const line of lines) {
    switch (line.kind) {
      case "asked": {
        most.set(line.sample, line.maxCostUsd);
        const { sample, maxCostUsd, attempt = 1 } = line;
        const requests = inFlight.get(sample) ?? [];
        inFlight.set(sample, [...requests, { sample, maxCostUsd, attempt }]);
        break;
      }
      case "turned away":
        settleLast(inFlight.get(line.sample) ?? []);
        break;
      case "answer":
      case "outcome": {
        if (wasAsked(line)) settleLast(inFlight.get(line.sample) ?? []);
        if (line.lostAttempts !== undefined) addUnknown(line.sample, line.lostAttempts);
        if (line.kind === "answer" && line.answer.source === "live") {
          if (line.answer.costUsd === null) addUnknown(line.sample, 1);
          else knownUsd += line.answer.costUsd;
        }
        break;
      }
      case "batch":
        for (const sample of line.samples) {
          most.set(sample, line.maxCostUsd === null ? null : line.maxCostUsd / line.samples.length);
        }
        break;
      case "verdicts":
        break;
    }
  }
  const lostInFlight = [...inFlight.values()]
    .flat()
    .map(({ sample, maxCostUsd }) => ({ sample, maxCostUsd }));
  for (const { maxCostUsd } of lostInFlight) {
    unknownAtMostUsd =
      unknownAtMostUsd === null || maxCostUsd === null ? null : unknownAtMostUsd + maxCostUsd;
  }
  return { knownUsd, unknownAtMostUsd, lostInFlight };
}

interface SentRequest extends LostInFlight {
  /** Of its asking, 1-based. */
  readonly attempt: number;
}

/** What the budget did not allow has an outcome without having been sent. */
function wasAsked(line: AnswerLine | OutcomeLine): boolean {
  return line.status !== "over budget" || line.lostAttempts !== undefined;
}

/** Takes away the requests of the last asking; those of earlier ones stay lost. */
function settleLast(requests: SentRequest[]): void {
  const first = requests.findLastIndex(({ attempt }) => attempt === 1);
  if (first >= 0) requests.splice(first);
}
