import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { applyEdit, editSchema } from "./apply-edit.ts";
import { flips, gradeRecording, readRecording } from "./grading.ts";

/** A realistic edit that breaks a recorded answer, and the gates that it breaks. */
const defectsSchema = z.array(
  editSchema.extend({
    /** `gate: before → after`, exactly these and no other. */
    flips: z.array(z.string()).min(1),
  }),
);

const folder = fileURLToPath(new URL("./defects/", import.meta.url));
const defects = readdirSync(folder)
  .toSorted()
  .flatMap((file) => defectsSchema.parse(parse(readFileSync(folder + file, "utf8"))));

test.each(defects)("$answer: $name", async (defect) => {
  const original = await readRecording(defect.answer);
  const before = await gradeRecording(defect.answer, original);
  const after = await gradeRecording(defect.answer, applyEdit(original, defect));
  expect(flips(before, after).toSorted()).toEqual(defect.flips.toSorted());
});
