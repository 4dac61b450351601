import { childAt, childrenAt, descend, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { readStringLiteral } from "../python/string-literal.ts";
import { firstArgument } from "./arguments.ts";
import type { Program } from "./build-program.ts";
import type { PythonFunction } from "./types.ts";

/**
 * Whether a middleware lets requests to a path through unseen: by a list of exempt paths, or since
 * it only looks at others. Conditions that do not speak of the path are left open.
 */
export function passesPath(
  program: Program,
  middleware: PythonFunction,
  path: string,
  refuses: (node: SyntaxNode) => boolean,
): boolean {
  for (const node of descend(middleware.body)) {
    if (node.type !== "if_statement" && node.type !== "elif_clause") continue;
    const condition = childAt(node, "condition");
    const consequence = childAt(node, "consequence");
    if (condition === undefined || consequence === undefined) continue;
    const truth = evaluate(program, condition, path, 0);
    if (truth === null) continue;
    const denies = descend(consequence).some(refuses);
    const leaves = descend(consequence).some((one) => one.type === "return_statement");
    if (truth && leaves && !denies) return true;
    if (!truth && denies) return true;
  }
  return false;
}

/** True, false, or null where the condition hangs on something else. */
function evaluate(program: Program, node: SyntaxNode, path: string, depth: number): boolean | null {
  if (depth > 10) return null;
  const next = (one: SyntaxNode | undefined): boolean | null =>
    one === undefined ? null : evaluate(program, one, path, depth + 1);
  switch (node.type) {
    case "not_operator": {
      const inner = next(childAt(node, "argument"));
      return inner === null ? null : !inner;
    }
    case "boolean_operator": {
      const sides = [next(childAt(node, "left")), next(childAt(node, "right"))];
      const isAnd = node.children.some((one) => one.type === "and");
      if (isAnd) return sides.includes(false) ? false : sides.includes(null) ? null : true;
      return sides.includes(true) ? true : sides.includes(null) ? null : false;
    }
    case "comparison_operator": {
      const [left, right] = namedChildren(node);
      if (left === undefined || right === undefined || !meansPath(program, left)) return null;
      const operators = childrenAt(node, "operators")
        .map((one) => one.type)
        .join(" ");
      const listed = textsOf(program, right);
      if (listed.length === 0) return null;
      const found = listed.some((one) => sameTemplate(one, path));
      if (/^(?:in|==)$/u.test(operators)) return found;
      return /^(?:not in|!=)$/u.test(operators) ? !found : null;
    }
    case "call": {
      const callee = childAt(node, "function");
      if (
        callee?.type === "attribute" &&
        textOf(childAt(callee, "attribute") ?? callee) === "startswith"
      ) {
        const object = childAt(callee, "object");
        const argument = firstArgument(node);
        if (object === undefined || argument === undefined || !meansPath(program, object)) {
          return null;
        }
        const prefixes = textsOf(program, argument);
        return prefixes.length === 0 ? null : prefixes.some((one) => path.startsWith(one));
      }
      // `any(path.startswith(one) for one in PUBLIC)`
      const generator = namedChildren(node).find((one) => one.type === "generator_expression");
      if (callee === undefined || textOf(callee) !== "any" || generator === undefined) return null;
      const clause = namedChildren(generator).find((one) => one.type === "for_in_clause");
      const list = clause === undefined ? undefined : childAt(clause, "right");
      if (list === undefined || !/path/u.test(textOf(generator))) return null;
      const texts = textsOf(program, list);
      if (texts.length === 0) return null;
      const starts = textOf(generator).includes("startswith");
      return texts.some((one) => (starts ? path.startsWith(one) : sameTemplate(one, path)));
    }
    default:
      return null;
  }
}

/** `request.url.path`, `scope["path"]`, or a variable that holds one of them. */
function meansPath(program: Program, node: SyntaxNode): boolean {
  if (/\.path$|\[["']path["']\]/u.test(textOf(node))) return true;
  const found = node.type === "identifier" ? program.resolve(node) : null;
  return found?.kind === "value" && /\.path\b|\[["']path["']\]/u.test(textOf(found.node));
}

function textsOf(program: Program, node: SyntaxNode): readonly string[] {
  const found = /^(?:identifier|attribute)$/u.test(node.type) ? program.resolve(node) : null;
  const value = found?.kind === "value" ? found.node : node;
  return [...descend(value)]
    .flatMap((one) => readStringLiteral(one) ?? [])
    .filter((one) => one.startsWith("/"));
}

function sameTemplate(given: string, path: string): boolean {
  const trim = (text: string): string => text.replace(/\/$/u, "");
  return trim(given) === trim(path);
}
