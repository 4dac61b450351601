import path from "node:path";

/** Folder of a suite's baseline. */
export function baselineFolder(suiteFolder: string): string {
  return path.join(suiteFolder, "baseline");
}

export const recordFileName = "baseline.json";
export const answersFileName = "answers.jsonl.br";
