import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { builtInChecks, gradeAnswer } from "../../src/checks/index.ts";
import type { Verdict } from "../../src/record/index.ts";
import { readSuite } from "../../src/suite/index.ts";

const folder = fileURLToPath(new URL("../../evals/fastapi-backend-expert/", import.meta.url));
const suite = await readSuite(`${folder}suite.yaml`);
const checks = new Map(Object.entries(builtInChecks));

/** A recorded answer by `version/case`. */
export function readRecording(name: string): Promise<string> {
  return readFile(`${folder}recordings/${name}.1.md`, "utf8");
}

/** The outcomes of all built-in checks by gate id. */
export async function gradeRecording(
  name: string,
  text: string,
): Promise<Readonly<Record<string, Verdict>>> {
  const id = name.split("/")[1];
  const request = suite.cases.find((one) => one.id === id)?.request ?? null;
  return gradeAnswer({ text, request, status: "answered" }, checks);
}

/** Gates whose outcome differs, as `gate: before → after`. */
export function flips(
  before: Readonly<Record<string, Verdict>>,
  after: Readonly<Record<string, Verdict>>,
): readonly string[] {
  return Object.keys(before)
    .filter((gate) => before[gate]?.outcome !== after[gate]?.outcome)
    .map((gate) => `${gate}: ${before[gate]?.outcome} → ${after[gate]?.outcome}`);
}
