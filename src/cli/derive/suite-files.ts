import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { renderSuiteJsonSchema } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";

/** The text of a file; null where there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT") return null;
    throw new UserError("derive/no-access", `The suite cannot be read: ${reasonOf(code)}.`, {
      place: file,
      hint: "--out names the suite's file.",
      cause,
    });
  }
}

/**
 * Writes suite.yaml, and beside its folder the JSON Schema that its first line names, each as a
 * whole or not at all.
 *
 * @param text null: the suite stays as it is
 */
export async function writeSuite(suitePath: string, text: string | null): Promise<void> {
  const folder = path.dirname(suitePath);
  const schemaPath = path.join(folder, "..", "suite.schema.json");
  const schema = renderSuiteJsonSchema();
  try {
    await mkdir(folder, { recursive: true });
    if (text !== null) await replaceFile(suitePath, text);
    if ((await readIfThere(schemaPath)) !== schema) await replaceFile(schemaPath, schema);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : null;
    if (cause instanceof UserError || code === null) throw cause;
    throw new UserError("derive/no-access", `The suite cannot be written: ${reasonOf(code)}.`, {
      place: suitePath,
      hint: "--out names another file.",
      cause,
    });
  }
}

function reasonOf(code: unknown): string {
  if (code === "EACCES" || code === "EPERM") return "no permission";
  return code === "EISDIR" ? "it is a folder" : String(code);
}

async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text);
  await rename(draft, file);
}
