import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../user-error.ts";
import type { Check } from "./types.ts";

/**
 * Loads a check of the user's: a TypeScript or JavaScript module whose default export is a `Check`.
 *
 * @param reference as the suite has it: `./checks/no-orm.ts`
 * @param suiteFolder what it is relative to
 * @throws UserError `checks/no-such-file`, `checks/cannot-load`, `checks/no-check`
 */
export async function loadCheckFile(reference: string, suiteFolder: string): Promise<Check> {
  const path = resolve(suiteFolder, reference);
  if (!existsSync(path)) {
    throw new UserError("checks/no-such-file", `no such check: ${reference}`, {
      place: path,
      hint: "paths of checks are relative to the suite's folder",
    });
  }
  const module = await importModule(path, reference);
  const check = module["default"];
  if (isCheck(check)) return check;
  throw new UserError("checks/no-check", `${reference} has no check as its default export`, {
    place: path,
    hint: 'expected: export default { id: "no-orm", decide(input) { return { outcome, score, reason, evidence }; } }',
  });
}

async function importModule(path: string, reference: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(
      "checks/cannot-load",
      `the check ${reference} cannot be loaded: ${message}`,
      {
        place: path,
        hint: "run it alone with `node` to see the whole error; TypeScript checks need erasable syntax",
        cause,
      },
    );
  }
}

function isCheck(value: unknown): value is Check {
  if (typeof value !== "object" || value === null) return false;
  const { id, decide } = value as Partial<Record<keyof Check, unknown>>;
  return typeof id === "string" && typeof decide === "function";
}
