import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { PythonModule } from "../types.ts";
import type { SecretNoun } from "./secret-names.ts";

/** A place in the implementation where a secret belongs. */
export interface SecretPlace {
  /** What belongs there: `SECRET_KEY`, `password`, `jwt.encode`, `URL`. */
  readonly name: string;
  readonly noun: SecretNoun;
  /** The expression that gives the secret; null: a field that must come from outside. */
  readonly value: SyntaxNode | null;
  /**
   * - `name`: a variable or attribute; `field`: of a settings class; `argument`: by keyword, or for
   *   a parameter of that name; `entry`: of a dictionary; `comparison`: the other side is a secret;
   * - `sink`: an argument of a function that takes a key there, whatever it is called;
   * - `environment`: the name under which the environment is read;
   * - `url`: a URL that names a user and a password.
   */
  readonly how:
    | "name"
    | "field"
    | "argument"
    | "entry"
    | "comparison"
    | "sink"
    | "environment"
    | "url";
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}
