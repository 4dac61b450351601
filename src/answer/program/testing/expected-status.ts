import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import type { Program } from "../build-program.ts";
import { isStatusConstant, readStatusCode } from "../status-code.ts";
import type { PythonFunction } from "../types.ts";
import { valueSources } from "./value-sources.ts";

const deepest = 4;
const statusName = /(?:^|_)(?:status(?:es)?|codes?)(?:_code|_codes)?(?:_|\d|$)/iu;

/** An expression that gives a response's status: `r.status_code`, `codes`, `await send(…)`. */
export function isStatusExpression(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  depth = 0,
): boolean {
  if (depth > deepest) return false;
  for (const one of descend(node, (below) => below.type !== "arguments" || isCollector(below))) {
    if (one.type === "attribute" && /\.(?:status_code|status|code)$/u.test(textOf(one))) {
      return true;
    }
    if (one.type === "string" && one.field === "subscript") {
      if (statusName.test(readStringLiteral(one) ?? "")) return true;
    }
    if (one.type === "identifier" && one.field !== "attribute") {
      const name = textOf(one);
      if (statusName.test(name) && !isStatusConstant(one)) return true;
      for (const source of valueSources(program, one, fn)) {
        if (
          source.from === "binding" &&
          source.node !== node &&
          givesStatus(program, source.node, fn, depth)
        ) {
          return true;
        }
      }
    }
    if (one.type === "call" && helperGivesStatus(program, one, depth)) return true;
  }
  return false;
}

/** Calls whose arguments are what they give back: `sorted(…)`, `len(…)`, `asyncio.gather(…)`. */
function isCollector(node: SyntaxNode): boolean {
  const callee = node.parent === null ? undefined : childAt(node.parent, "function");
  return (
    callee !== undefined &&
    /^(?:sorted|set|list|tuple|len|sum|any|all|max|min|Counter|collections\.Counter|\w*\.?gather|int|asyncio\.run|\w+\.map)$/u.test(
      textOf(callee),
    )
  );
}

/** A variable is a status where it was taken from one, not where it was computed beside one. */
function givesStatus(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  depth: number,
): boolean {
  // `response = await client.post(…, json={"status": …})` is a response, no status.
  if (/^(?:comparison_operator|dictionary)$/u.test(node.type)) return false;
  return isStatusExpression(program, node, fn, depth + 1);
}

function helperGivesStatus(program: Program, call: SyntaxNode, depth: number): boolean {
  const callee = childAt(call, "function");
  if (callee === undefined) return false;
  const found = program.resolve(callee);
  if (found.kind !== "function" || found.module.role !== "test") return false;
  for (const node of descend(found.body)) {
    if (node.type !== "return_statement") continue;
    const value = namedChildren(node)[0];
    if (value !== undefined && isStatusExpression(program, value, found, depth + 1)) return true;
  }
  return false;
}

/**
 * Whether an expected value names an error status (4xx or 5xx), also by way of variables and
 * parameters. A bare number counts only beside a status; `status.HTTP_404_NOT_FOUND` always does.
 */
export function mentionsErrorStatus(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  besideStatus: boolean,
): boolean {
  return statusesIn(program, node, fn, besideStatus).some((status) => status >= 400);
}

/** Every status named is an error: `in (400, 422)`. */
export function mentionsOnlyErrors(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  besideStatus: boolean,
): boolean {
  const statuses = statusesIn(program, node, fn, besideStatus);
  return statuses.length > 0 && statuses.every((status) => status >= 400);
}

function statusesIn(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  besideStatus: boolean,
  depth = 0,
): readonly number[] {
  const result: number[] = [];
  if (depth > deepest) return result;
  for (const one of descend(node, (below) => !isStatusConstant(below))) {
    const status = readStatusCode(one);
    if (status !== null) {
      if (besideStatus || one.type !== "integer" || isStatusEntry(one)) result.push(status);
      continue;
    }
    if (one.type === "range" || one.type !== "identifier" || one.field === "attribute") continue;
    for (const source of valueSources(program, one, fn)) {
      // An alias has no status by itself when it is taken from the response.
      result.push(...statusesIn(program, source.node, fn, besideStatus, depth + 1));
    }
  }
  return result;
}

/** `{"status": 404}` says by its key what the number is. */
function isStatusEntry(node: SyntaxNode): boolean {
  if (node.field !== "value" || node.parent?.type !== "pair") return false;
  const key = childAt(node.parent, "key");
  return key !== undefined && /^(?:status|status_code|code)$/u.test(readStringLiteral(key) ?? "");
}
