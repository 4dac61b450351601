import { expect, test } from "vitest";
import { createGradeOnce } from "./grade-once.ts";

test("grades an answer once, however many ask at the same time, and another one anew", async () => {
  const seen: string[] = [];
  const gradeOnce = createGradeOnce(({ text, request }) => {
    seen.push(`${request}: ${text}`);
    const verdict = { outcome: "pass", score: null, reason: "it was seen", evidence: [] } as const;
    return Promise.resolve({ seen: verdict });
  });
  const ask = (text: string, request: string) => gradeOnce({ text, request, status: null });
  const verdicts = await Promise.all([ask("a", "x"), ask("a", "x"), ask("b", "x"), ask("a", "y")]);
  expect(seen.toSorted()).toEqual(["x: a", "x: b", "y: a"]);
  expect(verdicts.every(({ seen: verdict }) => verdict?.outcome === "pass")).toBe(true);
});
