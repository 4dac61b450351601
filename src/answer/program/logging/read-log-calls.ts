import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { firstArgument } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import { isOnFailurePath } from "./failure-path.ts";
import { levelOfMethod } from "./log-level.ts";
import type { LogLevel } from "./log-level.ts";
import { isLogger } from "./loggers.ts";

/** A call that logs: of a logger, or of a function of the answer that only logs. */
export interface LogCall extends LocatedCall {
  readonly level: LogLevel;
  /** It tells of a failed or denied attempt, a caught exception or an error response. */
  readonly isOfFailure: boolean;
}

const known = new WeakMap<Program, readonly LogCall[]>();

/** The log calls of the implementation, in source order; `print` is none. */
export function readLogCalls(program: Program): readonly LogCall[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const calls = readCalls(program).filter((one) => one.module.role === "implementation");
  const direct = calls.flatMap((call) => {
    const level = call.receiver === null ? null : levelOfMethod(call.name, call.node);
    const isLog = level !== null && call.receiver !== null && isLogger(program, call.receiver);
    return isLog ? [{ call, level }] : [];
  });
  const wrappers = readWrappers(program, direct);
  const names = new Set([...wrappers.keys()].map((one) => one.name));
  const wrapped = calls.flatMap((call) => {
    const target = wrapperCalled(program, call, names, wrappers);
    return target === null ? [] : [{ call, level: wrappers.get(target) ?? "open" }];
  });
  const found = [...direct.filter(({ call }) => !isInWrapper(call, wrappers)), ...wrapped].map(
    ({ call, level }): LogCall => ({
      ...call,
      level,
      isOfFailure: tellsOfFailure(program, call.node, level),
    }),
  );
  // A wrapper that nobody is seen to call still logs what its level and words say.
  const used = new Set(
    wrapped.flatMap(({ call }) => wrapperCalled(program, call, names, wrappers)),
  );
  const alone = direct
    .filter(({ call }) => isInWrapper(call, wrappers) && !used.has(call.function))
    .map(({ call, level }) => ({
      ...call,
      level,
      isOfFailure: tellsOfFailure(program, call.node, level),
    }));
  const all = [...found, ...alone];
  known.set(program, all);
  return all;
}

interface Found {
  readonly call: LocatedCall;
  readonly level: LogLevel;
}

function isInWrapper(call: LocatedCall, wrappers: ReadonlyMap<PythonFunction, LogLevel>): boolean {
  return call.function !== null && wrappers.has(call.function);
}

/** Functions that do nothing but log: their callers decide what is logged. */
function readWrappers(
  program: Program,
  direct: readonly Found[],
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
function wrapperCalled(
  program: Program,
  call: LocatedCall,
  names: ReadonlySet<string>,
  wrappers: ReadonlyMap<PythonFunction, LogLevel>,
): PythonFunction | null {
  if (names.size === 0) return null;
  if (call.name === "add_task" || call.name === "create_task") {
    const target = firstArgument(call.node);
    const found = target === undefined || target.type === "call" ? null : program.resolve(target);
    return found?.kind === "function" && wrappers.has(found) ? found : null;
  }
  if (!names.has(call.name)) return null;
  const callees = program.calleesAt(call.node);
  const exact = callees.find((one) => one.kind === "function" && wrappers.has(one));
  if (exact?.kind === "function") return exact;
  // A method of an object whose class cannot be told: by its name, if it is a wrapper's only.
  if (call.receiver === null || callees.some((one) => one.kind !== "unknown")) return null;
  const candidates = [...wrappers.keys()].filter((one) => one.name === call.name);
  return candidates.length === 1 && levelOfMethod(call.name, call.node) === null
    ? (candidates[0] ?? null)
    : null;
}

const failureWords =
  /fail|denied|deny|refus|reject|invalid|unauthori[sz]ed|forbid|not[ _.-]?found|too[ _.-]?many|exceeded|\berrors?\b|exception|mismatch|unknown|missing|could not|couldn't|cannot|unable|limited|throttl|replay|reuse|suspicious|locked|expired|blocked|incorrect|wrong|bad[ _.-]|conflict|duplicate|already|timeout|timed out|retry|insufficient|attempt/iu;
const plainFailureWords =
  /fail|denied|refus|reject|invalid|unauthori[sz]ed|forbidden|not[ _.-]?found|too[ _.-]?many|exceeded|incorrect|could not|unable to/iu;

function tellsOfFailure(program: Program, call: SyntaxNode, level: LogLevel): boolean {
  if (level === "error" || isOnFailurePath(program, call)) return true;
  const words = wordsOf(call);
  if (level === "info" || level === "open") return plainFailureWords.test(words);
  // A warning beside the success: "post deleted by an administrator".
  return failureWords.test(words) || !/[A-Za-z]{3}/u.test(words) || endsItsBranch(call);
}

/** The message, or the event; the callee's own name of what is called for it. */
function wordsOf(call: SyntaxNode): string {
  const callee = childAt(call, "function");
  const name = callee === undefined ? "" : (textOf(callee).split(".").at(-1) ?? "");
  const strings: string[] = [];
  const stack = [childAt(call, "arguments")];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.type === "string_content") strings.push(textOf(next));
    stack.push(...next.children.toReversed());
  }
  const isMethod = levelOfMethod(name, call) !== null;
  return (isMethod ? strings : [name, ...strings]).join(" ");
}

/** It runs in some cases only, and the function goes no further then. */
function endsItsBranch(node: SyntaxNode): boolean {
  let statement = node;
  while (statement.parent !== null && statement.parent.type !== "block") {
    statement = statement.parent;
  }
  const block = statement.parent;
  if (
    block === null ||
    !/^(?:if_statement|elif_clause|else_clause|case_clause)$/u.test(block.parent?.type ?? "")
  ) {
    return false;
  }
  return namedChildren(block).some(
    (one) => one.start > statement.start && /^(?:return|raise|continue)_statement$/u.test(one.type),
  );
}
