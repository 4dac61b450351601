import { childAt, descend, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import { callsOf } from "../located-calls.ts";
import { readStatusCode } from "../status-code.ts";
import type { PythonClass, PythonFunction } from "../types.ts";

/** Names of functions, classes and exceptions that speak of a limit on how often. */
const speaksOfRate =
  /rate_?limit|limit_?rate|throttl|too_?many|limit_?(?:reached|exceeded|hit)|(?:requests?|attempts?|log_?in|sign_?up|register|auth|strict|burst|api|client|user|write|read|ip)_?limit(?:er|s)?$|(?:^|[._])limiter$|limit_(?:by|login|logins|requests?|attempts?|calls|access|ip|sign|register|registration|password|reset|refresh)|flood_?control/iu;

/** `limiter.hit(…)`, `self._throttle.acquire(…)`: a limiter is asked. */
const asksLimiter =
  /(?:limiter|throttler?|rate_?limits?)\w*(?:\(\))?\.(?:hit|check\w*|test|acquire\w*|take\w*|consume\w*|limit|enforce\w*|is_allowed|allow\w*|try_acquire\w*|record\w*|register\w*|attempt\w*|increment\w*|incr|guard\w*|wait\w*|ensure\w*|verify\w*|count\w*|raise\w*|require\w*|validate\w*|call|__call__)$/iu;

/** Pagination and sizes have limits too. */
const otherLimit =
  /offset|pagina|page|size|length|upload|file|query_limit|row|results?_limit|credit|spending|transfer_limit/iu;

/** Whether a name that the answer does not show is that of a limit on how often. */
export function namesRateLimit(name: string): boolean {
  const last = name.split(".").slice(-2).join(".");
  if (/(?:^|\.)SlowAPI(?:ASGI)?Middleware$/u.test(name)) return false;
  return (
    (speaksOfRate.test(last) || /(?:^|\.|_|[a-z])Limiter$|(?:^|\.)limits$/u.test(last)) &&
    !otherLimit.test(last)
  );
}

/** A function that gives a limiter to others and limits nothing by itself. */
export function providesLimiter(name: string): boolean {
  return /(?:^|[._])(?:get|provide|make|build|create|init|setup|configure)_\w*limiter$/u.test(name);
}

const known = new WeakMap<PythonFunction, boolean>();

/**
 * Whether a function itself refuses those who come too often: it answers or raises 429, raises an
 * exception that says so or that a handler answers with 429, or asks a limiter.
 */
export function refusesTooMany(program: Program, one: PythonFunction): boolean {
  const cached = known.get(one);
  if (cached !== undefined) return cached;
  const text = textOf(one.body);
  const refuses =
    (/429|too[_ ]?many|limit|throttl|flood/iu.test(text + one.name) ||
      [...exceptionsOfLimits(program)].some((next) => text.includes(next.name))) &&
    (ownNodes(one.body).some((node) => isRefusal(program, node)) || asksSomeLimiter(program, one));
  known.set(one, refuses);
  return refuses;
}

/** A decorator's function: what it wraps around the other stands in nested functions. */
export function refusesWithin(program: Program, one: PythonFunction): boolean {
  return one.module.functions.some(
    (inner) =>
      inner.node.start >= one.node.start &&
      inner.node.end <= one.node.end &&
      refusesTooMany(program, inner),
  );
}

/** A `raise`, or an answer, that says 429. */
export function isRefusal(program: Program, node: SyntaxNode): boolean {
  if (node.type === "raise_statement") {
    const [raised] = namedChildren(node);
    if (!mayBeReached(node)) return false;
    return (
      raised !== undefined &&
      (saysTooMany(raised) || tellsTooMany(raised) || raisesTooMany(program, raised))
    );
  }
  return isAnswer(node) && saysTooMany(node);
}

/** What is raised for an exception needs something in the `try` that can raise it. */
function mayBeReached(raise: SyntaxNode): boolean {
  const clause = enclosing(raise, "except_clause", "function_definition");
  if (clause?.type !== "except_clause" || clause.parent === null) return true;
  const body = childAt(clause.parent, "body");
  return body === undefined || descend(body).some((node) => node.type === "call");
}

/** What a status stands in when it is answered with, and not only compared. */
function isAnswer(node: SyntaxNode): boolean {
  if (node.type === "return_statement") return true;
  if (node.type === "assignment") return /\.status_code\s*=/u.test(textOf(node));
  return node.type === "dictionary" && enclosing(node, "call", "assignment") !== undefined;
}

function saysTooMany(node: SyntaxNode): boolean {
  return descend(node).some(
    (one) =>
      readStatusCode(one) === 429 &&
      one.parent?.type !== "comparison_operator" &&
      !(one.parent?.type === "pair" && one.field === "key"),
  );
}

/** `HTTPException(403, "Too many failed attempts")` */
function tellsTooMany(raised: SyntaxNode): boolean {
  return descend(raised).some((one) =>
    /\btoo many\b[^.]*\b(?:attempts|requests|tries|logins|calls)\b|\brate[ -]limit/iu.test(
      readStringLiteral(one) ?? "",
    ),
  );
}

function raisesTooMany(program: Program, raised: SyntaxNode): boolean {
  const callee = raised.type === "call" ? childAt(raised, "function") : raised;
  if (callee === undefined) return false;
  const found = program.resolve(callee);
  switch (found.kind) {
    case "class":
      return exceptionsOfLimits(program).has(found);
    case "external":
    case "unbound":
      return speaksOfRate.test(found.name.split(".").at(-1) ?? "");
    case "function":
      return refusesTooMany(program, found);
    default:
      return speaksOfRate.test(textOf(callee).split(".").at(-1) ?? "");
  }
}

const knownExceptions = new WeakMap<Program, ReadonlySet<PythonClass>>();

/** Classes of the answer that say it by their name or body, or whose handler answers 429. */
function exceptionsOfLimits(program: Program): ReadonlySet<PythonClass> {
  const cached = knownExceptions.get(program);
  if (cached !== undefined) return cached;
  const result = new Set<PythonClass>();
  for (const handler of program.exceptionHandlers) {
    const { definition, targets } = handler;
    const answers429 = targets.some((one) => one.kind === "function" && saysTooMany(one.body));
    if (definition.kind === "class" && answers429) result.add(definition);
  }
  for (const module of program.modules) {
    if (module.role !== "implementation") continue;
    for (const one of module.classes) {
      if (!/429|too_?many|limit|throttl|flood/iu.test(textOf(one.node))) continue;
      if (speaksOfRate.test(one.name) || saysTooMany(one.body)) result.add(one);
    }
  }
  knownExceptions.set(program, result);
  return result;
}

function asksSomeLimiter(program: Program, one: PythonFunction): boolean {
  return callsOf(program, one).some((call) => {
    const callee = childAt(call.node, "function");
    if (callee === undefined) return false;
    const text = textOf(callee);
    if (!/limit|throttl|too_?many|flood/iu.test(text)) return false;
    const shown = program.calleesAt(call.node).filter((next) => next.kind === "function");
    // What is shown must refuse by itself, or tell its caller.
    if (shown.length > 0) {
      const asks = [text, ...shown.map((next) => next.qualifiedName)].some((name) =>
        asksLimiter.test(name),
      );
      const isNamed = namesRateLimit(call.name) && !/limiter$/iu.test(call.name);
      return (asks || isNamed) && isLookedAt(call.node);
    }
    if (asksLimiter.test(text)) return true;
    const found = program.resolve(callee);
    if (found.kind === "class" || found.kind === "value") return false;
    return (
      namesRateLimit(call.name) &&
      !providesLimiter(call.name) &&
      !/Limiter$|^[A-Z]/u.test(call.name)
    );
  });
}

/** The caller decides by the result of a call. */
function isLookedAt(call: SyntaxNode): boolean {
  for (let node = call; node.parent !== null; node = node.parent) {
    if (node.field === "condition") return true;
    const { type } = node.parent;
    if (/^(?:assignment|named_expression|assert_statement|return_statement)$/u.test(type)) {
      return true;
    }
    if (type.endsWith("_statement") && !/^(?:if|while)_statement$/u.test(type)) return false;
  }
  return false;
}
