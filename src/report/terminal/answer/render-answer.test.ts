import picocolors from "picocolors";
import { expect, test } from "vitest";
import type { Verdict } from "../../../record/index.ts";
import { answerText, exampleRun } from "../../fixtures/example-run.ts";
import { displayWidth } from "../layout/index.ts";
import { renderAnswer } from "./render-answer.ts";
import { renderGrading } from "./render-grading.ts";

const plain = picocolors.createColors(false);
const { run, samples } = exampleRun({
  outcomeOf: (_, id) => (id === "openapi" ? "unchecked" : id === "tests" ? "fail" : "pass"),
});

function showFirst(columns: number, gates?: readonly string[]): string {
  const [sample] = samples;
  if (!sample) throw new Error("the example has samples");
  return renderAnswer(run, sample, { colours: plain, columns }, { gates });
}

test("an answer's verdicts stand beside its code, failures first", async () => {
  await expect(showFirst(80)).toMatchFileSnapshot("snapshots/answer.txt");
});

test("a gate that is asked for shows the code of its evidence, also where it passes", () => {
  const text = showFirst(80, ["auth"]);
  expect(text).toContain("  ▸ 12 │ line 12");
  expect(text).toContain("    14 │ line 14");
  expect(text).not.toContain("✗ tests");
});

test("an answer without a run is graded in the same way", async () => {
  const fail: Verdict = {
    outcome: "fail",
    score: 0.999,
    reason: "One of many lacks it.",
    evidence: [
      { file: "app/main.py", line: 1, excerpt: "line 1" },
      { file: "app/main.py", line: 4, excerpt: "line 4" },
      { file: "app/main.py", line: 40, excerpt: "line 40" },
    ],
  };
  const verdicts = [
    { gate: "auth", level: "required", statement: "Proper authentication", verdict: fail },
    {
      gate: "tests",
      level: "required",
      statement: "Tests",
      verdict: { outcome: "na", score: null, reason: "There is no code.", evidence: [] },
    },
  ] as const;
  const answer = { name: "answer.md", text: answerText, hasRequest: false };
  const theme = { colours: plain, columns: 80 };
  await expect(renderGrading(verdicts, answer, theme)).toMatchFileSnapshot("snapshots/grading.txt");
});

test.each([40, 80, 120])("no line is wider than %d columns", (columns) => {
  for (const line of showFirst(columns).split("\n")) {
    expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
  }
});
