import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import type { ErrorDefect } from "./error-defect.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/**
 * `except HTTPError: pass`, after which the function goes on with what only the `try` could give
 * it: the failure is passed over, and the request ends in a 500 or with half of the work done.
 */
export function findPassedOverFailures(reached: ReachedFunctions): readonly ErrorDefect[] {
  return [...reached.keys()].flatMap((fn) =>
    ownNodes(fn.body).flatMap((node): readonly ErrorDefect[] => {
      // What stands behind an `else` is meant for the failure.
      if (
        node.type !== "try_statement" ||
        node.children.some((one) => one.type === "else_clause")
      ) {
        return [];
      }
      const names = namesOnlyGivenBy(node, fn);
      if (names.size === 0 || !isUsedAfter(node, fn, names)) return [];
      return node.children
        .filter((one) => one.type === "except_clause" && isPassedOver(one))
        .map((clause) => ({
          kind: "swallowed",
          module: fn.module,
          node: clause,
          function: fn,
          words: `a failure is passed over, and \`${[...names].join("`, `")}\` used all the same`,
        }));
    }),
  );
}

/** Names that the `try` assigns, and nothing before it. */
function namesOnlyGivenBy(tried: SyntaxNode, fn: PythonFunction): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of ownNodes(fn.body)) {
    const left = node.type === "assignment" ? childAt(node, "left") : undefined;
    if (left === undefined || childAt(node, "right") === undefined) continue;
    const body = childAt(tried, "body");
    const isInside = body !== undefined && body.start <= node.start && node.end <= body.end;
    if (isInside) for (const one of targetsOf(left)) names.add(textOf(one));
  }
  for (const node of ownNodes(fn.body)) {
    if (node.start >= tried.start) break;
    if (node.type === "identifier") names.delete(textOf(node));
  }
  for (const one of fn.parameters) names.delete(one.name);
  return names;
}

/** The first that is said of one of the names after the statement is no new value. */
function isUsedAfter(tried: SyntaxNode, fn: PythonFunction, names: ReadonlySet<string>): boolean {
  const after = ownNodes(fn.body).filter(
    (node) =>
      node.start >= tried.end &&
      node.type === "identifier" &&
      names.has(textOf(node)) &&
      node.field !== "attribute" &&
      !(node.parent?.type === "keyword_argument" && node.field === "name"),
  );
  const firsts = new Map(after.toReversed().map((node) => [textOf(node), node]));
  return [...firsts.values()].some((node) => !isTarget(node));
}

/** `reply`, or the names of `body, status` */
function targetsOf(left: SyntaxNode): readonly SyntaxNode[] {
  if (left.type === "identifier") return [left];
  if (!/^(?:pattern_list|tuple_pattern)$/u.test(left.type)) return [];
  return namedChildren(left).filter((one) => one.type === "identifier");
}

function isTarget(node: SyntaxNode): boolean {
  if (node.field === "left") return /^(?:assignment|for_statement)$/u.test(node.parent?.type ?? "");
  return /^(?:pattern_list|tuple_pattern|as_pattern_target)$/u.test(node.parent?.type ?? "");
}

/** Nothing but `pass`, words and log calls. */
function isPassedOver(clause: SyntaxNode): boolean {
  const block = clause.children.find((one) => one.type === "block");
  return block !== undefined && namedChildren(block).every(isIdle);
}

function isIdle(statement: SyntaxNode): boolean {
  if (statement.type === "pass_statement") return true;
  if (statement.type !== "expression_statement") return false;
  const [inner] = namedChildren(statement);
  if (inner === undefined || /^(?:string|ellipsis)$/u.test(inner.type)) return true;
  if (inner.type !== "call") return false;
  return (
    /(?:^print|\.(?:debug|info|warning|warn|error|exception|critical))$/u.test(
      textOf(childAt(inner, "function") ?? inner),
    ) && !descend(inner).some((node) => node.type === "await")
  );
}
