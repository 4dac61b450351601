import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { applyEdit, editSchema } from "./apply-edit.ts";
import { flips, gradeOriginal, gradeRecording, readRecording } from "./grading.ts";

/** A realistic edit that breaks a recorded answer, and the gates that it breaks. */
const defectsSchema = z.array(
  editSchema.extend({
    /** `gate: before → after`, exactly these and no other. */
    flips: z.array(z.string()).min(1),
    /** Why no check sees it; the test fails as soon as one does. */
    missed: z.string().optional(),
  }),
);

const folder = fileURLToPath(new URL("./defects/", import.meta.url));
const defects = readdirSync(folder)
  .toSorted()
  .flatMap((file) => defectsSchema.parse(parse(readFileSync(folder + file, "utf8"))));

const found = defects.filter(({ missed }) => missed === undefined);
const missed = defects.filter((defect) => !found.includes(defect));

test.each(found)("$answer: $name", async (defect) => {
  expect(await flipsOf(defect)).toEqual(defect.flips.toSorted());
});

test.each(missed)("not seen yet: $answer: $name", async (defect) => {
  expect(await flipsOf(defect)).not.toEqual(defect.flips.toSorted());
});

test("at least 95 % are found, and at least four a gate", () => {
  expect(found.length / defects.length).toBeGreaterThanOrEqual(0.95);
  for (const gate of new Set(defects.flatMap((defect) => defect.flips.map(gateOf)))) {
    const ofGate = found.filter((defect) => defect.flips.map(gateOf).includes(gate));
    expect(ofGate.length, gate).toBeGreaterThanOrEqual(4);
  }
});

async function flipsOf(defect: z.infer<typeof defectsSchema>[number]): Promise<readonly string[]> {
  const edited = applyEdit(await readRecording(defect.answer), defect);
  const before = await gradeOriginal(defect.answer);
  const after = await gradeRecording(defect.answer, edited);
  return flips(before, after).toSorted();
}

function gateOf(flip: string): string {
  return flip.slice(0, flip.indexOf(":"));
}
