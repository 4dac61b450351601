import { loadEnvFile } from "node:process";

/**
 * Reads `.env` of the current folder into the environment; what is set already stays as it is.
 *
 * @returns what is wrong with the file, as a sentence; null: nothing, or there is none
 */
export function readEnvFile(): string | null {
  try {
    loadEnvFile(".env");
    return null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" ? null : `.env cannot be read (${String(code ?? error)}).`;
  }
}
