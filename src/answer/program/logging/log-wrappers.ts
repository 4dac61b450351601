import { namedChildren } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { firstArgument } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import { levelOfMethod } from "./log-level.ts";
import type { LogLevel } from "./log-level.ts";

/** Functions that do nothing but log: their callers decide what is logged. */
export function readLogWrappers(
  program: Program,
  direct: readonly { readonly call: LocatedCall; readonly level: LogLevel }[],
): ReadonlyMap<PythonFunction, LogLevel> {
  const handlers = new Set(program.endpoints.map((one) => one.handler));
  const result = new Map<PythonFunction, LogLevel>();
  const logs = new Set(direct.map(({ call }) => call.node));
  for (const { call, level } of direct) {
    const one = call.function;
    if (one === null || handlers.has(one) || one.decorators.length > 0) continue;
    if (result.has(one)) {
      if (result.get(one) !== level) result.set(one, "open");
    } else if (onlyLogs(one.body, logs)) result.set(one, level);
  }
  return result;
}

function onlyLogs(block: SyntaxNode, logs: ReadonlySet<SyntaxNode>): boolean {
  return namedChildren(block).every((statement) => {
    switch (statement.type) {
      case "expression_statement": {
        const [first] = namedChildren(statement);
        const inner = first?.type === "await" ? namedChildren(first)[0] : first;
        if (inner === undefined) return true;
        return /^(?:string|assignment|augmented_assignment)$/u.test(inner.type) || logs.has(inner);
      }
      case "if_statement":
      case "else_clause":
      case "elif_clause":
      case "for_statement":
      case "match_statement":
      case "case_clause":
        return statement.children.every(
          (child) =>
            !/^(?:block|else_clause|elif_clause)$/u.test(child.type) ||
            (child.type === "block" ? onlyLogs(child, logs) : onlyLogsIn(child, logs)),
        );
      case "pass_statement":
      case "import_statement":
      case "import_from_statement":
        return true;
      case "return_statement":
        return namedChildren(statement).length === 0;
      default:
        return false;
    }
  });
}

function onlyLogsIn(clause: SyntaxNode, logs: ReadonlySet<SyntaxNode>): boolean {
  return clause.children.every((child) => child.type !== "block" || onlyLogs(child, logs));
}

/** The wrapper that a call runs, at once or, given to `add_task`, later. */
export function wrapperCalled(
  program: Program,
  call: LocatedCall,
  wrappers: ReadonlyMap<PythonFunction, LogLevel>,
): PythonFunction | null {
  if (wrappers.size === 0) return null;
  if (call.name === "add_task" || call.name === "create_task") {
    const target = firstArgument(call.node);
    const found = target === undefined || target.type === "call" ? null : program.resolve(target);
    return found?.kind === "function" && wrappers.has(found) ? found : null;
  }
  const named = [...wrappers.keys()].filter((one) => one.name === call.name);
  if (named.length === 0) return null;
  const callees = program.calleesAt(call.node);
  const exact = callees.find((one) => one.kind === "function" && wrappers.has(one));
  if (exact?.kind === "function") return exact;
  // A method of an object whose class cannot be told: by its name, if it is a wrapper's only.
  if (call.receiver === null || callees.some((one) => one.kind !== "unknown")) return null;
  const isOnlyOne = named.length === 1 && levelOfMethod(call.name, call.node) === null;
  return isOnlyOne ? (named[0] ?? null) : null;
}
