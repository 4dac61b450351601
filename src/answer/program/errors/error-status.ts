import { childAt, descend, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { argumentAt, keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { returnedExpressions } from "../function-body.ts";
import { isStatusConstant, readStatusCode } from "../status-code.ts";

const deepest = 5;

/** A status of 4xx or 5xx is written below a node, or in what the functions that it calls return. */
export function namesErrorStatus(program: Program, node: SyntaxNode, depth = 0): boolean {
  if (depth > deepest) return false;
  for (const one of descend(node, (below) => !isStatusConstant(below))) {
    const status = statusOf(program, one);
    if (status !== null && status >= 400) return true;
    if (one.type !== "call") continue;
    for (const callee of program.calleesAt(one)) {
      if (callee.kind !== "function") continue;
      if (
        returnedExpressions(callee).some((value) => namesErrorStatus(program, value, depth + 1))
      ) {
        return true;
      }
    }
  }
  return false;
}

/** The status that an expression stands for, through names of constants. */
export function statusOf(program: Program, node: SyntaxNode, depth = 0): number | null {
  const written = readStatusCode(node);
  if (written !== null || depth > deepest) return written;
  if (node.type !== "identifier" && node.type !== "attribute") return null;
  const found = program.resolve(node);
  if (found.kind !== "value" || found.node === node || found.through !== "assign") return null;
  return statusOf(program, found.node, depth + 1);
}

/** What a call says of its status: `JSONResponse(body, 404)`, `HTTPException(status_code=…)`. */
export type GivenStatus =
  | { readonly kind: "known"; readonly status: number }
  /** It is computed, or hidden in `**options`. */
  | { readonly kind: "open" }
  | { readonly kind: "none" };

export function givenStatus(program: Program, call: SyntaxNode, position: number): GivenStatus {
  const list = childAt(call, "arguments");
  if (list?.children.some((child) => /^(?:dictionary_splat|list_splat)$/u.test(child.type))) {
    return { kind: "open" };
  }
  const given = keywordArguments(call).get("status_code") ?? positionalArguments(call)[position];
  if (given === undefined) return { kind: "none" };
  const status = statusOf(program, given);
  return status === null ? { kind: "open" } : { kind: "known", status };
}

/** The status of `HTTPException(…)`; null where it is not written out. */
export function statusOfHttpException(program: Program, call: SyntaxNode): number | null {
  const given = argumentAt(call, "status_code", 0);
  return given === undefined ? null : statusOf(program, given);
}

/** Text of a node on one line, for words about it. */
export function shortText(node: SyntaxNode): string {
  const text = textOf(node).replaceAll(/\s+/gu, " ");
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
