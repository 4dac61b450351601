import type { CheckedGate, GradingTask } from "../checks/index.ts";
import type { Verdict } from "../record/index.ts";
import { UserError } from "../user-error.ts";

/** What a grading thread is started with. */
export interface ThreadSetup {
  readonly gates: readonly CheckedGate[];
  /** Files of the user's are relative to it. */
  readonly suiteFolder: string;
  /** File of the user's with prices, see `readPrices`. */
  readonly prices: string | null;
}

/** An answer for a thread, and the gates to decide, in this order. */
export interface Order {
  readonly task: GradingTask;
  readonly gates: readonly string[];
}

/** What a thread turns to: a check, which it loads or asks. */
export interface Step {
  /** null: what goes before the checks, such as reading the answer. */
  readonly gate: string | null;
  /** How the check is called; null where there is none. */
  readonly check: string | null;
  /** Processor time of the thread until here; null where this Node cannot tell. */
  readonly cpuMs: number | null;
}

/** What a thread tells. Loading and each order end with `done` or `refused`. */
export type ThreadReport =
  | { readonly kind: "step"; readonly step: Step }
  | { readonly kind: "decided"; readonly gate: string; readonly verdict: Verdict }
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly error: PackedUserError };

/** A `UserError` on its way between threads, which take plain data only. */
export type PackedUserError = Pick<UserError, "code" | "message" | "place" | "hint" | "exitCode">;

export function packUserError(error: UserError): PackedUserError {
  const { code, message, place, hint, exitCode } = error;
  return { code, message, place, hint, exitCode };
}

export function unpackUserError(packed: PackedUserError): UserError {
  const { code, message, place, hint, exitCode } = packed;
  return new UserError(code, message, {
    ...(place === undefined ? {} : { place }),
    ...(hint === undefined ? {} : { hint }),
    exitCode,
  });
}

/** Whether a message is ours: a check, or a library it uses, may send others. */
export function isThreadReport(message: unknown): message is ThreadReport {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  const { kind } = message;
  return kind === "step" || kind === "decided" || kind === "done" || kind === "refused";
}
