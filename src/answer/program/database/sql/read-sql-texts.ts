import { childAt, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { firstArgument, keywordArguments, positionalArguments } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";
import { originalName, readCalls, readStrings } from "../../located-calls.ts";
import type { LocatedCall } from "../../located-calls.ts";
import type { PythonModule } from "../../types.ts";
import { readDatabaseUses } from "../database-uses.ts";
import { databaseHandleOf } from "../handles.ts";
import { textParts } from "../sql-parts.ts";
import type { TextPart } from "../sql-parts.ts";
import { isFixedPart } from "./fixed-part.ts";

/** A text of SQL, or a query that is built without one. */
export interface SqlUse {
  readonly node: SyntaxNode;
  readonly module: PythonModule;
  /** Values that are put into its text and are not fixed by the code; empty for a built query. */
  readonly variables: readonly SyntaxNode[];
}

const known = new WeakMap<Program, readonly SqlUse[]>();

/**
 * Every place where the implementation or a migration sends SQL text or builds a query, in source
 * order by module; `session.add` and `session.get` are none.
 */
export function readSqlUses(program: Program): readonly SqlUse[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const uses = [...sentTexts(program), ...otherTexts(program), ...builtQueries(program)];
  const seen = new Set<SyntaxNode>();
  const unique = uses.filter(({ node }) => !seen.has(node) && seen.add(node));
  known.set(program, unique);
  return unique;
}

const senders =
  /^(?:execute|executemany|executescript|execute_many|exec|exec_driver_sql|scalar|scalars|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetch_val|execute_query|execute_query_dict|execute_script|iterate|stream|prepare|read_sql|read_sql_query|raw)$/u;
const makers = /^(?:text|TextClause|literal_column|DDL|RawSQL)$/u;

/** Texts given to `execute` and the like, to `text(…)` and to `op.execute`. */
function sentTexts(program: Program): readonly SqlUse[] {
  return readCalls(program).flatMap((call): readonly SqlUse[] => {
    if (call.module.role === "test") return [];
    const given = sqlArgument(program, call);
    if (given === undefined) return [];
    const parts = textParts(program, given);
    if (parts === null) return [];
    return [{ node: call.node, module: call.module, variables: variablesOf(program, parts) }];
  });
}

function sqlArgument(program: Program, call: LocatedCall): SyntaxNode | undefined {
  const { node, receiver } = call;
  const name = originalName(call);
  const given =
    firstArgument(node) ??
    keywordArguments(node).get("query") ??
    keywordArguments(node).get("statement");
  if (makers.test(name)) return isMaker(program, call) ? given : undefined;
  if (name === "create_check_constraint") {
    return positionalArguments(node)[2] ?? keywordArguments(node).get("condition");
  }
  if (receiver === null || !senders.test(name) || given === undefined) return undefined;
  if (textOf(receiver) === "op" || databaseHandleOf(program, receiver) !== null) return given;
  const words = wordsOf(textParts(program, given) ?? []);
  return looksLikeSql(words) ? given : undefined;
}

/** SQLAlchemy's `text`, and nothing else of that name. */
function isMaker(program: Program, call: LocatedCall): boolean {
  const callee = childAt(call.node, "function");
  const found = callee === undefined ? null : program.resolve(callee);
  if (found?.kind === "external") return /^(?:sqlalchemy|sqlmodel)\b/u.test(found.name);
  return (
    found?.kind === "unbound" &&
    (call.receiver === null || /^(?:sa|db|sqlalchemy)$/u.test(textOf(call.receiver)))
  );
}

function wordsOf(parts: readonly TextPart[]): string {
  return parts.map((one) => (one.kind === "words" ? one.text : "…")).join("");
}

function variablesOf(program: Program, parts: readonly TextPart[]): readonly SyntaxNode[] {
  return parts.flatMap((one) =>
    one.kind === "hole" && !isFixedPart(program, one.value) ? [one.value] : [],
  );
}

const statement =
  /^\s*(?:SELECT\b[\s\S]+?\bFROM\b|INSERT\s+(?:OR\s+\w+\s+)?INTO\b|UPDATE\s+\S+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(?:TABLE|(?:UNIQUE\s+)?INDEX|DATABASE|SCHEMA|ROLE|USER|VIEW)\b|ALTER\s+(?:TABLE|DATABASE|ROLE|USER)\b|DROP\s+(?:TABLE|DATABASE|SCHEMA|INDEX)\b|TRUNCATE\s+\S|WITH\s+\w+\s+AS\s*\(|SET\s+(?:LOCAL|SESSION)\s)/u;
const lowerStatement =
  /^\s*(?:select\b[\s\S]+?\bfrom\b|insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|create\s+table\b|alter\s+table\b|drop\s+table\b)/u;

/** A statement in capitals or in small letters; prose begins with one capital. */
function looksLikeSql(words: string): boolean {
  return statement.test(words) || lowerStatement.test(words);
}

/** Texts that are SQL by their words, wherever they go. */
function otherTexts(program: Program): readonly SqlUse[] {
  return readStrings(program).flatMap(({ node, module }): readonly SqlUse[] => {
    if (module.role === "test" || !mayBegin.test(textOf(node))) return [];
    const whole = wholeText(node);
    const parts = textParts(program, whole);
    if (parts === null || !looksLikeSql(wordsOf(parts)) || isSaid(whole)) return [];
    return [{ node: whole, module, variables: variablesOf(program, parts) }];
  });
}

const mayBegin =
  /^[bruf]{0,2}["']{1,3}\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE|WITH|SET|select|insert|update|delete|create|alter|drop)\b/u;

/** The expression that puts the text together: `"…" + x`, `"…" % x`, `"…".format(x)`. */
function wholeText(node: SyntaxNode): SyntaxNode {
  let whole = node;
  for (;;) {
    const above = whole.parent;
    if (above === null) return whole;
    if (/^(?:concatenated_string|binary_operator)$/u.test(above.type)) {
      whole = above;
    } else if (
      above.type === "attribute" &&
      textOf(above).endsWith(".format") &&
      above.parent?.type === "call"
    ) {
      whole = above.parent;
    } else {
      return whole;
    }
  }
}

/** It is told to a person: logged, printed, raised, a field's description. */
function isSaid(node: SyntaxNode): boolean {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (above.type === "raise_statement" || above.type === "assert_statement") return true;
    if (above.type === "keyword_argument") {
      return /^(?:description|summary|detail|title|msg|message|help|reason)\s*=/u.test(
        textOf(above),
      );
    }
    if (above.type === "call") {
      const callee = textOf(childAt(above, "function") ?? above);
      return /(?:^|\.)(?:print|debug|info|warning|warn|error|exception|critical|log|echo|\w*(?:Exception|Error))$/u.test(
        callee,
      );
    }
    if (above.type.endsWith("_statement") || above.type === "block") return false;
  }
  return false;
}

const constructors = /^(?:sqlalchemy|sqlmodel)(?:\.\w+)*\.(?:select|insert|update|delete|exists)$/u;

/** Queries built without text: `select(User)`, `session.query(User)`, `User.filter(…)` of Tortoise. */
function builtQueries(program: Program): readonly SqlUse[] {
  const built = readCalls(program).flatMap((call): readonly SqlUse[] => {
    const { node, module, receiver } = call;
    const name = originalName(call);
    if (module.role === "test" || !/select|insert|update|delete|exists|query/iu.test(name)) {
      return [];
    }
    const callee = childAt(node, "function");
    const found = callee === undefined ? null : program.resolve(callee);
    const isBuilt =
      (found?.kind === "external" && constructors.test(found.name)) ||
      (found?.kind === "unbound" &&
        receiver === null &&
        /^(?:select|insert|update|delete)$/u.test(name)) ||
      (name === "query" && receiver !== null && databaseHandleOf(program, receiver) !== null);
    return isBuilt ? [{ node, module, variables: [] }] : [];
  });
  const asked = readDatabaseUses(program).filter(
    (one) =>
      one.handle === null &&
      one.target !== null &&
      /^(?:filter|get|get_or_none|all|first|exists|count|update|delete|select|exclude|insert)$/u.test(
        one.name,
      ),
  );
  const documents = asked.length === 0 ? null : documentsOf(program);
  const ofModels = asked.filter((one) => documents?.has(one.target ?? "") !== true);
  return [...built, ...ofModels.map(({ node, module }) => ({ node, module, variables: [] }))];
}

/** Classes of documents of MongoDB, which are asked without SQL. */
function documentsOf(program: Program): ReadonlySet<string> {
  const classes = program.modules.flatMap((module) => module.classes);
  return new Set(
    classes
      .filter((one) =>
        one.bases.some((base) => {
          if (textOf(base) === "Document") return true;
          const found = program.resolve(base);
          return (
            found.kind === "external" && /^(?:beanie|odmantic|mongoengine)\b/u.test(found.name)
          );
        }),
      )
      .map((one) => one.name),
  );
}
