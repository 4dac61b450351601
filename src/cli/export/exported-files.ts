import { readFile, rename, writeFile } from "node:fs/promises";
import { UserError } from "../../user-error.ts";

/** The text of a file; null where there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return null;
    throw noAccess("read", file, cause);
  }
}

/** Writes a file as a whole or not at all. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (cause) {
    throw noAccess("written", file, cause);
  }
}

function noAccess(done: "read" | "written", file: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === null) return cause;
  return new UserError("export/no-access", `The file cannot be ${done}: ${code}.`, {
    place: file,
    hint: "See to it that it is a file that you may write.",
    cause,
  });
}

function codeOf(cause: unknown): string | null {
  return cause instanceof Error && "code" in cause ? String(cause.code) : null;
}
