import { expect, test } from "vitest";
import type { Check } from "../../checks/index.ts";
import { createGradeOnce } from "./grade-once.ts";

test("grades an answer once, however many ask at the same time, and another one anew", async () => {
  const seen: string[] = [];
  const check: Check = {
    id: "seen",
    decide({ answer, request }) {
      seen.push(`${request}: ${answer.text}`);
      return { outcome: "pass", score: null, reason: "it was seen", evidence: [] };
    },
  };
  const gradeOnce = createGradeOnce(() => Promise.resolve(new Map([["seen", check]])));
  const ask = (text: string, request: string) => gradeOnce({ text, request, status: null });
  const verdicts = await Promise.all([ask("a", "x"), ask("a", "x"), ask("b", "x"), ask("a", "y")]);
  expect(seen.toSorted()).toEqual(["x: a", "x: b", "y: a"]);
  expect(verdicts.every(({ seen: verdict }) => verdict?.outcome === "pass")).toBe(true);
});
