import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../user-error.ts";
import { labelsFileSchema } from "./labels-schema.ts";
import type { LabelledAnswer, LabelsFile } from "./labels-schema.ts";

/** A labelled answer with its text. */
export interface LabelledText extends LabelledAnswer {
  readonly text: string;
}

/** Labels with the texts that they speak of. */
export interface Labels {
  readonly path: string;
  readonly provenance: string;
  readonly answers: readonly LabelledText[];
}

/**
 * Reads a labels file and the answers that it names.
 *
 * @throws UserError `labels/unreadable`, `labels/not-json`, `labels/invalid`, `labels/no-answer`
 */
export async function readLabels(path: string): Promise<Labels> {
  const file = parseLabels(await readText(path, "labels/unreadable", path), path);
  const answers = await Promise.all(
    file.answers.map(async (answer) => ({
      ...answer,
      text: await readText(resolve(dirname(path), answer.answer), "labels/no-answer", path),
    })),
  );
  return { path, provenance: file.provenance, answers };
}

function parseLabels(text: string, path: string): LabelsFile {
  const parsed = labelsFileSchema.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  throw new UserError("labels/invalid", `${problem?.path.join(".")}: ${problem?.message}`, {
    place: path,
    hint: "docs/calibrate.md describes the format of labels",
  });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError("labels/not-json", `not JSON: ${messageOf(cause)}`, { place: path, cause });
  }
}

async function readText(path: string, code: string, place: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new UserError(code, `cannot read ${path}: ${messageOf(cause)}`, { place, cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
