import { childAt, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes, returnedExpressions } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { shortText } from "./error-status.ts";
import { firstUse, isAbsenceHandled, unwrap, usedAtOnce } from "./absence.ts";
import { givesNoneAtTimes, isOptional } from "./gives-none.ts";
import { fetchesByKey, isCheckedBefore } from "./fetch-expression.ts";
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
  const asked = functionsAskedAbout(program, reached);
  return [...reached].flatMap(([fn, endpoints]) => finder.defectsOf(fn, endpoints, asked.has(fn)));
}

class MissingValues {
  readonly #program: Program;
  readonly #returns = new Map<PythonFunction, boolean>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** `asked`: a caller asks whether the function found something. */
  defectsOf(
    fn: PythonFunction,
    endpoints: ReadonlySet<Endpoint>,
    asked: boolean,
  ): readonly ErrorDefect[] {
    const own = [...endpoints].filter((one) => one.handler === fn);
    const result: ErrorDefect[] = [];
    const add = (node: SyntaxNode, words: string): void => {
      result.push({ kind: "missing-not-found", module: fn.module, node, function: fn, words });
    };
    for (const { name, value, node } of this.#fetchedVariables(fn)) {
      if (isAbsenceHandled(this.#program, fn, name)) continue;
      const use = firstUse(fn, name, own.some(answersOneResource));
      if (use !== null) {
        add(node, `\`${name}\` may be None (${shortText(value)}) and is used as if it were there`);
      }
    }
    for (const node of ownNodes(fn.body)) {
      const used = usedAtOnce(node);
      if (used !== null && this.#mayBeMissing(fn, used)) {
        add(node, `${shortText(used)} may be None and is used as if it were there`);
      }
    }
    for (const value of returnedExpressions(fn)) {
      if (!asked && promisesMore(fn) && this.#isUnguarded(fn, value)) {
        add(
          value,
          `\`${fn.qualifiedName}\` may return None (${shortText(value)}) where it promises \`${textOf(fn.returns as SyntaxNode)}\``,
        );
      }
    }
    if (!own.some(answersOneResource) || result.length > 0) return result;
    if (own.some((one) => one.methods.includes("GET"))) {
      const names = new Set(this.#fetchedVariables(fn).map(({ name }) => name));
      for (const node of nullAnswers(fn, names)) {
        add(node, "what is not there is answered with null");
      }
    }
    for (const value of returnedExpressions(fn)) {
      if (unwrap(value).type === "call" && this.#mayBeMissing(fn, value)) {
        add(value, `${shortText(value)} may be None and is answered as if it were there`);
      }
    }
    return result;
  }

  #isUnguarded(fn: PythonFunction, value: SyntaxNode): boolean {
    if (value.type !== "identifier") return this.#mayBeMissing(fn, value);
    const name = textOf(value);
    return (
      this.#fetchedVariables(fn).some((one) => one.name === name) &&
      !isAbsenceHandled(this.#program, fn, name)
    );
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
      for (const [name, part] of pairsOf(target, value)) {
        bound.set(name, (bound.get(name) ?? 0) + 1);
        if (this.#mayBeMissing(fn, part)) result.push({ name, value: part, node });
      }
    }
    for (const use of this.#program.dependenciesOf(fn)) {
      if (use.parameter === null) continue;
      // Where the code chooses between several, the one that fits is not known.
      const missing =
        use.callees.length > 0 &&
        use.callees.every((one) => one.kind === "function" && this.#returnsMissing(one));
      if (missing) {
        result.push({ name: use.parameter.name, value: use.call ?? use.node, node: use.node });
      }
    }
    return result.filter(({ name }) => (bound.get(name) ?? 0) <= 1);
  }

  #mayBeMissing(fn: PythonFunction, expression: SyntaxNode, depth = 0): boolean {
    const call = unwrap(expression);
    if (depth > 6) return false;
    if (call.type === "conditional_expression") {
      const [yes, , no] = namedChildren(call);
      return [yes, no].some((one) => one !== undefined && this.#mayBeMissing(fn, one, depth + 1));
    }
    if (call.type !== "call" || isCheckedBefore(this.#program, fn, call)) return false;
    if (fetchesByKey(this.#program, fn, call)) return true;
    return calledAt(this.#program, call).some((one) => one !== fn && this.#returnsMissing(one));
  }

  /** A function that gives back None when it finds nothing. */
  #returnsMissing(fn: PythonFunction): boolean {
    const known = this.#returns.get(fn);
    if (known !== undefined) return known;
    // A cycle hands on nothing of its own.
    this.#returns.set(fn, false);
    if (givesNoneAtTimes(this.#program, fn)) {
      this.#returns.set(fn, true);
      return true;
    }
    const fetched = this.#fetchedVariables(fn);
    const missing = returnedExpressions(fn).some((value) => {
      if (value.type === "identifier") {
        const name = textOf(value);
        return (
          fetched.some((one) => one.name === name) && !isAbsenceHandled(this.#program, fn, name)
        );
      }
      return this.#mayBeMissing(fn, value) && enclosing(value, "try_statement") === undefined;
    });
    this.#returns.set(fn, missing);
    return missing;
  }
}

/** Functions whose result a caller tests, be it against their annotation. */
function functionsAskedAbout(
  program: Program,
  reached: ReachedFunctions,
): ReadonlySet<PythonFunction> {
  const result = new Set<PythonFunction>();
  for (const fn of reached.keys()) {
    for (const node of ownNodes(fn.body)) {
      if (node.type !== "call" || !isAskedAbout(program, fn, node)) continue;
      for (const one of calledAt(program, node)) result.add(one);
    }
    for (const use of program.dependenciesOf(fn)) {
      if (use.parameter === null || !isAbsenceHandled(program, fn, use.parameter.name)) continue;
      for (const one of use.callees) if (one.kind === "function") result.add(one);
    }
  }
  return result;
}

/** `if find(…):`, `found = find(…)` and then `if found`. */
function isAskedAbout(program: Program, fn: PythonFunction, call: SyntaxNode): boolean {
  let node: SyntaxNode = call;
  while (node.parent !== null && node.parent.type === "await") {
    node = node.parent;
  }
  const above = node.parent;
  if (above === null) return false;
  if (above.type === "assignment" || above.type === "named_expression") {
    const target = childAt(above, above.type === "assignment" ? "left" : "name");
    return target?.type === "identifier" && isAbsenceHandled(program, fn, textOf(target));
  }
  return /^(?:if_statement|elif_clause|conditional_expression|boolean_operator|comparison_operator|not_operator|while_statement)$/u.test(
    above.type,
  );
}

/** The names that an assignment binds, each with its own part of the value where that can be told. */
function pairsOf(
  target: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
): readonly (readonly [string, SyntaxNode])[] {
  if (target === undefined || value === undefined) return [];
  if (target.type === "identifier") return [[textOf(target), value]];
  const [names, parts] = [namedChildren(target), namedChildren(value)];
  const isPaired = value.type === "expression_list" && names.length === parts.length;
  return names.flatMap((name, at) => {
    const part = parts[at];
    return isPaired && part !== undefined && name.type === "identifier"
      ? [[textOf(name), part] as const]
      : [];
  });
}

/** It is annotated with something that is never None, and raises nowhere by itself. */
function promisesMore(fn: PythonFunction): boolean {
  const { returns } = fn;
  if (
    returns === null ||
    isOptional(returns) ||
    /^(?:None|Any|object|bool)$|Response$|Iterator\[|Generator\[/u.test(textOf(returns))
  ) {
    return false;
  }
  return !ownNodes(fn.body).some(
    (node) =>
      (node.type === "raise_statement" && !isForOtherFailures(node)) ||
      (node.type === "call" &&
        /(?:^|\.)_?(?:ensure|require|assert|check|verify)_\w*$/u.test(
          textOf(childAt(node, "function") ?? node),
        )),
  );
}

/** It stands in an except clause for something else than the absence of a row. */
function isForOtherFailures(node: SyntaxNode): boolean {
  const clause = enclosing(node, "except_clause");
  return (
    clause !== undefined &&
    !/NoResultFound|AttributeError|TypeError|Exception\b/u.test(textOf(clause))
  );
}

/**
 * An endpoint that answers with one thing by its key: a GET whose path ends in it, or any other
 * that does not say by its types that there may be none.
 */
function answersOneResource(endpoint: Endpoint): boolean {
  const path = endpoint.chains[0]?.path ?? endpoint.path;
  const handler = endpoint.handler;
  if (handler === null || !/\{\w+(?::\w+)?\}/u.test(path)) return false;
  if (endpoint.methods.includes("GET") && /\{\w+(?::\w+)?\}\/?$/u.test(path)) return true;
  const model = endpoint.options.get("response_model");
  return !isOptional(handler.returns) && !isOptional(model ?? null);
}

/** `return None` where something was not found: null, with 200. */
function nullAnswers(fn: PythonFunction, names: ReadonlySet<string>): readonly SyntaxNode[] {
  return ownNodes(fn.body).filter((node) => {
    if (node.type !== "return_statement") return false;
    const [value] = namedChildren(node);
    if (value !== undefined && value.type !== "none") return false;
    const branch = enclosing(node, "if_statement");
    const condition = branch === undefined ? undefined : childAt(branch, "condition");
    return (
      condition !== undefined &&
      [...textOf(condition).matchAll(/\b\w+\b/gu)].some(([name]) => names.has(name)) &&
      !statusIsSet(node)
    );
  });
}

/** `response.status_code = 404` stands beside it. */
function statusIsSet(statement: SyntaxNode): boolean {
  const block = statement.parent;
  return block !== null && /\.status_code\s*=/u.test(textOf(block));
}
