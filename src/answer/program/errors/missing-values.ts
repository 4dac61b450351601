import { childAt, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes, returnedExpressions } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { shortText } from "./error-status.ts";
import { calledAt } from "./reached-from-endpoints.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/**
 * What is fetched by a key and may not be there, and is used or answered as if it were: no test
 * for `None`, no function that raises, no `except` around it. Followed through functions that
 * hand on what they found, and through dependencies.
 */
export function findMissingValues(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  const finder = new MissingValues(program);
  return [...reached].flatMap(([fn, endpoints]) => finder.defectsOf(fn, endpoints));
}

const fetchers =
  /^(?:first|one_or_none|scalar_one_or_none|fetchone|fetchrow|fetch_one|fetch_row|find_one|get_or_none|find_by_id)$/u;
/** Results that are there whatever the key: aggregates, existence, what an insert returns. */
const alwaysThere =
  /\bfunc\.|\bcount\(|\bexists\(|\binsert\(|\bINSERT INTO\b|\bCOUNT\(|\btext\(\s*["']SELECT 1/u;
/** The key is of an object that was loaded before: the signed-in user's own row. */
const ownKey = /\b(?:current_)?(?:user|principal|account|identity)\.\w*id\b/u;

class MissingValues {
  readonly #program: Program;
  readonly #returns = new Map<PythonFunction, boolean>();

  constructor(program: Program) {
    this.#program = program;
  }

  defectsOf(fn: PythonFunction, endpoints: ReadonlySet<Endpoint>): readonly ErrorDefect[] {
    const own = [...endpoints].filter((one) => one.handler === fn);
    const result: ErrorDefect[] = [];
    const add = (node: SyntaxNode, words: string): void => {
      result.push({ kind: "missing-not-found", module: fn.module, node, function: fn, words });
    };
    for (const { name, value, node } of this.#fetchedVariables(fn)) {
      if (isHandled(this.#program, fn, name)) continue;
      const use = firstUse(fn, name, own.some(answersOneResource));
      if (use !== null)
        add(node, `\`${name}\` may be None (${shortText(value)}) and is used as if it were there`);
    }
    for (const node of ownNodes(fn.body)) {
      const used = usedAtOnce(node);
      if (used !== null && this.#mayBeMissing(fn, used)) {
        add(node, `${shortText(used)} may be None and is used as if it were there`);
      }
    }
    if (!own.some(answersOneResource)) return result;
    for (const value of returnedExpressions(fn)) {
      if (unwrap(value).type === "call" && this.#mayBeMissing(fn, value)) {
        add(value, `${shortText(value)} may be None and is answered as if it were there`);
      }
    }
    return result;
  }

  /** Variables that are bound once, to something that may be missing; dependencies' parameters too. */
  #fetchedVariables(
    fn: PythonFunction,
  ): readonly { readonly name: string; readonly value: SyntaxNode; readonly node: SyntaxNode }[] {
    const result: { name: string; value: SyntaxNode; node: SyntaxNode }[] = [];
    const bound = new Map<string, number>();
    for (const node of ownNodes(fn.body)) {
      const isWalrus = node.type === "named_expression";
      if (node.type !== "assignment" && !isWalrus) continue;
      const target = childAt(node, isWalrus ? "name" : "left");
      const value = childAt(node, isWalrus ? "value" : "right");
      if (target?.type !== "identifier" || value === undefined) continue;
      bound.set(textOf(target), (bound.get(textOf(target)) ?? 0) + 1);
      if (this.#mayBeMissing(fn, value)) result.push({ name: textOf(target), value, node });
    }
    for (const use of this.#program.dependenciesOf(fn)) {
      if (use.parameter === null) continue;
      const missing = use.callees.some(
        (one) => one.kind === "function" && this.#returnsMissing(one),
      );
      if (missing)
        result.push({ name: use.parameter.name, value: use.call ?? use.node, node: use.node });
    }
    return result.filter(({ name }) => (bound.get(name) ?? 0) <= 1);
  }

  #mayBeMissing(fn: PythonFunction, expression: SyntaxNode, depth = 0): boolean {
    const call = unwrap(expression);
    if (call.type !== "call" || depth > 6) return false;
    const callee = childAt(call, "function");
    if (callee === undefined) return false;
    const method =
      callee.type === "attribute" ? textOf(childAt(callee, "attribute") ?? callee) : "";
    const words = textOf(call) + statementBehind(this.#program, fn, call);
    if (fetchers.test(method))
      return !alwaysThere.test(words) && !ownKey.test(words) && isKeyed(words);
    const given = positionalArguments(call);
    if (method === "scalar")
      return (
        /\bselect\(/u.test(words) &&
        isKeyed(words) &&
        !alwaysThere.test(words) &&
        !ownKey.test(words)
      );
    if (method === "get" && given.length === 2 && isModelClass(this.#program, given[0])) {
      return !ownKey.test(textOf(given[1] ?? call));
    }
    if (method === "get" && given.length === 1 && isModuleTable(this.#program, callee))
      return !ownKey.test(words);
    return calledAt(this.#program, call).some((one) => one !== fn && this.#returnsMissing(one));
  }

  /** A function that gives back None when it finds nothing. */
  #returnsMissing(fn: PythonFunction): boolean {
    const known = this.#returns.get(fn);
    if (known !== undefined) return known;
    // A cycle hands on nothing of its own.
    this.#returns.set(fn, false);
    const fetched = this.#fetchedVariables(fn);
    const missing = returnedExpressions(fn).some((value) => {
      if (value.type === "none") return isOptional(fn.returns);
      if (value.type === "identifier") {
        const name = textOf(value);
        return fetched.some((one) => one.name === name) && !isHandled(this.#program, fn, name);
      }
      return this.#mayBeMissing(fn, value) && enclosing(value, "try_statement") === undefined;
    });
    this.#returns.set(fn, missing);
    return missing;
  }
}

function unwrap(node: SyntaxNode): SyntaxNode {
  const inner = /^(?:await|parenthesized_expression)$/u.test(node.type)
    ? namedChildren(node)[0]
    : undefined;
  return inner === undefined ? node : unwrap(inner);
}

/** The statement that is executed may be bound to a name before. */
function statementBehind(program: Program, fn: PythonFunction, call: SyntaxNode): string {
  let text = "";
  const stack: SyntaxNode[] = [call];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "identifier" && node.field !== "attribute") {
      const found = program.resolve(node);
      const isLocal =
        found.kind === "value" &&
        found.through === "assign" &&
        program.functionAround(found.node) === fn;
      if (isLocal && found.node !== node && text.length < 4000) {
        text += ` ${textOf(found.node)}`;
        if (found.node.end <= call.start) stack.push(found.node);
      }
    }
    stack.push(...node.children);
  }
  return text;
}

/** The query asks for something in particular. */
function isKeyed(words: string): boolean {
  return /\.where\(|\.filter(?:_by)?\(|\bWHERE\b|\bget_or_none\(|\bfind_(?:one|by_id)\(|\.get\(/u.test(
    words,
  );
}

function isModelClass(program: Program, node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false;
  const last = textOf(node).split(".").at(-1) ?? "";
  return (
    program.resolve(node).kind === "class" || (/^[A-Z]\w*$/u.test(last) && /[a-z]/u.test(last))
  );
}

/** `USERS.get(key)`, where the table is a dictionary of the module. */
function isModuleTable(program: Program, callee: SyntaxNode): boolean {
  const object = childAt(callee, "object");
  if (object?.type !== "identifier") return false;
  const found = program.resolve(object);
  if (found.kind !== "value" || program.functionAround(found.node) !== null) return false;
  return found.node.type === "dictionary" || /^dict\(/u.test(textOf(found.node));
}

const tested =
  /^(?:if_statement|elif_clause|while_statement|conditional_expression|boolean_operator|comparison_operator|not_operator|assert_statement|match_statement)$/u;
const guardingNames =
  /(?:ensure|require|check|assert|verify|found|exists?|or_404|guard|must|raise|authori[sz]e)/iu;

/** Something asks whether it is there, or deals with its absence. */
function isHandled(program: Program, fn: PythonFunction, name: string): boolean {
  for (const node of ownNodes(fn.body)) {
    if (node.type !== "identifier" || textOf(node) !== name || node.field === "attribute") continue;
    if (isTested(node)) return true;
    const list = node.parent;
    const call =
      list?.type === "argument_list"
        ? list.parent
        : list?.type === "keyword_argument"
          ? (list.parent?.parent ?? null)
          : null;
    if (call?.type === "call" && guards(program, call)) return true;
    const around = enclosing(node, "try_statement");
    if (
      around !== undefined &&
      /except\s*(?::|\(?[\w.,\s]*(?:AttributeError|TypeError|Exception|NoResultFound|ValidationError|KeyError))/u.test(
        textOf(around),
      )
    )
      return true;
  }
  return false;
}

/** It is (part of) a condition, not inside what the condition chooses. */
function isTested(node: SyntaxNode): boolean {
  let below = node;
  for (let above = node.parent; above !== null; below = above, above = above.parent) {
    if (above.type === "named_expression" && below.field === "name") continue;
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

function isDereferenced(node: SyntaxNode): boolean {
  const above = node.parent;
  return (
    (above?.type === "attribute" && node.field === "object") ||
    (above?.type === "subscript" && node.field === "value")
  );
}

function guards(program: Program, call: SyntaxNode): boolean {
  const callees = program.calleesAt(call);
  const shown = callees.filter((one) => one.kind === "function");
  if (shown.length > 0) {
    return shown.some((one) =>
      [...ownNodes(one.body)].some(
        (node) => node.type === "raise_statement" || tested.test(node.type),
      ),
    );
  }
  const callee = textOf(childAt(call, "function") ?? call);
  return (
    guardingNames.test(callee.split(".").at(-1) ?? "") ||
    /(?:^|\.)(?:isinstance|bool|cast)$/u.test(callee)
  );
}

const consumers =
  /^(?:setattr|vars|dict|list)$|\.(?:delete|refresh|expunge|model_validate|from_orm|validate_python|from_attributes|from_model|from_entity)$/u;

/** The first place that needs it to be there. */
function firstUse(fn: PythonFunction, name: string, answered: boolean): SyntaxNode | null {
  for (const node of ownNodes(fn.body)) {
    if (node.type !== "identifier" || textOf(node) !== name || node.field === "attribute") continue;
    if (isDereferenced(node)) return node;
    const above = node.parent;
    if (above?.type === "dictionary_splat") return node;
    if (answered && above?.type === "return_statement") return node;
    if (above?.type === "argument_list" && above.parent !== null) {
      if (consumers.test(textOf(childAt(above.parent, "function") ?? above))) return node;
    }
  }
  return null;
}

/** `(await session.get(Post, id)).title`, `PostOut.model_validate(await repo.get(id))`. */
function usedAtOnce(node: SyntaxNode): SyntaxNode | null {
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

/** An endpoint that answers with one thing by its key, and does not say that there may be none. */
function answersOneResource(endpoint: Endpoint): boolean {
  const path = endpoint.chains[0]?.path ?? endpoint.path;
  const handler = endpoint.handler;
  if (handler === null || !/\{\w+(?::\w+)?\}/u.test(path)) return false;
  const model = endpoint.options.get("response_model");
  return !isOptional(handler.returns) && !isOptional(model ?? null);
}

function isOptional(annotation: SyntaxNode | null): boolean {
  return (
    annotation !== null && /\bNone\b|\bOptional\b/u.test(textOf(annotation).replace(/^None$/u, ""))
  );
}
