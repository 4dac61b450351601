import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { ownNodes, returnedExpressions } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { isAbsenceHandled, unwrap } from "./absence.ts";

/** `X | None`, `Optional[X]`; `None` alone and `list[X | None]` are none. */
export function isOptional(annotation: SyntaxNode | null): boolean {
  if (annotation === null) return false;
  // What stands inside of brackets is an element's type.
  let text = textOf(annotation).replaceAll(/["']/gu, "");
  if (/^(?:\w+\.)?Optional\[/u.test(text)) return true;
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replaceAll(/\[[^[\]]*\]/gu, "");
  }
  return text !== "None" && /\bNone\b/u.test(text);
}

/**
 * A function that is annotated to give None at times and has a way to do so. The annotation alone
 * does not say it: many a `get_current_user() -> User | None` raises instead.
 */
export function givesNoneAtTimes(program: Program, fn: PythonFunction): boolean {
  if (!isOptional(fn.returns)) return false;
  const nodes = [...ownNodes(fn.body)];
  if (nodes.some((node) => node.type === "return_statement" && isNone(node))) return true;
  if (fallsThrough(fn.body)) return true;
  const raises = nodes.some((node) => node.type === "raise_statement");
  return !raises && returnedExpressions(fn).some((value) => isOpen(program, fn, value));
}

function isNone(statement: SyntaxNode): boolean {
  const [value] = namedChildren(statement);
  if (value === undefined || value.type === "none") return true;
  return (
    value.type === "conditional_expression" &&
    namedChildren(value).some((one) => one.type === "none")
  );
}

/** The end of a block is reached without a `return` or `raise`. */
function fallsThrough(block: SyntaxNode): boolean {
  const last = namedChildren(block).at(-1);
  if (last === undefined) return true;
  switch (last.type) {
    case "return_statement":
    case "raise_statement":
    case "while_statement":
    case "try_statement":
    case "match_statement":
      return false;
    case "with_statement": {
      const body = childAt(last, "body");
      return body !== undefined && fallsThrough(body);
    }
    case "if_statement": {
      const branches = last.children.filter((child) => /^(?:elif|else)_clause$/u.test(child.type));
      const blocks = [last, ...branches].flatMap((one) =>
        one.children.filter((child) => child.type === "block"),
      );
      return branches.every((one) => one.type !== "else_clause") || blocks.some(fallsThrough);
    }
    default:
      return true;
  }
}

/** What a call of something not shown gives may well be None. */
function isOpen(program: Program, fn: PythonFunction, value: SyntaxNode): boolean {
  const inner = unwrap(value);
  if (inner.type === "identifier") return !isAbsenceHandled(program, fn, textOf(inner));
  if (inner.type !== "call") return false;
  const callee = textOf(childAt(inner, "function") ?? inner);
  return !callee.startsWith("super()") && !/^(?:\w+\.)*[A-Z]\w*(?:\.\w+)?$/u.test(callee);
}
