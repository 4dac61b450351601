import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashText } from "../../src/content-hash.ts";
import { answerOf, type SmallProject } from "./small-project.ts";

interface Recordings {
  readonly sets: readonly { readonly answers: Record<string, unknown>[] }[];
}

/**
 * Adds answers to the recordings of the small project, as repeats 2 and 3 of every case: with type
 * hints where `hinted` says so.
 */
export async function recordRepeats(
  project: SmallProject,
  hinted: (id: string, repeat: number) => boolean,
): Promise<void> {
  const file = "evals/small/recordings/recordings.json";
  const recordings = JSON.parse(
    await readFile(path.join(project.folder, file), "utf8"),
  ) as Recordings;
  for (const { answers } of recordings.sets) {
    for (const first of answers.slice()) {
      for (const repeat of [2, 3]) {
        const id = String(first["case"]);
        const hint = hinted(id, repeat) ? ": int" : "";
        const text = answerOf(`def f(x${hint}) -> int:\n    return x * ${repeat}`);
        const place = String(first["file"]).replace(".1.md", `.${repeat}.md`);
        await project.write(`evals/small/recordings/${place}`, text);
        answers.push({ ...first, repeat, file: place, answerHash: hashText(text) });
      }
    }
  }
  await project.write(file, JSON.stringify(recordings, null, 2));
}
