import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import { firstArgument, keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { endpointKindOf } from "../endpoints/endpoint-kind.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { caughtBy } from "./broad-excepts.ts";
import type { ErrorDefect } from "./error-defect.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/**
 * Inserts of what a client chose into a column that the answer declares unique (an e-mail address,
 * a user name, a slug), where nothing on the way of the request asks for it before, catches the
 * database's error or lets the database pass over it: a duplicate is a 500.
 */
export function findUnhandledConflicts(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  const tables = new Map([...accountsOfUser(program, reached), ...uniqueColumns(program)]);
  if (tables.size === 0) return [];
  return [...reached].flatMap(([fn, endpoints]) => {
    const insert = findInsert(fn, tables);
    if (insert === null) return [];
    const way = [...reached].filter(([, others]) => [...endpoints].some((one) => others.has(one)));
    const isHandled =
      way.some(([one]) => dealsWithConflict(one, insert.column)) ||
      program.exceptionHandlers.some((one) => databaseErrors.test(textOf(one.exception)));
    if (isHandled) return [];
    const words = `a second \`${insert.column}\` in \`${insert.table}\` is left to be a 500`;
    return [
      { kind: "unhandled-conflict", module: fn.module, node: insert.node, function: fn, words },
    ];
  });
}

/**
 * A sign-up makes an account of a class that is not shown, by an e-mail address or a name: no two
 * accounts have the same, whoever's table it is.
 */
function accountsOfUser(
  program: Program,
  reached: ReachedFunctions,
): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, readonly string[]>();
  for (const [fn, endpoints] of reached) {
    if (![...endpoints].some((one) => endpointKindOf(one, program) === "sign-up")) continue;
    for (const node of ownNodes(fn.body)) {
      const callee = node.type === "call" ? childAt(node, "function") : undefined;
      if (
        callee?.type !== "identifier" ||
        !/^(?:User|Account|Member|Customer)/u.test(textOf(callee))
      ) {
        continue;
      }
      const found = program.resolve(callee);
      if (found.kind !== "external" && found.kind !== "unbound") continue;
      const columns = [...keywordArguments(node).keys()].filter((one) =>
        /^(?:e?mail|email_address|user_?name|login)$/u.test(one),
      );
      if (columns.length > 0) result.set(textOf(callee), columns);
    }
  }
  return result;
}

/** Columns whose values people choose; tokens and hashes do not collide. */
const chosen =
  /^(?:e?mail|email_address|user_?name|login|slug|name|title|sku|isbn|handle|nickname|phone|phone_number|domain)$/u;
const databaseErrors =
  /Integrity|Unique|Duplicate|DBAPIError|SQLAlchemyError|DatabaseError|PostgresError|sqlite3\.Error|IntegrityConstraint/u;

/** Chosen unique columns by the name of their table, model or table variable. */
function uniqueColumns(program: Program): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, readonly string[]>();
  for (const module of program.modules) {
    if (module.role !== "implementation") continue;
    for (const one of module.classes) {
      const columns = one.attributes.flatMap(({ name, value }) =>
        value !== null && isUnique(value) && chosen.test(name) ? [name] : [],
      );
      if (columns.length > 0) result.set(one.name, columns);
    }
    for (const { name, value } of module.assignments) {
      if (
        value?.type !== "call" ||
        !/(?:^|\.)Table$/u.test(textOf(childAt(value, "function") ?? value))
      ) {
        continue;
      }
      const columns = positionalArguments(value).flatMap((column) => {
        const title = column.type === "call" ? firstArgument(column) : undefined;
        const text = title === undefined ? null : readStringLiteral(title);
        return text !== null && isUnique(column) && chosen.test(text) ? [text] : [];
      });
      if (columns.length > 0) result.set(name, columns);
    }
    for (const match of module.file.text.matchAll(
      /\bCREATE TABLE (?:IF NOT EXISTS )?(\w+)\s*\(([^;]*?)\)\s*(?:;|["'])/giu,
    )) {
      const columns = [
        ...(match[2] ?? "").matchAll(
          /\b(\w+)\s+(?:TEXT|VARCHAR|CITEXT)[^,]*\b(?:UNIQUE|PRIMARY KEY)/giu,
        ),
      ]
        .map((column) => (column[1] ?? "").toLowerCase())
        .filter((column) => chosen.test(column));
      if (columns.length > 0) result.set((match[1] ?? "").toLowerCase(), columns);
    }
  }
  return result;
}

function isUnique(column: SyntaxNode): boolean {
  return (
    column.type === "call" && textOf(keywordArguments(column).get("unique") ?? column) === "True"
  );
}

interface Insert {
  readonly node: SyntaxNode;
  readonly table: string;
  readonly column: string;
}

function findInsert(
  fn: PythonFunction,
  tables: ReadonlyMap<string, readonly string[]>,
): Insert | null {
  const parameters = new Set(fn.parameters.map((one) => one.name));
  const text = textOf(fn.body);
  for (const node of ownNodes(fn.body)) {
    if (node.type === "string") {
      const table = /\bINSERT INTO (\w+)/iu.exec(textOf(node))?.[1]?.toLowerCase() ?? "";
      const column = tables
        .get(table)
        ?.find((one) => new RegExp(`\\b${one}\\b`, "iu").test(textOf(node)));
      if (column !== undefined) return { node, table, column };
    }
    if (node.type !== "call") continue;
    const callee = textOf(childAt(node, "function") ?? node);
    const insertedInto = /\binsert\(\s*(\w+)/u.exec(callee)?.[1];
    const table = insertedInto !== undefined && callee.endsWith(".values") ? insertedInto : callee;
    const columns = tables.get(table);
    if (columns === undefined) continue;
    // A model is made to be added; made for something else it is none.
    if (table === callee && !/\.add(?:_all)?\(|\.(?:save|insert)\(/u.test(text)) continue;
    const column = columns.find((one) => isGiven(node, one, parameters));
    if (column !== undefined) return { node, table, column };
  }
  return null;
}

/** By its own keyword, or in all that the client sent: `**data.model_dump()`. */
function isGiven(call: SyntaxNode, column: string, parameters: ReadonlySet<string>): boolean {
  const own = keywordArguments(call).get(column);
  const names = (node: SyntaxNode): boolean =>
    descend(node).some(
      (one) =>
        one.type === "identifier" && one.field !== "attribute" && parameters.has(textOf(one)),
    );
  if (own !== undefined) return names(own);
  return namedChildren(childAt(call, "arguments") ?? call).some(
    (one) =>
      (one.type === "dictionary_splat" || one.type === "call") &&
      /\b(?:model_dump|dict)\(/u.test(textOf(one)) &&
      names(one),
  );
}

function dealsWithConflict(fn: PythonFunction, column: string): boolean {
  const text = textOf(fn.body);
  if (/\bon_conflict|\bON CONFLICT\b|\bINSERT OR\b/iu.test(text)) return true;
  const asks = new RegExp(
    `\\.${column}\\s*(?:==|\\)\\s*==)|\\.${column}\\.(?:in_|ilike)|\\bfilter_by\\([^)]*\\b${column}=|\\bWHERE\\b[^;]*\\b${column}\\b|\\b\\w*(?:exist|unique|taken|available|duplicate|conflict|by_${column})\\w*\\(`,
    "iu",
  );
  if (asks.test(text)) return true;
  return ownNodes(fn.body).some(
    (node) =>
      node.type === "except_clause" &&
      (caughtBy(node).length === 0 ||
        caughtBy(node).some(
          (one) => databaseErrors.test(textOf(one)) || /^(?:Base)?Exception$/u.test(textOf(one)),
        )),
  );
}
