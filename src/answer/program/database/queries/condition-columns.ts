import { childAt, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { positionalArguments } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";
import { elementsOfValue } from "./elements.ts";
import { returnedExpressions } from "../../function-body.ts";
import { valuesOfName } from "../name-values.ts";
import { sqlTextOf } from "../sql-parts.ts";
import { columnReference } from "./model-reference.ts";
import type { ColumnReference } from "./model-reference.ts";
import { conditionAround } from "./branches.ts";
import { parseQueries } from "./parse-query.ts";

/** A column in a condition of a query that is put together in Python. */
export interface ConditionColumn {
  readonly table: string | null;
  readonly column: string;
  readonly isEquality: boolean;
  readonly joinedTo: ColumnReference | null;
  readonly condition: SyntaxNode | null;
  readonly node: SyntaxNode;
}

interface Context {
  readonly program: Program;
  /** Every row of the result meets the condition. */
  readonly isCertain: boolean;
  readonly condition: SyntaxNode | null;
  readonly depth: number;
}

const deepest = 10;

/** The columns in an argument of `where(…)`, `filter(…)` or the condition of a join. */
export function conditionColumns(
  program: Program,
  node: SyntaxNode,
  condition: SyntaxNode | null,
): readonly ConditionColumn[] {
  return read(node, { program, isCertain: true, condition, depth: 0 });
}

function read(node: SyntaxNode, context: Context): readonly ConditionColumn[] {
  if (context.depth > deepest) return [];
  const { program } = context;
  const below = { ...context, depth: context.depth + 1 };
  const unsure = { ...below, isCertain: false };
  switch (node.type) {
    case "comparison_operator":
      return ofComparison(node, below);
    case "boolean_operator":
      return namedChildren(node).flatMap((one) => read(one, unsure));
    case "binary_operator": {
      const isAnd = node.children.some((one) => one.type === "&");
      return namedChildren(node).flatMap((one) => read(one, isAnd ? below : unsure));
    }
    case "unary_operator":
    case "not_operator":
      return namedChildren(node).flatMap((one) => read(one, unsure));
    case "list_splat":
    case "list":
    case "tuple":
      return namedChildren(node).flatMap((one) => read(one, below));
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      return [yes, no].flatMap((one) =>
        one === undefined ? [] : read(one, { ...unsure, condition: node }),
      );
    }
    case "attribute":
    case "subscript":
      return columns(program, node).map((one) => plain(one, node, context, true));
    case "call":
      return ofCall(node, below);
    case "identifier":
      return ofName(node, below);
    case "string":
    case "concatenated_string":
      return ofText(node, context);
    default:
      return [];
  }
}

function plain(
  one: ColumnReference,
  node: SyntaxNode,
  context: Context,
  isEquality: boolean,
): ConditionColumn {
  const { condition } = context;
  return { ...one, isEquality: isEquality && context.isCertain, joinedTo: null, condition, node };
}

function ofComparison(node: SyntaxNode, context: Context): readonly ConditionColumn[] {
  const { program, condition } = context;
  const [left, right] = namedChildren(node);
  if (left === undefined || right === undefined) return [];
  const isEqual = node.children.some((one) => one.type === "==" || one.type === "in");
  const sides = [columns(program, left), columns(program, right)] as const;
  const [one, other] = [sides[0][0], sides[1][0]];
  if (isEqual && one !== undefined && other !== undefined) {
    return [
      { ...one, isEquality: false, joinedTo: other, condition, node: left },
      { ...other, isEquality: false, joinedTo: one, condition, node: right },
    ];
  }
  return [
    ...sides[0].map((each) => plain(each, left, context, isEqual)),
    ...sides[1].map((each) => plain(each, right, context, isEqual)),
  ];
}

const equalities = /^(?:in_|is_|any_|__eq__|is_not_distinct_from)$/u;
const comparisons =
  /^(?:is_not|isnot|not_in|notin_|like|ilike|not_like|not_ilike|contains|startswith|endswith|icontains|istartswith|iendswith|between|op|match|regexp_match|bool_op|overlap|is_distinct_from)$/u;

