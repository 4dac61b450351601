import type { LocatedCall } from "../located-calls.ts";
import type { DatabaseHandle } from "./handle-names.ts";

/**
 * One call that talks to a database, or builds the statement for it; or an assignment that changes
 * an object which the same function commits.
 */
export interface DatabaseUse extends LocatedCall {
  readonly kind: "read" | "write" | "commit" | "rollback" | "flush";
  /** Through what; null for a statement that is built (`update(User)`), a model's or a collection's own method. */
  readonly handle: DatabaseHandle | null;
  /** What a write does. */
  readonly verb: WriteVerb | null;
  /** What is written, as far as it is said: a class, a table, a collection. */
  readonly target: string | null;
  /** The statement is committed by itself, as drivers do outside of a transaction. */
  readonly autocommits: boolean;
}

export type WriteVerb = "insert" | "update" | "delete" | "save";
