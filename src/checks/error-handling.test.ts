import { describe, expect, test } from "vitest";
import { errorHandling } from "./error-handling.ts";
import { defects, rewrites } from "./error-handling/edited-samples.ts";
import { layered, single } from "./error-handling/sample-services.ts";
import {
  failingSamples,
  passedOverSamples,
  passingSamples,
} from "./error-handling/small-samples.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { edited } from "./tests-gate/edited-samples.ts";

describe.each([
  ["pass", [...passingSamples, ["layers", layered], ["one file", single]] as const],
  ["fail", failingSamples],
  ["na", passedOverSamples],
])("%s", (outcome, samples) => {
  test.each(samples)("%s", async (_, answer) => {
    const verdict = await gradeWith(errorHandling, answer);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

describe.each([
  ["fail", defects],
  ["pass", rewrites],
])("an edited answer: %s", (outcome, samples) => {
  test.each(samples)("%s", async (_, base, edits) => {
    const answer = edited(base, edits);
    expect(answer).not.toBe(base);
    const verdict = await gradeWith(errorHandling, answer);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

test("every line that offends is evidence; the score is the share of endpoints without one", async () => {
  const answer = single
    .replace(
      'raise HTTPException(status_code=404, detail="Item not found")',
      'return {"error": "no"}',
    )
    .replace("except IntegrityError:", "except:");
  const verdict = await gradeWith(errorHandling, answer);
  expect(verdict.evidence.map((one) => one.excerpt)).toEqual(['return {"error": "no"}', "except:"]);
  expect(verdict.score).toBe(0.5);
});

test("code of the request, repeated unchanged, is not held against the answer", async () => {
  const old = `@app.get("/old/{old_id}")\ndef old(old_id: int):\n    try:\n        return load(old_id)\n    except:\n        return {"error": "x"}`;
  const answer = `\`\`\`python\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n${old}\n\`\`\``;
  expect((await gradeWith(errorHandling, answer)).outcome).toBe("fail");
  expect((await gradeWith(errorHandling, answer, `Add docs to\n\n${old}`)).outcome).toBe("pass");
});