function ofCall(node: SyntaxNode, context: Context): readonly ConditionColumn[] {
  const { program } = context;
  const callee = childAt(node, "function");
  if (callee === undefined) return [];
  const name = textOf(callee).split(".").at(-1) ?? "";
  const given = positionalArguments(node);
  if (name === "and_" || name === "or_" || name === "not_") {
    const inner = name === "and_" ? context : { ...context, isCertain: false };
    return given.flatMap((one) => read(one, inner));
  }
  // What a query inside of a condition filters by is read as a query of its own.
  if (/^(?:exists|select)$/u.test(name)) return [];
  const object = callee.type === "attribute" ? childAt(callee, "object") : undefined;
  if (object !== undefined && (equalities.test(name) || comparisons.test(name))) {
    const value = given[0];
    const isNull = name === "is_" && value?.type === "none";
    return columns(program, object).map((one) =>
      plain(one, object, context, equalities.test(name) && !isNull),
    );
  }
  if (/^(?:text|literal_column)$/u.test(name)) return ofText(node, context);
  const functions = program.calleesAt(node).filter((one) => one.kind === "function");
  if (functions.length > 0) {
    return functions.flatMap((one) =>
      returnedExpressions(one).flatMap((each) => read(each, context)),
    );
  }
  return columns(program, node).map((one) => plain(one, node, context, false));
}

/** A condition that was given a name, or a list to which conditions are added. */
function ofName(node: SyntaxNode, context: Context): readonly ConditionColumn[] {
  const { program } = context;
  const values = valuesOfName(program, node);
  if (values.length === 0) {
    const found = program.resolve(node);
    return found.kind === "value" && found.node !== node && found.through === "assign"
      ? read(found.node, context)
      : [];
  }
  const [first] = values;
  return values.flatMap((one) => {
    const around = first === undefined ? null : conditionAround(one.node, first.node);
    return read(one.value, { ...context, condition: context.condition ?? around });
  });
}

/** `text("users.age > :age")` */
function ofText(node: SyntaxNode, context: Context): readonly ConditionColumn[] {
  const sql = sqlTextOf(context.program, node);
  if (sql === null) return [];
  const [query] = parseQueries(`SELECT 1 FROM … WHERE ${sql}`);
  return (query?.columns ?? []).map((one) => ({
    table: one.table === "…" ? null : one.table,
    column: one.column,
    isEquality: one.isEquality && context.isCertain,
    joinedTo: null,
    condition: context.condition,
    node,
  }));
}

/** The columns for which an expression stands, or of which it is computed. */
export function columns(program: Program, node: SyntaxNode, depth = 0): readonly ColumnReference[] {
  if (depth > deepest) return [];
  switch (node.type) {
    case "attribute":
    case "subscript": {
      const found = columnReference(program, node);
      if (found !== null) return [found];
      const value = node.type === "attribute" ? program.resolve(node) : null;
      return value?.kind === "value" && value.node !== node && value.through === "assign"
        ? columns(program, value.node, depth + 1)
        : [];
    }
    case "call": {
      const callee = childAt(node, "function");
      if (callee === undefined || /(?:^|\.)(?:select|exists|query)$/u.test(textOf(callee))) {
        return [];
      }
      const object = callee.type === "attribute" ? childAt(callee, "object") : undefined;
      const own = object === undefined ? [] : columns(program, object, depth + 1);
      if (own.length > 0) return own;
      return positionalArguments(node).flatMap((one) => columns(program, one, depth + 1));
    }
    case "binary_operator":
    case "unary_operator":
      return namedChildren(node).flatMap((one) => columns(program, one, depth + 1));
    case "identifier": {
      const found = program.resolve(node);
      if (found.kind !== "value" || found.node === node) return [];
      if (found.through === "loop") {
        return elementsOfValue(program, found.node).flatMap((one) =>
          columns(program, one, depth + 1),
        );
      }
      return found.through === "assign" ? columns(program, found.node, depth + 1) : [];
    }
    default:
      return [];
  }
}
