import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { isOnFailurePath } from "./failure-path.ts";
import { levelOfMethod } from "./log-level.ts";
import type { LogLevel } from "./log-level.ts";

const failureWords =
  /fail|denied|deny|refus|reject|invalid|unauthori[sz]ed|forbid|not[ _.-]?found|too[ _.-]?many|exceeded|\berrors?\b|exception|mismatch|unknown|missing|could not|couldn't|cannot|unable|limited|throttl|replay|reuse|suspicious|locked|expired|blocked|incorrect|wrong|bad[ _.-]|conflict|duplicate|already|timeout|timed out|retry|insufficient|attempt/iu;
const plainFailureWords =
  /fail|denied|refus|reject|invalid|unauthori[sz]ed|forbidden|not[ _.-]?found|too[ _.-]?many|exceeded|incorrect|could not|unable to/iu;

/** Whether a log call tells of something that failed or was denied: by its level, its place and its words. */
export function tellsOfFailure(program: Program, call: SyntaxNode, level: LogLevel): boolean {
  if (level === "error" || isOnFailurePath(program, call)) return true;
  const words = wordsOf(call);
  if (level === "info" || level === "open") return plainFailureWords.test(words);
  // A warning beside the success: "post deleted by an administrator".
  return failureWords.test(words) || !/[A-Za-z]{3}/u.test(words) || endsItsBranch(call);
}

/** The message, or the event; the callee's own name of what is called for it. */
function wordsOf(call: SyntaxNode): string {
  const callee = childAt(call, "function");
  const name = callee === undefined ? "" : (textOf(callee).split(".").at(-1) ?? "");
  const strings: string[] = [];
  const stack = [childAt(call, "arguments")];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.type === "string_content") strings.push(textOf(next));
    stack.push(...next.children.toReversed());
  }
  const isMethod = levelOfMethod(name, call) !== null;
  return (isMethod ? strings : [name, ...strings]).join(" ");
}

/** It runs in some cases only, and the function goes no further then. */
function endsItsBranch(node: SyntaxNode): boolean {
  let statement = node;
  while (statement.parent !== null && statement.parent.type !== "block") {
    statement = statement.parent;
  }
  const block = statement.parent;
  if (
    block === null ||
    !/^(?:if_statement|elif_clause|else_clause|case_clause)$/u.test(block.parent?.type ?? "")
  ) {
    return false;
  }
  return namedChildren(block).some(
    (one) => one.start > statement.start && /^(?:return|raise|continue)_statement$/u.test(one.type),
  );
}
