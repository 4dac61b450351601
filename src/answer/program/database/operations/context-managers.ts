import { childAt, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { Program } from "../../build-program.ts";
import type { PythonFunction } from "../../types.ts";
import { databaseHandleOf } from "../handles.ts";

/** What a context manager does to a transaction. */
export type Manager =
  /** It commits at its end, and rolls back on an exception. */
  | { readonly kind: "transaction" }
  /** A generator of the answer under `@contextmanager`. */
  | { readonly kind: "function"; readonly function: PythonFunction }
  /** A class of the answer with `__enter__` and `__exit__`. */
  | {
      readonly kind: "class";
      readonly enter: PythonFunction | null;
      readonly exit: PythonFunction | null;
    }
  | { readonly kind: "other" };

const transactions =
  /(?:^|\.)(?:begin|transaction|atomic|start_transaction|in_transaction|manual_commit)$/u;
/** Of the user's own code, by their names: what is said to be one unit. */
const trusted =
  /(?:^|\.)(?:session_scope|transaction_scope|unit_of_work|get_uow|uow|UnitOfWork|transactional|transaction|begin_transaction|db_transaction)$/iu;

/** What the manager of a `with` statement is. */
export function managerOf(program: Program, node: SyntaxNode): Manager {
  const other: Manager = { kind: "other" };
  const inner = node.type === "await" ? (node.children.find((one) => one.named) ?? node) : node;
  if (inner.type !== "call") return managerOfValue(program, inner);
  const callee = childAt(inner, "function");
  if (callee === undefined) return other;
  for (const one of program.calleesAt(inner)) {
    if (one.kind === "function" && /\byield\b/u.test(textOf(one.body))) {
      return { kind: "function", function: one };
    }
    if (one.kind === "class") {
      const method = (name: string): PythonFunction | null => program.resolveMethod(one, name);
      const [enter, exit] = [
        method("__aenter__") ?? method("__enter__"),
        method("__aexit__") ?? method("__exit__"),
      ];
      if (enter !== null || exit !== null) return { kind: "class", enter, exit };
    }
  }
  const words = textOf(callee);
  if (transactions.test(words)) return { kind: "transaction" };
  // `request.app.state.pool.connection()` of psycopg's pool, whose type is not shown.
  if (/pool\.connection$/iu.test(words) && importsPsycopg(program)) return { kind: "transaction" };
  const handle = databaseHandleOf(program, inner);
  if (handle !== null) return commitsAtEnd(handle.library, words) ? { kind: "transaction" } : other;
  return trusted.test(words) ? { kind: "transaction" } : other;
}

/** `with conn:` of sqlite3 and psycopg commits; `with session:` only closes. */
function managerOfValue(program: Program, node: SyntaxNode): Manager {
  const type = program.typeOf(node);
  if (type?.kind === "class") {
    const method = (name: string): PythonFunction | null => program.resolveMethod(type, name);
    const [enter, exit] = [
      method("__aenter__") ?? method("__enter__"),
      method("__aexit__") ?? method("__exit__"),
    ];
    if (enter !== null || exit !== null) return { kind: "class", enter, exit };
  }
  const handle = databaseHandleOf(program, node);
  if (handle !== null) {
    return handle.kind === "connection" && commitsAtEnd(handle.library, textOf(node))
      ? { kind: "transaction" }
      : { kind: "other" };
  }
  return trusted.test(textOf(node)) ? { kind: "transaction" } : { kind: "other" };
}

/** Connections of sqlite3 and psycopg commit at the end of their `with`; those of others do not. */
function commitsAtEnd(library: string | null, words: string): boolean {
  if (library === "sqlite3" || library === "psycopg" || library === "psycopg2") {
    return !words.endsWith("cursor");
  }
  return library === "psycopg_pool" && /(?:connection|getconn)$/u.test(words);
}

function importsPsycopg(program: Program): boolean {
  return program.modules.some((module) =>
    module.imports.some((one) => /^psycopg(?:_pool)?(?:\.|$)/u.test(one.from)),
  );
}
