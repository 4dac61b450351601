import { childAt, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";

const tested =
  /^(?:if_statement|elif_clause|while_statement|conditional_expression|boolean_operator|comparison_operator|not_operator|match_statement)$/u;
const guardingNames =
  /(?:ensure|require|check|assert|verify|found|exists?|or_404|guard|must|raise|authori[sz]e)/iu;

/** Something asks whether it is there, or deals with its absence. */
export function isAbsenceHandled(program: Program, fn: PythonFunction, name: string): boolean {
  for (const node of ownNodes(fn.body)) {
    if (node.type !== "identifier" || textOf(node) !== name || node.field === "attribute") continue;
    if (isTested(program, node)) return true;
    const list = node.parent;
    const call =
      list?.type === "argument_list"
        ? list.parent
        : list?.type === "keyword_argument"
          ? (list.parent?.parent ?? null)
          : null;
    if (call?.type === "call" && guards(program, call, node)) return true;
    const around = enclosing(node, "try_statement");
    if (
      around !== undefined &&
      /except\s*(?::|\(?[\w.,\s]*(?:AttributeError|TypeError|Exception|NoResultFound|ValidationError|KeyError))/u.test(
        textOf(around),
      )
    ) {
      return true;
    }
  }
  return false;
}

/** It is (part of) a condition, not inside what the condition chooses. */
function isTested(program: Program, node: SyntaxNode): boolean {
  // An assertion says that it is there; where it is not, that is an AssertionError.
  if (enclosing(node, "assert_statement") !== undefined) return false;
  let below = node;
  for (let above = node.parent; above !== null; below = above, above = above.parent) {
    if (above.type === "named_expression" && below.field === "name") continue;
    // What a shown function does with it is asked of that function.
    if (above.type === "argument_list" && above.parent !== null && isShown(program, above.parent)) {
      return false;
    }
    if (tested.test(above.type)) {
      const inBlock =
        below.type === "block" ||
        below.field === "consequence" ||
        below.field === "body" ||
        below.type.endsWith("_clause");
      // `x.y == 1` needs x; `x is None and …`, `not x`, `x == None` and `x.y if x else None` ask for it.
      if (!inBlock) return !isDereferenced(node) || above.type === "conditional_expression";
    }
    if (above.type === "block") return false;
  }
  return false;
}

function isShown(program: Program, call: SyntaxNode): boolean {
  return program.calleesAt(call).some((one) => one.kind === "function");
}

function isDereferenced(node: SyntaxNode): boolean {
  const above = node.parent;
  return (
    (above?.type === "attribute" && node.field === "object") ||
    (above?.type === "subscript" && node.field === "value")
  );
}

/** The function that gets it asks whether it is there; one that is not shown, by its name. */
function guards(program: Program, call: SyntaxNode, given: SyntaxNode): boolean {
  const shown = program.calleesAt(call).filter((one) => one.kind === "function");
  if (shown.length === 0) {
    const callee = textOf(childAt(call, "function") ?? call);
    return (
      guardingNames.test(callee.split(".").at(-1) ?? "") ||
      /(?:^|\.)(?:isinstance|bool|cast)$/u.test(callee)
    );
  }
  return shown.some((one) => {
    const name = parameterFor(one, call, given);
    if (name === undefined) return true;
    return ownNodes(one.body).some(
      (node) =>
        node.type === "identifier" &&
        textOf(node) === name &&
        node.field !== "attribute" &&
        isTested(program, node),
    );
  });
}

function parameterFor(fn: PythonFunction, call: SyntaxNode, given: SyntaxNode): string | undefined {
  if (given.parent?.type === "keyword_argument") {
    return textOf(childAt(given.parent, "name") ?? given.parent);
  }
  const at = positionalArguments(call).indexOf(given);
  const isStatic = fn.decorators.some((one) => textOf(one) === "staticmethod");
  const offset = fn.ownerClass !== null && !isStatic ? 1 : 0;
  return at < 0 ? undefined : fn.parameters[at + offset]?.name;
}

const consumers =
  /^(?:setattr|vars|dict|list)$|\.(?:delete|refresh|expunge|model_validate|from_orm|validate_python|from_attributes|from_model|from_entity)$/u;

/** The first place that needs it to be there. */
export function firstUse(fn: PythonFunction, name: string, answered: boolean): SyntaxNode | null {
  for (const node of ownNodes(fn.body)) {
    if (node.type !== "identifier" || textOf(node) !== name || node.field === "attribute") continue;
    if (isDereferenced(node) || enclosing(node, "assert_statement") !== undefined) return node;
    const above = node.parent;
    if (above?.type === "dictionary_splat") return node;
    // `email, password = pending`
    if (
      above?.type === "assignment" &&
      node.field === "right" &&
      childAt(above, "left")?.type === "pattern_list"
    ) {
      return node;
    }
    if (answered && above?.type === "return_statement") return node;
    if (above?.type === "argument_list" && above.parent !== null) {
      if (consumers.test(textOf(childAt(above.parent, "function") ?? above))) return node;
    }
  }
  return null;
}

/** `(await session.get(Post, id)).title`, `PostOut.model_validate(await repo.get(id))`. */
export function usedAtOnce(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "attribute") {
    const object = childAt(node, "object");
    if (object === undefined) return null;
    // `result.first().x`; the chains of a query go on after `.scalars()` and the like.
    return unwrap(object).type === "call" &&
      /^\(|\bfirst\(\)$|or_none\(\)$|fetchone\(\)$/u.test(textOf(object))
      ? object
      : null;
  }
  if (node.type !== "call") return null;
  const callee = childAt(node, "function");
  if (callee === undefined || !consumers.test(textOf(callee))) return null;
  const [first] = positionalArguments(node);
  return first !== undefined && unwrap(first).type === "call" ? first : null;
}

/** Without `await` and parentheses. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  const inner = node.type === "await" ? namedChildren(node)[0] : undefined;
  return inner === undefined ? node : unwrap(inner);
}
