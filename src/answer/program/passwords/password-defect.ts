import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { PythonFunction, PythonModule } from "../types.ts";

/** A place at which a password is not treated as one. */
export interface PasswordDefect {
  readonly kind:
    | "stored"
    | "compared"
    | "logged"
    | "returned"
    | "hashed fast"
    | "verified by another library";
  readonly node: SyntaxNode;
  readonly module: PythonModule;
  readonly function: PythonFunction | null;
}
