import type { CheckReference } from "../suite/index.ts";
import { UserError } from "../user-error.ts";
import { builtInChecks } from "./built-in-checks.ts";
import { loadPromptfooCheck } from "./promptfoo-check.ts";
import type { Check } from "./types.ts";
import { loadCheckFile } from "./user-check.ts";

/** Gate ids in their order, each with the check that decides it; null: none does. */
export type LoadedChecks = ReadonlyMap<string, Check | null>;

/** What has to be known of a gate to find its check. */
export interface CheckedGate {
  readonly id: string;
  readonly check: CheckReference;
}

/**
 * Finds the checks of a suite's gates: built-in ones by id, files of the user's relative to the
 * suite's folder, promptfoo's assertions.
 *
 * @throws UserError for a check that is not there, cannot be loaded, or is no check
 */
export async function loadChecks(
  gates: readonly CheckedGate[],
  suiteFolder: string,
): Promise<LoadedChecks> {
  const checks = new Map<string, Check | null>();
  for (const gate of gates) checks.set(gate.id, await loadCheck(gate, suiteFolder));
  return checks;
}

async function loadCheck(gate: CheckedGate, suiteFolder: string): Promise<Check | null> {
  const { check } = gate;
  if (typeof check !== "string") return loadPromptfooCheck(check.promptfoo);
  if (check === "unchecked") return null;
  if (/^\.{0,2}\//u.test(check)) return loadCheckFile(check, suiteFolder);
  const builtIn = builtInChecks[check];
  if (builtIn !== undefined) return builtIn;
  throw new UserError("checks/unknown", `gate \`${gate.id}\` names an unknown check: ${check}`, {
    hint: `known are ${Object.keys(builtInChecks).join(", ")}, a file such as ./checks/x.ts, or unchecked`,
  });
}
