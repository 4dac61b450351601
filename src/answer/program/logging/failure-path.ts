import { childAt, descend, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { namesErrorStatus } from "../errors/error-status.ts";
import type { PythonFunction } from "../types.ts";

/**
 * Whether a node is only reached when something failed or was denied: in an `except`, before a
 * raise, an error response or a refused websocket of the same block, or in a handler of exceptions.
 */
export function isOnFailurePath(program: Program, node: SyntaxNode): boolean {
  const owner = program.functionAround(node);
  if (owner !== null && handlesExceptions(program, owner)) return true;
  let below = node;
  for (let above = node.parent; above !== null; below = above, above = above.parent) {
    if (above.type === "except_clause" || above.type === "except_group_clause") return true;
    if (above.type === "function_definition" || above.type === "module") {
      return false;
    }
    if (above.type !== "block") continue;
    const end = endOfBlock(program, above, below);
    if (end === "fails") return true;
    // A caught exception is one, however the function goes on.
    if (end === "leaves") {
      return enclosing(above, "except_clause", "function_definition")?.type === "except_clause";
    }
  }
  return false;
}

function handlesExceptions(program: Program, one: PythonFunction): boolean {
  return program.exceptionHandlers.some((handler) => handler.targets.includes(one));
}

/** What happens after a statement in its block, as far as the block itself says. */
function endOfBlock(
  program: Program,
  block: SyntaxNode,
  statement: SyntaxNode,
): "fails" | "leaves" | "goes on" {
  const statements = namedChildren(block);
  for (const next of statements.slice(statements.indexOf(statement) + 1)) {
    if (next.type === "raise_statement") return "fails";
    if (next.type === "return_statement") {
      return namesErrorStatus(program, next) ? "fails" : "leaves";
    }
    if (next.type === "expression_statement" && isRefusal(program, next)) return "fails";
    if (leavesBlock(next)) return "leaves";
  }
  return "goes on";
}

/** `await websocket.close(code=1008)`, or a function that only raises. */
function isRefusal(program: Program, statement: SyntaxNode): boolean {
  const [first] = namedChildren(statement);
  const call = first?.type === "await" ? namedChildren(first)[0] : first;
  const callee = call?.type === "call" ? childAt(call, "function") : undefined;
  if (call === undefined || callee === undefined) return false;
  if (/websocket\.close$|\bws\.close$/u.test(textOf(callee))) {
    return /\b(?:code|status)\b|\(\s*\d/u.test(textOf(call));
  }
  return program
    .calleesAt(call)
    .some(
      (one) =>
        one.kind === "function" && namedChildren(one.body).at(-1)?.type === "raise_statement",
    );
}

function leavesBlock(node: SyntaxNode): boolean {
  for (const one of descend(node, (inner) => !/_definition$|^lambda$/u.test(inner.type))) {
    if (/^(?:return|continue|break)_statement$/u.test(one.type)) return true;
  }
  return false;
}
