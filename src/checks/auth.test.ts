import { describe, expect, test } from "vitest";
import { auth } from "./auth.ts";
import { idiomSamples } from "./auth/samples/idioms.ts";
import { mechanismSamples } from "./auth/samples/mechanisms.ts";
import { publicSamples } from "./auth/samples/public-endpoints.ts";
import { severalFilesSamples } from "./auth/samples/several-files.ts";
import { singleFileSamples } from "./auth/samples/single-file.ts";
import { gradeWith } from "./testing/grade-with.ts";

describe.each([
  ["one file", singleFileSamples],
  ["several files", severalFilesSamples],
  ["mechanisms", mechanismSamples],
  ["idioms", idiomSamples],
  ["public endpoints", publicSamples],
])("%s", (_, samples) => {
  test.each(samples)("$name: $outcome", async ({ answer, outcome }) => {
    const verdict = await gradeWith(auth, answer);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});
