import { readFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { builtInChecks, gradeAnswer } from "../../src/checks/index.ts";
import type { Verdict } from "../../src/record/index.ts";
import { readSuite } from "../../src/suite/index.ts";

const folder = fileURLToPath(new URL("../../evals/fastapi-backend-expert/", import.meta.url));
const suite = readSuite(`${folder}suite.yaml`);
const checks = new Map(Object.entries(builtInChecks));
const originals = new Map<string, Promise<Verdicts>>();

/** Verdicts by gate id. */
export type Verdicts = Readonly<Record<string, Verdict>>;

/** All recorded answers, as `version/case`. */
export const recordings: readonly string[] = ["concise", "fastapi-backend-expert", "lite"].flatMap(
  (version) =>
    readdirSync(`${folder}recordings/${version}`)
      .toSorted()
      .map((file) => `${version}/${file.replace(/\.1\.md$/u, "")}`),
);

/** A recorded answer by `version/case`. */
export function readRecording(name: string): Promise<string> {
  return readFile(`${folder}recordings/${name}.1.md`, "utf8");
}

/** What all built-in checks say of a recorded answer, or of what became of it. */
export async function gradeRecording(name: string, text: string): Promise<Verdicts> {
  const id = name.split("/")[1];
  const request = suite.cases.find((one) => one.id === id)?.request;
  if (request === undefined) throw new Error(`the suite has no case ${id}`);
  return gradeAnswer({ text, request, status: "answered" }, checks);
}

/** The verdicts of the answer as it was recorded, graded once. */
export function gradeOriginal(name: string): Promise<Verdicts> {
  const known = originals.get(name);
  if (known !== undefined) return known;
  const graded = readRecording(name).then((text) => gradeRecording(name, text));
  originals.set(name, graded);
  return graded;
}

/** Gates whose outcome differs, as `gate: before → after`. */
export function flips(before: Verdicts, after: Verdicts): readonly string[] {
  return Object.keys(before)
    .filter((gate) => before[gate]?.outcome !== after[gate]?.outcome)
    .map((gate) => `${gate}: ${before[gate]?.outcome} → ${after[gate]?.outcome}`);
}
