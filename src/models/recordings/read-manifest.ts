import { readFile } from "node:fs/promises";
import { z } from "zod";
import { describeFirstIssue, findSyntaxErrorLine } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import { manifestSchema, manifestSchemaVersion, type Manifest } from "./manifest-schema.ts";

/**
 * Reads recordings.json.
 *
 * @returns null where there is none
 * @throws UserError `recordings/damaged`, `recordings/other-version`
 */
export async function readManifest(file: string): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw damaged(`The recordings cannot be read: ${String(code ?? cause)}.`, file, cause);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw damaged(
      "The manifest is torn or no JSON.",
      `${file}:${findSyntaxErrorLine(text, cause)}`,
      cause,
    );
  }
  const version = z.object({ schemaVersion: z.number() }).safeParse(data);
  if (version.success && version.data.schemaVersion !== manifestSchemaVersion) {
    throw new UserError(
      "recordings/other-version",
      `The recordings have schemaVersion ${version.data.schemaVersion}, this assay reads ${manifestSchemaVersion}.`,
      { place: file, hint: "Use the version of assay that wrote them." },
    );
  }
  const parsed = manifestSchema.safeParse(data);
  if (!parsed.success) {
    throw damaged(`The manifest is damaged: ${describeFirstIssue(parsed.error)}`, file);
  }
  checkUnique(parsed.data, file);
  return parsed.data;
}

function checkUnique(manifest: Manifest, file: string): void {
  const seen = new Set<string>();
  for (const set of manifest.sets) {
    for (const recording of set.answers) {
      const key = `${set.promptVersion}/${set.promptHash}/${recording.case}/${recording.repeat}`;
      if (seen.has(key)) {
        throw damaged(
          `${set.promptVersion} has two recordings of ${recording.case}, repeat ${recording.repeat}.`,
          file,
        );
      }
      seen.add(key);
    }
  }
}

function damaged(message: string, place: string, cause?: unknown): UserError {
  return new UserError("recordings/damaged", message, {
    place,
    hint: "Restore it: git checkout -- <file>.",
    cause,
  });
}
