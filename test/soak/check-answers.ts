import type { AnswerLine, LoadedRun } from "../../src/record/index.ts";
import type { Account, Bill } from "../fake-anthropic/start-fake-anthropic.ts";
import { nanoUsdOf } from "./reference-price.ts";

/** Texts of the answers of the soak begin with the id of their request, so that each is one of a kind. */
const answerId = /^\[(?<id>\w+)\]/u;

/** The stored answers that came from the server, by the id of the request. */
export function storedAnswers({ lines }: Pick<LoadedRun, "lines">): {
  readonly byId: ReadonlyMap<string, AnswerLine>;
  readonly violations: readonly string[];
} {
  const byId = new Map<string, AnswerLine>();
  const violations: string[] = [];
  for (const line of lines) {
    // A filter's words are no answer of the server's.
    if (line.kind !== "answer" || line.status === "filtered") continue;
    const id = answerId.exec(line.answer.text)?.groups?.["id"];
    if (id === undefined) violations.push(`${line.sample}: an answer that nobody gave`);
    else if (byId.has(id)) violations.push(`${line.sample}: the answer ${id} is stored twice`);
    else byId.set(id, line);
  }
  return { byId, violations };
}

/** Each stored answer is one that the server gave whole, with its usage and its exact cost. */
export function checkAnswers(
  byId: ReadonlyMap<string, AnswerLine>,
  { whole }: Pick<Account, "whole">,
): readonly string[] {
  const bills = new Map(whole.map((bill) => [bill.id, bill]));
  return [...byId].flatMap(([id, { sample, answer }]) => {
    const bill = bills.get(id);
    if (!bill) return [`${sample}: ${id} was not answered in full`];
    const violations: string[] = [];
    if (JSON.stringify(sorted(answer.usage)) !== JSON.stringify(sorted(bill.usage))) {
      violations.push(
        `${sample}: usage ${JSON.stringify(answer.usage)}, billed ${JSON.stringify(bill.usage)}`,
      );
    }
    if (answer.servedModel !== bill.servedModel) {
      violations.push(`${sample}: served by ${bill.servedModel}, not ${answer.servedModel}`);
    }
    const costUsd = exactUsd(bill);
    if (!isSameUsd(answer.costUsd, costUsd)) {
      violations.push(`${sample}: costs ${costUsd} USD, not ${answer.costUsd}`);
    }
    return violations;
  });
}

/** null: a price is not known. */
function exactUsd(bill: Bill): number | null {
  const nano = nanoUsdOf(bill, bill.servedModel);
  return nano === null ? null : nano / 1e9;
}

/** Equal to a thousandth of a billionth: what adding fractions in another order may make of it. */
export function isSameUsd(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) < 1e-12;
}

function sorted(usage: object | null): object {
  return Object.fromEntries(Object.entries(usage ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
