import { readPrices } from "../models/index.ts";
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

export interface LoadOptions {
  /** File of the user's with prices, see `readPrices`: what judges cost is reckoned by it. */
  readonly prices?: string | null;
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
  options: LoadOptions = {},
): Promise<LoadedChecks> {
  const checks = new Map<string, Check | null>();
  for (const gate of gates) checks.set(gate.id, await loadCheck(gate, suiteFolder, options));
  return checks;
}

async function loadCheck(
  gate: CheckedGate,
  suiteFolder: string,
  { prices = null }: LoadOptions,
): Promise<Check | null> {
  const { check } = gate;
  if (typeof check !== "string") return loadPromptfooCheck(check.promptfoo, readPrices(prices));
  if (check === "unchecked") return null;
  if (/^\.{0,2}\//u.test(check)) return loadCheckFile(check, suiteFolder);
  const builtIn = builtInChecks[check];
  if (builtIn !== undefined) return builtIn;
  throw new UserError("checks/unknown", `gate \`${gate.id}\` names an unknown check: ${check}`, {
    hint: `known are ${Object.keys(builtInChecks).join(", ")}, a file such as ./checks/x.ts, or unchecked`,
  });
}
