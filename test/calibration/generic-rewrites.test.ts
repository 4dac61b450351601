import { expect, test } from "vitest";
import { genericRewrites } from "./generic-rewrites.ts";
import { flips, gradeOriginal, gradeRecording, readRecording, recordings } from "./grading.ts";

/** One answer in so many, another one for each rewrite; `CALIBRATE_ALL=1` takes every answer. */
const stride = process.env["CALIBRATE_ALL"] === "1" ? 1 : 6;

test.each(genericRewrites.map((rewrite, index) => ({ ...rewrite, index })))(
  "$name flips no gate",
  async ({ apply, everywhere = false, index }) => {
    const names = recordings.filter((_, at) => everywhere || (at + index) % stride === 0);
    const flipped: string[] = [];
    for (const name of names) {
      const original = await readRecording(name);
      const rewritten = apply(original);
      if (rewritten === original) continue;
      const before = await gradeOriginal(name);
      const after = await gradeRecording(name, rewritten);
      flipped.push(...flips(before, after).map((flip) => `${name} ${flip}`));
    }
    expect(flipped).toEqual([]);
  },
);
