import { childAt, enclosing, nodesOfType, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import { firstArgument, keywordArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import type { DatabaseClient } from "./clients.ts";
import { sqlTextOf } from "./sql-parts.ts";

/**
 * Whether a client opens an SQLite database: by its library, by its URL, by the default of the
 * setting that gives the URL, or by options that only SQLite has; null where the code does not say.
 */
export function isSqliteClient(program: Program, client: DatabaseClient): boolean | null {
  if (/^(?:sqlite3|aiosqlite|aiosqlitepool)\b|Sqlite\w*Database$/u.test(client.maker)) return true;
  if (!/^(?:sqlalchemy|sqlmodel|databases|tortoise|peewee)/u.test(client.maker)) return false;
  const options = keywordArguments(client.node);
  const given = firstArgument(client.node) ?? options.get("url") ?? options.get("db_url");
  const url = given === undefined ? null : urlBehind(program, given);
  if (url !== null) return /^(?:sqlite|file:)/u.test(url);
  // `check_same_thread` and pragmas are SQLite's own; code that knows other databases too says nothing.
  const words = textOf(client.function?.body ?? client.module.root);
  const isSqliteOnly =
    /check_same_thread|\bPRAGMA\b|\bStaticPool\b/u.test(words) &&
    !/postgres|asyncpg|psycopg|mysql/iu.test(client.module.root.source);
  if (isSqliteOnly) return true;
  return null;
}

/** The text of a URL, of a default of `getenv`, or of a settings field. */
function urlBehind(program: Program, node: SyntaxNode, depth = 0): string | null {
  if (depth > 6) return null;
  const text = sqlTextOf(program, node);
  if (text !== null && !text.startsWith("…")) return text;
  switch (node.type) {
    case "call": {
      const callee = textOf(childAt(node, "function") ?? node);
      const given = node.children.find((one) => one.type === "argument_list");
      if (/getenv$|environ\.get$|(?:^|\.)config$|\benv(?:\.str)?$/u.test(callee)) {
        const list = given === undefined ? [] : given.children.filter((one) => one.named);
        const fallback =
          keywordArguments(node).get("default") ??
          list.filter((one) => one.type !== "keyword_argument")[1];
        return fallback === undefined ? null : urlBehind(program, fallback, depth + 1);
      }
      if (/(?:^|\.)(?:str|make_url|Field)$/u.test(callee)) {
        const inner = keywordArguments(node).get("default") ?? firstArgument(node);
        return inner === undefined ? null : urlBehind(program, inner, depth + 1);
      }
      // `settings.url()`, `URL.create("sqlite+aiosqlite", …)`
      const first = firstArgument(node);
      return /(?:^|\.)URL(?:\.create)?$/u.test(callee) && first !== undefined
        ? (readStringLiteral(first) ?? null)
        : null;
    }
    case "boolean_operator": {
      const last = node.children.at(-1);
      return last === undefined ? null : urlBehind(program, last, depth + 1);
    }
    case "subscript":
    case "identifier":
    case "attribute": {
      const found = program.resolve(node);
      if (found.kind === "value" && found.node !== node && found.through === "assign") {
        return urlBehind(program, found.node, depth + 1);
      }
      return found.kind === "parameter"
        ? urlOfCallers(
            program,
            found.function.name,
            found.function.parameters.indexOf(found.parameter),
            depth,
          )
        : fieldDefault(program, node, depth);
    }
    default:
      return null;
  }
}

/** `settings.database_url`, by the only settings class that has such a field. */
function fieldDefault(program: Program, node: SyntaxNode, depth: number): string | null {
  if (node.type !== "attribute") return null;
  const name = textOf(childAt(node, "attribute") ?? node);
  for (const module of program.modules) {
    if (module.role === "test") continue;
    for (const one of module.classes) {
      const field = one.attributes.find((attribute) => attribute.name === name);
      if (field?.value !== undefined && field.value !== null) {
        return urlBehind(program, field.value, depth + 1);
      }
    }
  }
  return null;
}

/** `build_engine("sqlite:///app.db")` */
function urlOfCallers(program: Program, name: string, at: number, depth: number): string | null {
  for (const module of program.modules) {
    if (module.role === "test") continue;
    for (const node of nodesOfType(module.root, "call")) {
      const called = textOf(childAt(node, "function") ?? node);
      if (called.split(".").at(-1) !== name) continue;
      if (
        enclosing(node, "function_definition")?.children.some(
          (one) => one.field === "name" && textOf(one) === name,
        ) === true
      ) {
        continue;
      }
      const given = node.children
        .find((one) => one.type === "argument_list")
        ?.children.filter((one) => one.named && one.type !== "keyword_argument")[at];
      const url = given === undefined ? null : urlBehind(program, given, depth + 1);
      if (url !== null) return url;
    }
  }
  return null;
}
