import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { PythonFunction, PythonModule } from "../types.ts";

/** A place where the answer's code deals with a failure in a way that it should not. */
export interface ErrorDefect {
  readonly kind:
    | "bare-except"
    | "swallowed"
    | "error-as-success"
    | "unmapped-exception"
    | "missing-not-found"
    | "unhandled-conflict"
    | "wrong-status";
  readonly module: PythonModule;
  readonly node: SyntaxNode;
  /** The function in which it stands; null at module level. */
  readonly function: PythonFunction | null;
  /** What is wrong, in a few words. */
  readonly words: string;
}
