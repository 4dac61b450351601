import type { SyntaxNode } from "../python/syntax-tree.ts";
import type {
  ImportBinding,
  Parameter,
  PythonClass,
  PythonFunction,
  PythonModule,
} from "./types.ts";

/** What a name or an expression stands for, after imports and plain aliases have been followed. */
export type Definition =
  | PythonFunction
  | PythonClass
  | ValueDefinition
  | ParameterDefinition
  | ModuleDefinition
  | ExternalDefinition
  | UnboundDefinition
  | UnknownDefinition;

/** A variable, or an expression that is no name: a call, a list, a literal, a lambda. */
export interface ValueDefinition {
  readonly kind: "value";
  /** The variable's name; null for a bare expression. */
  readonly name: string | null;
  /** The expression of which the value comes. */
  readonly node: SyntaxNode;
  /** How it comes of it: `assign` is the value itself, the others take it out of it. */
  readonly through: "assign" | "loop" | "with" | "except" | "unpack";
  /** 0-based place among several targets: 1 for `b` in `for a, b in pairs`; null: one target. */
  readonly at: number | null;
  readonly annotation: SyntaxNode | null;
  readonly module: PythonModule;
}

export interface ParameterDefinition {
  readonly kind: "parameter";
  readonly function: PythonFunction;
  readonly parameter: Parameter;
}

/** Modules of the answer; several where excerpts share a path. */
export interface ModuleDefinition {
  readonly kind: "module";
  readonly modules: readonly PythonModule[];
}

/** What the answer imports and does not show: a library's, the user's own code, a builtin. */
export interface ExternalDefinition {
  readonly kind: "external";
  /** Fully qualified: `fastapi.Depends`, `app.auth.get_current_user`, `builtins.len`. */
  readonly name: string;
}

/** A name that nothing in the answer binds: an excerpt that leaves its imports out. */
export interface UnboundDefinition {
  readonly kind: "unbound";
  /** As it is written, with its attributes: `get_current_user`, `auth.current_user`. */
  readonly name: string;
}

export interface UnknownDefinition {
  readonly kind: "unknown";
  readonly node: SyntaxNode;
}

/** One place where a scope binds a name. */
export type Binding =
  | PythonFunction
  | PythonClass
  | ValueDefinition
  | ParameterDefinition
  | { readonly kind: "import"; readonly import: ImportBinding };

/** The names that a module, a function or a class body binds, each in source order. */
export type Scope = ReadonlyMap<string, readonly Binding[]>;
