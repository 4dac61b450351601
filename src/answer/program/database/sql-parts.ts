import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import { firstArgument, keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { valuesOfName } from "./name-values.ts";

/** A piece of a text: its own words, or a value that is put into it. */
export type TextPart =
  | { readonly kind: "words"; readonly text: string; readonly node: SyntaxNode }
  | { readonly kind: "hole"; readonly value: SyntaxNode; readonly by: HoleKind };

export type HoleKind = "f-string" | "%" | "+" | "format" | "join";

const deepest = 8;

/**
 * The pieces of a text, in order, through variables, `text(…)`, f-strings, `%`, `+`, `format` and
 * `join`. Values of which nothing is known are holes. Null where an expression is no text, as far
 * as one can see.
 */
export function textParts(
  program: Program,
  node: SyntaxNode,
  depth = 0,
): readonly TextPart[] | null {
  if (depth > deepest) return null;
  const literal = readStringLiteral(node);
  if (literal !== null) return [{ kind: "words", text: literal, node }];
  const inner = (one: SyntaxNode | undefined): readonly TextPart[] | null =>
    one === undefined ? null : textParts(program, one, depth + 1);
  switch (node.type) {
    case "string":
      return interpolated(program, node, depth);
    case "concatenated_string":
      return namedChildren(node).flatMap((one) => inner(one) ?? []);
    case "await":
      return inner(namedChildren(node)[0]);
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      const both = [inner(yes), inner(no)];
      return both.every((one) => one === null) ? null : both.flatMap((one) => one ?? []);
    }
    case "boolean_operator": {
      const all = namedChildren(node).map(inner);
      return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
    }
    case "binary_operator":
      return ofOperator(program, node, depth);
    case "call":
      return ofCall(program, node, depth);
    case "identifier":
      return ofName(program, node, depth);
    case "attribute": {
      const found = program.resolve(node);
      return found.kind === "value" && found.node !== node && found.through === "assign"
        ? inner(found.node)
        : null;
    }
    default:
      return null;
  }
}

function interpolated(program: Program, node: SyntaxNode, depth: number): readonly TextPart[] {
  return namedChildren(node).flatMap((part): readonly TextPart[] => {
    if (part.type === "string_content") return [{ kind: "words", text: textOf(part), node: part }];
    if (part.type !== "interpolation") return [];
    const value = childAt(part, "expression") ?? namedChildren(part)[0];
    return value === undefined ? [] : (filled(program, value, depth) ?? [hole(value, "f-string")]);
  });
}

/** What is put in is a text itself: its pieces. */
function filled(program: Program, value: SyntaxNode, depth: number): readonly TextPart[] | null {
  return textParts(program, value, depth + 1);
}

function hole(value: SyntaxNode, by: HoleKind): TextPart {
  return { kind: "hole", value, by };
}

function ofOperator(program: Program, node: SyntaxNode, depth: number): readonly TextPart[] | null {
  const [left, right] = [childAt(node, "left"), childAt(node, "right")];
  const operator = node.children.find((one) => one.field === "operator");
  if (left === undefined || right === undefined || operator === undefined) return null;
  const before = textParts(program, left, depth + 1);
  switch (textOf(operator)) {
    case "+": {
      const after = textParts(program, right, depth + 1);
      if (before === null && after === null) return null;
      return [...(before ?? [hole(left, "+")]), ...(after ?? [hole(right, "+")])];
    }
    case "%": {
      if (before === null) return null;
      const values = right.type === "tuple" ? namedChildren(right) : [right];
      return [
        ...before,
        ...values.flatMap((one) => filled(program, one, depth) ?? [hole(one, "%")]),
      ];
    }
    // `"?, " * n`
    case "*":
      return before ?? textParts(program, right, depth + 1);
    default:
      return null;
  }
}

const unchanged = /^(?:strip|lstrip|rstrip|dedent|upper|lower|cleandoc|rstrip|removesuffix|str)$/u;
const statementMakers = /(?:^|\.)(?:text|TextClause|literal_column|SQL|DDL|RawSQL|raw)$/u;

