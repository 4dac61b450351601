import { childrenAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonModule } from "../types.ts";
import { namesErrorStatus } from "./error-status.ts";
import type { ErrorDefect } from "./error-defect.ts";

/**
 * `except:` without a class, and `except Exception` or `BaseException` that swallow: that neither
 * raise, nor give back an error status, nor log with the reason. Narrow handlers may do as they
 * like. A bare `except:` is one also where it raises again: it catches what is no error at all.
 */
export function findBroadExcepts(program: Program): readonly ErrorDefect[] {
  return program.modules
    .filter((module) => module.role !== "test")
    .flatMap((module) =>
      descend(module.root)
        .filter((node) => catching.has(node.type))
        .flatMap((node) => defectOf(program, module, node)),
    );
}

const catching: ReadonlySet<string> = new Set(["except_clause", "except_group_clause", "call"]);

function defectOf(
  program: Program,
  module: PythonModule,
  node: SyntaxNode,
): readonly ErrorDefect[] {
  const make = (kind: ErrorDefect["kind"], words: string): readonly ErrorDefect[] => [
    { kind, module, node, function: program.functionAround(node), words },
  ];
  if (node.type === "except_clause" || node.type === "except_group_clause") {
    const caught = caughtBy(node);
    if (caught.length === 0) return make("bare-except", "a bare `except:`");
    const broad = caught.find((one) => isBroad(program, one));
    if (broad === undefined || dealsWithIt(program, node)) return [];
    return make("swallowed", `\`except ${textOf(broad)}\` swallows the failure`);
  }
  if (node.type === "call" && /(?:^|\.)suppress$/u.test(textOf(node.children[0] ?? node))) {
    const broad = positionalArguments(node).find((one) => isBroad(program, one));
    return broad === undefined
      ? []
      : make("swallowed", `\`suppress(${textOf(broad)})\` swallows every failure`);
  }
  return [];
}

/** The class expressions of an except clause; none: it is bare. */
export function caughtBy(clause: SyntaxNode): readonly SyntaxNode[] {
  return childrenAt(clause, "value").flatMap((value) => {
    const inner = value.type === "as_pattern" ? (value.children[0] ?? value) : value;
    return inner.type === "tuple" ? namedChildren(inner) : [inner];
  });
}

function isBroad(program: Program, one: SyntaxNode): boolean {
  const found = program.resolve(one);
  const name = found.kind === "external" || found.kind === "unbound" ? found.name : textOf(one);
  return /^(?:builtins\.)?(?:Exception|BaseException)$/u.test(name);
}

function dealsWithIt(program: Program, clause: SyntaxNode): boolean {
  const body = clause.children.findLast((child) => child.type === "block");
  if (body === undefined) return false;
  const error = nameOfError(clause);
  const nodes = [...ownNodes(body)];
  return (
    nodes.some((node) => node.type === "raise_statement") ||
    nodes.some((node) => node.type === "call" && handsItOn(program, node, error)) ||
    nodes.some((node) => givesErrorStatus(program, node)) ||
    failsLater(program, clause, body)
  );
}

function nameOfError(clause: SyntaxNode): string | null {
  for (const node of descend(clause, (one) => one.type !== "block")) {
    if (node.type === "as_pattern_target") return textOf(node);
  }
  return null;
}

/** It is logged with its reason, reported, given to a future, or the process ends by it. */
function handsItOn(program: Program, call: SyntaxNode, error: string | null): boolean {
  const callee = textOf(call.children[0] ?? call);
  const method = callee.split(".").at(-1) ?? "";
  const given = textOf(call.children[1] ?? call);
  if (/^(?:a?exception|capture_exception|set_exception|record_exception)$/u.test(method)) {
    return true;
  }
  if (/^(?:sys\.exit|os\._exit|exit)$/u.test(callee)) return true;
  const isLog =
    /^(?:a?(?:critical|error|warning|warn|info|debug|log|fatal))$/u.test(method) &&
    /log/iu.test(callee);
  if (isLog) return hasReason(given, error) || /\bexception=/u.test(callee);
  if (/^log_\w+$|\.log_\w+$/u.test(callee)) return hasReason(given, error);
  // A helper that raises, or that logs what it is given.
  const calleesThatRaise = program
    .calleesAt(call)
    .some(
      (one) =>
        one.kind === "function" &&
        ownNodes(one.body).some((node) => node.type === "raise_statement" || isFullLog(node)),
    );
  return calleesThatRaise;
}

function hasReason(given: string, error: string | null): boolean {
  if (/\bexc_info\s*=\s*(?!False|None)/u.test(given)) return true;
  if (/\bformat_exc\(|\bsys\.exc_info\(/u.test(given)) return true;
  return error !== null && new RegExp(`(?<![\\w.])${error}(?!\\w)`, "u").test(given);
}

function isFullLog(node: SyntaxNode): boolean {
  return (
    node.type === "call" && /\blog\w*\.exception\(|exc_info\s*=\s*(?!False)/u.test(textOf(node))
  );
}

/** `return JSONResponse(…, status_code=503)`, `response.status_code = 503`. */
function givesErrorStatus(program: Program, node: SyntaxNode): boolean {
  if (node.type === "return_statement") return namesErrorStatus(program, node);
  if (node.type !== "assignment") return false;
  const [target] = namedChildren(node);
  return (
    target !== undefined &&
    textOf(target).endsWith(".status_code") &&
    namesErrorStatus(program, node)
  );
}

/** A flag is set, and the function fails by it afterwards: `ready = False` … `503 if not ready`. */
function failsLater(program: Program, clause: SyntaxNode, body: SyntaxNode): boolean {
  const names = new Set<string>();
  for (const node of ownNodes(body)) {
    if (node.type !== "assignment" && node.type !== "augmented_assignment") continue;
    const target = namedChildren(node)[0];
    const name = target === undefined ? undefined : /^\w+/u.exec(textOf(target))?.[0];
    if (name !== undefined) names.add(name);
  }
  const fn = program.functionAround(clause);
  if (names.size === 0 || fn === null) return false;
  const pattern = new RegExp(`\\b(?:${[...names].join("|")})\\b`, "u");
  for (const node of ownNodes(fn.body)) {
    if (node.start < clause.end) continue;
    const isFailing =
      node.type === "if_statement" ||
      node.type === "conditional_expression" ||
      node.type === "return_statement";
    if (!isFailing || !pattern.test(textOf(node))) continue;
    if (/\braise\b/u.test(textOf(node)) || namesErrorStatus(program, node)) return true;
  }
  return false;
}
