import type { AnswerFile } from "../files/index.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";

/**
 * - `test`: files named `test_*.py`, `*_test.py`, `conftest.py` or under `tests/`, and blocks that
 *   import pytest and define `test_` functions;
 * - `migration`: files under `versions/`, or code that uses `alembic.op`;
 * - `implementation`: all other Python.
 */
export type ModuleRole = "implementation" | "test" | "migration";

/** One Python file of an answer. An answer may hold several with the same path (excerpts). */
export interface PythonModule {
  readonly file: AnswerFile;
  readonly role: ModuleRole;
  /** `app/auth/__init__.py` → `app.auth`; a nameless block has its `block-<n>`. */
  readonly dottedName: string;
  readonly root: SyntaxNode;
  readonly imports: readonly ImportBinding[];
  /** Every function and method, nested ones included, in source order. Lambdas are none. */
  readonly functions: readonly PythonFunction[];
  /** Every class, nested ones included, in source order. */
  readonly classes: readonly PythonClass[];
  /** `name = value` at module level, annotated or not, also inside `if`, `try` and `with`. */
  readonly assignments: readonly Assignment[];
}

/** What an import statement binds. */
export interface ImportBinding {
  /** The name in this module: `fa`, `Depends`; `*` for a star import. */
  readonly name: string;
  /** Absolute dotted module; relative imports are resolved by the module's own name. */
  readonly from: string;
  /** The imported symbol; null: the module itself (`import x`, `import x as y`). */
  readonly symbol: string | null;
  readonly node: SyntaxNode;
}

export interface PythonFunction {
  readonly kind: "function";
  readonly name: string;
  /** `UserService.create`, `outer.inner`. */
  readonly qualifiedName: string;
  readonly module: PythonModule;
  readonly isAsync: boolean;
  /** Expressions after `@`, in source order. */
  readonly decorators: readonly SyntaxNode[];
  readonly parameters: readonly Parameter[];
  /** The return annotation's expression. */
  readonly returns: SyntaxNode | null;
  readonly body: SyntaxNode;
  /** The `function_definition` node. */
  readonly node: SyntaxNode;
  /** The class whose method it is, directly. */
  readonly ownerClass: PythonClass | null;
  /** The function in which it is nested, at whatever depth. */
  readonly ownerFunction: PythonFunction | null;
  readonly docstring: string | null;
}

export interface Parameter {
  readonly name: string;
  readonly kind: "positional-only" | "plain" | "keyword-only" | "args" | "kwargs";
  readonly annotation: SyntaxNode | null;
  readonly defaultValue: SyntaxNode | null;
  readonly node: SyntaxNode;
}

export interface PythonClass {
  readonly kind: "class";
  readonly name: string;
  readonly qualifiedName: string;
  readonly module: PythonModule;
  readonly decorators: readonly SyntaxNode[];
  /** Base class expressions, keyword arguments (metaclass=…) apart. */
  readonly bases: readonly SyntaxNode[];
  readonly body: SyntaxNode;
  readonly node: SyntaxNode;
  /** Methods defined directly in it. */
  readonly methods: readonly PythonFunction[];
  /** `name: type = value` and `name = value` directly in it. */
  readonly attributes: readonly Assignment[];
  readonly ownerFunction: PythonFunction | null;
  readonly docstring: string | null;
}

export interface Assignment {
  readonly name: string;
  readonly annotation: SyntaxNode | null;
  readonly value: SyntaxNode | null;
  readonly node: SyntaxNode;
}
