import { childAt, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";
import { readCalls, readStrings } from "../../located-calls.ts";
import type { LocatedCall } from "../../located-calls.ts";
import { sqlTextOf } from "../sql-parts.ts";
import { conditionAround } from "./branches.ts";
import { columns, conditionColumns } from "./condition-columns.ts";
import type { ConditionColumn } from "./condition-columns.ts";
import { parseQueries } from "./parse-query.ts";
import type { Query, QueryColumn } from "./query.ts";
import { rootOfQuery } from "./query-root.ts";
import type { QueryRoot } from "./query-root.ts";
import { tableReference } from "./model-reference.ts";

const known = new WeakMap<Program, readonly Query[]>();

/**
 * The queries of the implementation, built in Python or written in SQL, with the columns by which
 * they filter, join and sort. A statement that several functions carry on is a query in each.
 */
export function readQueries(program: Program): readonly Query[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const queries = [...builtQueries(program), ...writtenQueries(program)];
  known.set(program, queries);
  return queries;
}

const filters = /^(?:where|filter|having_where|filter_by|exclude|get_or_none|get|first)$/u;
const sorts = /^order_by$/u;
const joins = /^(?:join|outerjoin|join_from|outerjoin_from)$/u;

interface Part {
  readonly call: LocatedCall;
  readonly root: QueryRoot;
}

function builtQueries(program: Program): readonly Query[] {
  const parts = readCalls(program).flatMap((call): readonly Part[] => {
    const { name, receiver, module } = call;
    if (module.role !== "implementation" || receiver === null) return [];
    if (!filters.test(name) && !sorts.test(name) && !joins.test(name)) return [];
    const root = rootOfQuery(program, receiver);
    return root === null ||
      (root.kind !== "model" && /^(?:get|first|exclude|get_or_none)$/u.test(name))
      ? []
      : [{ call, root }];
  });
  const byRoot = Map.groupBy(parts, (part) => part.root.node);
  return [...byRoot.values()].flatMap((group) => queriesOf(program, group));
}

/** A query for each function that carries the statement on; the function that begins it is in all. */
function queriesOf(program: Program, parts: readonly Part[]): readonly Query[] {
  const [first] = parts;
  if (first === undefined) return [];
  const { root } = first;
  const home = program.functionAround(root.node);
  const own = parts.filter(({ call }) => call.function === home);
  const others = Map.groupBy(
    parts.filter(({ call }) => call.function !== home),
    ({ call }) => call.function,
  );
  const groups = others.size === 0 ? [own] : [...others.values()].map((each) => [...own, ...each]);
  const tables = tablesOf(program, root);
  return groups.map((group) => ({
    tables,
    columns: group.flatMap((part) => columnsOfPart(program, part, tables[0] ?? null)),
    node: root.node,
    module: first.call.module,
  }));
}

function tablesOf(program: Program, root: QueryRoot): readonly string[] {
  if (root.kind === "model") return [root.table];
  if (root.kind === "parameter") return [];
  const callee = childAt(root.node, "function");
  const object = callee?.type === "attribute" ? childAt(callee, "object") : undefined;
  const given = [...positionalArguments(root.node), ...(object === undefined ? [] : [object])];
  const found = given.flatMap((one) => {
    const table = tableReference(program, one);
    return table === null ? columns(program, one).map((each) => each.table) : [table];
  });
  return [...new Set(found)];
}

function columnsOfPart(
  program: Program,
  { call, root }: Part,
  table: string | null,
): readonly QueryColumn[] {
  const { node, name, module } = call;
  const condition = conditionAround(node, root.node);
  const given = positionalArguments(node);
  const finish = (one: ConditionColumn, use: QueryColumn["use"]): QueryColumn => ({
    ...one,
    use: one.joinedTo === null ? use : "join",
    module: program.moduleOf(one.node),
  });
  if (sorts.test(name)) return sortColumns(program, given, condition, table, call);
  if (joins.test(name)) {
    return given
      .slice(1)
      .flatMap((one) =>
        conditionColumns(program, one, condition).map((each) => finish(each, "join")),
      );
  }
  const named = [...keywordArguments(node)].flatMap(([key, value]): readonly QueryColumn[] => {
    const [column = "", lookup = ""] = key.split("__");
    const isEquality = lookup === "" || lookup === "in" || lookup === "exact";
    if (name !== "filter_by" && root.kind !== "model") return [];
    return [
      {
        table,
        column: column.toLowerCase(),
        use: "filter",
        isEquality: isEquality && name !== "exclude",
        joinedTo: null,
        condition,
        node: value,
        module,
      },
    ];
  });
  const nested = root.kind === "model" ? qObjects(given, table, condition, call) : [];
  return [
    ...named,
    ...nested,
    ...given.flatMap((one) =>
      conditionColumns(program, one, condition).map((each) => finish(each, "filter")),
    ),
  ];
}

/** Tortoise: `Q(email=x) | Q(name=y)`. */
function qObjects(
  given: readonly SyntaxNode[],
  table: string | null,
  condition: SyntaxNode | null,
  call: LocatedCall,
): readonly QueryColumn[] {
  return given.flatMap((one) =>
    [...textOf(one).matchAll(/\bQ\(([^)]*)/gu)].flatMap((match) =>
      [...(match[1] ?? "").matchAll(/(\w+?)(?:__\w+)?\s*=/gu)].map((key): QueryColumn => ({
        table,
        column: (key[1] ?? "").toLowerCase(),
        use: "filter",
        isEquality: false,
        joinedTo: null,
        condition,
        node: one,
        module: call.module,
      })),
    ),
  );
}

function sortColumns(
  program: Program,
  given: readonly SyntaxNode[],
  condition: SyntaxNode | null,
  table: string | null,
  { module }: LocatedCall,
): readonly QueryColumn[] {
  return given.flatMap((one): readonly QueryColumn[] => {
    const base = {
      use: "sort",
      isEquality: false,
      joinedTo: null,
      condition,
      node: one,
      module,
    } as const;
    const sql = sqlTextOf(program, one);
    if (sql !== null) {
      const [query] = parseQueries(`SELECT 1 FROM … ORDER BY ${sql.replace(/^[-+]/u, "")}`);
      return (query?.columns ?? []).map((each) => ({
        ...base,
        table: each.table === "…" ? table : each.table,
        column: each.column,
      }));
    }
    const inner = one.type === "list_splat" ? (namedChildren(one)[0] ?? one) : one;
    return columns(program, inner).map((each) => ({ ...base, ...each }));
  });
}

const mayQuery = /\b(?:SELECT|UPDATE|DELETE)\b[\s\S]*\b(?:WHERE|JOIN|ORDER)\b/iu;

/** Queries in texts of SQL: each string that begins one, with what is added to it. */
function writtenQueries(program: Program): readonly Query[] {
  return readStrings(program).flatMap(({ node, module }): readonly Query[] => {
    if (module.role !== "implementation") return [];
    if (!/^[bruf]*["']{1,3}\s*(?:SELECT|UPDATE|DELETE|WITH)\b/iu.test(textOf(node))) return [];
    const sql = sqlTextOf(program, outermostText(node)) ?? "";
    if (!mayQuery.test(sql)) return [];
    return parseQueries(sql).map((query) => ({
      tables: query.tables,
      columns: query.columns.map((one) => ({ ...one, condition: null, node, module })),
      node,
      module,
    }));
  });
}

/** `"SELECT …" "WHERE …"`, `"SELECT …" + where`. */
function outermostText(node: SyntaxNode): SyntaxNode {
  let result = node;
  while (
    result.parent !== null &&
    /^(?:concatenated_string|binary_operator)$/u.test(result.parent.type)
  ) {
    result = result.parent;
  }
  return result;
}