function ofCall(program: Program, call: SyntaxNode, depth: number): readonly TextPart[] | null {
  const callee = childAt(call, "function");
  if (callee === undefined) return null;
  const name = textOf(callee).split(".").at(-1) ?? "";
  const object = callee.type === "attribute" ? childAt(callee, "object") : undefined;
  const given = firstArgument(call);
  if (name === "format" && object !== undefined) {
    // psycopg's `SQL("…").format(Identifier(x))` quotes what it puts in.
    if (isComposed(object)) return textParts(program, object, depth + 1);
    const before = textParts(program, object, depth + 1);
    if (before === null) return null;
    const values = [...positionalArguments(call), ...keywordArguments(call).values()];
    return [
      ...before,
      ...values.flatMap((one) => filled(program, one, depth) ?? [hole(one, "format")]),
    ];
  }
  if (name === "join" && object !== undefined && given !== undefined) {
    const glue = textParts(program, object, depth + 1);
    return glue === null ? null : [...glue, ...joined(program, given, depth)];
  }
  if (object !== undefined && unchanged.test(name) && given === undefined) {
    return textParts(program, object, depth + 1);
  }
  // `text("…").bindparams(…)`
  if (object?.type === "call" && /^(?:bindparams|columns|execution_options)$/u.test(name)) {
    return textParts(program, object, depth + 1);
  }
  if (given !== undefined && (unchanged.test(name) || statementMakers.test(textOf(callee)))) {
    return textParts(program, given, depth + 1);
  }
  return null;
}

function isComposed(node: SyntaxNode): boolean {
  return /^(?:\w+\.)?(?:SQL|Composed)\(/u.test(textOf(node));
}

/** The elements of what is joined: of a list, a comprehension, a variable that is appended to. */
function joined(program: Program, node: SyntaxNode, depth: number): readonly TextPart[] {
  if (depth > deepest) return [hole(node, "join")];
  const element = (one: SyntaxNode): readonly TextPart[] =>
    textParts(program, one, depth + 1) ?? [hole(one, "join")];
  switch (node.type) {
    case "list":
    case "tuple":
    case "set":
      return namedChildren(node).flatMap((one) =>
        one.type === "list_splat"
          ? joined(program, namedChildren(one)[0] ?? one, depth + 1)
          : element(one),
      );
    case "generator_expression":
    case "list_comprehension":
    case "set_comprehension": {
      const body = childAt(node, "body");
      return body === undefined ? [] : element(body);
    }
    case "binary_operator": {
      // `["?"] * n`
      return namedChildren(node)
        .filter((one) =>
          /^(?:list|tuple|string|identifier|.*comprehension|generator_expression)$/u.test(one.type),
        )
        .filter((one, at) => at === 0 || one.type !== "identifier")
        .flatMap((one) => (one.type === "string" ? element(one) : joined(program, one, depth + 1)));
    }
    case "string":
      return element(node);
    case "identifier": {
      const values = valuesOfName(program, node);
      if (values.length === 0) {
        const found = program.resolve(node);
        const isList = found.kind === "value" && found.node !== node && found.through === "assign";
        return isList ? joined(program, found.node, depth + 1) : [hole(node, "join")];
      }
      return values.flatMap((one) =>
        one.how === "append" ? element(one.value) : joined(program, one.value, depth + 1),
      );
    }
    case "call": {
      const callee = textOf(childAt(node, "function") ?? node);
      const given = firstArgument(node);
      if (/^(?:list|tuple|sorted|set|reversed)$/u.test(callee) && given !== undefined) {
        return joined(program, given, depth + 1);
      }
      return [hole(node, "join")];
    }
    default:
      return [hole(node, "join")];
  }
}

/** A variable: all that it gets and all that is added to it. */
function ofName(program: Program, node: SyntaxNode, depth: number): readonly TextPart[] | null {
  const values = valuesOfName(program, node);
  if (values.length === 0) {
    const found = program.resolve(node);
    return found.kind === "value" && found.through === "assign" && found.node !== node
      ? textParts(program, found.node, depth + 1)
      : null;
  }
  const seen = values.map((one) => ({
    one,
    parts: isSelf(one.value, node) ? [] : textParts(program, one.value, depth + 1),
  }));
  if (!seen.some(({ parts }) => parts !== null && parts.length > 0)) return null;
  return seen.flatMap(({ one, parts }) => parts ?? [hole(one.value, "+")]);
}

/** `sql = sql.strip()` says nothing new. */
function isSelf(value: SyntaxNode, name: SyntaxNode): boolean {
  return value.type === "call" && textOf(value).startsWith(`${textOf(name)}.`);
}

/** The words of a text, with `…` for each hole; null where it is no text. */
export function sqlTextOf(program: Program, node: SyntaxNode): string | null {
  const parts = textParts(program, node);
  if (parts === null) return null;
  return parts.map((one) => (one.kind === "words" ? one.text : "…")).join("");
}
