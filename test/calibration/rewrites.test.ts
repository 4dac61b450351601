import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { applyEdit, editSchema } from "./apply-edit.ts";
import type { Edit } from "./apply-edit.ts";
import { flips, gradeOriginal, gradeRecording, readRecording } from "./grading.ts";

const rewritesSchema = z.array(
  /** `misread`: why a gate flips nevertheless; the test fails as soon as none does. */
  editSchema.extend({ misread: z.string().optional() }),
);

const folder = fileURLToPath(new URL("./rewrites/", import.meta.url));
const rewrites = readdirSync(folder)
  .toSorted()
  .flatMap((file) => rewritesSchema.parse(parse(readFileSync(folder + file, "utf8"))));

const harmless = rewrites.filter(({ misread }) => misread === undefined);
const misread = rewrites.filter((rewrite) => !harmless.includes(rewrite));

test.each(harmless)("$answer: $name", async (rewrite) => {
  expect(await flipsOf(rewrite)).toEqual([]);
});

test.each(misread)("misread: $answer: $name", async (rewrite) => {
  expect(await flipsOf(rewrite)).not.toEqual([]);
});

async function flipsOf(rewrite: Edit): Promise<readonly string[]> {
  const rewritten = applyEdit(await readRecording(rewrite.answer), rewrite);
  const before = await gradeOriginal(rewrite.answer);
  const after = await gradeRecording(rewrite.answer, rewritten);
  return flips(before, after);
}
