import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { applyEdit, editSchema } from "./apply-edit.ts";
import { genericRewrites } from "./generic-rewrites.ts";
import { flips, gradeRecording, readRecording } from "./grading.ts";

const recordings = fileURLToPath(
  new URL("../../evals/fastapi-backend-expert/recordings/", import.meta.url),
);
const names = ["concise", "fastapi-backend-expert", "lite"].flatMap((version) =>
  readdirSync(recordings + version)
    .toSorted()
    .map((file) => `${version}/${file.replace(/\.1\.md$/u, "")}`),
);

describe.each(genericRewrites)("$name", ({ apply }) => {
  test("flips no gate of any recorded answer", async () => {
    const flipped: string[] = [];
    for (const name of names) {
      const original = await readRecording(name);
      const rewritten = apply(original);
      if (rewritten === original) continue;
      const before = await gradeRecording(name, original);
      const after = await gradeRecording(name, rewritten);
      flipped.push(...flips(before, after).map((flip) => `${name} ${flip}`));
    }
    expect(flipped).toEqual([]);
  });
});

const folder = fileURLToPath(new URL("./rewrites/", import.meta.url));
const rewrites = readdirSync(folder)
  .toSorted()
  .flatMap((file) => z.array(editSchema).parse(parse(readFileSync(folder + file, "utf8"))));

test.each(rewrites)("$answer: $name", async (rewrite) => {
  const original = await readRecording(rewrite.answer);
  const before = await gradeRecording(rewrite.answer, original);
  const after = await gradeRecording(rewrite.answer, applyEdit(original, rewrite));
  expect(flips(before, after)).toEqual([]);
});
