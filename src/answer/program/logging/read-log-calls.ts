import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { firstArgument } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import { levelOfMethod } from "./log-level.ts";
import type { LogLevel } from "./log-level.ts";
import { readLogWrappers, wrapperCalled } from "./log-wrappers.ts";
import { isLogger } from "./loggers.ts";
import { tellsOfFailure } from "./tells-of-failure.ts";

/** A call that logs: of a logger, or of a function of the answer that only logs. */
export interface LogCall extends LocatedCall {
  readonly level: LogLevel;
  /** It tells of a failed or denied attempt, a caught exception or an error response. */
  readonly isOfFailure: boolean;
}

interface Found {
  readonly call: LocatedCall;
  readonly level: LogLevel;
}

const known = new WeakMap<Program, readonly LogCall[]>();

/** The log calls of the implementation, those of its own helpers last; `print` is none. */
export function readLogCalls(program: Program): readonly LogCall[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const calls = readCalls(program).filter((one) => one.module.role === "implementation");
  const direct = calls.flatMap((call): readonly Found[] => {
    const level = call.receiver === null ? null : levelOfMethod(call.name, call.node);
    const isLog =
      level !== null &&
      call.receiver !== null &&
      (isLogger(program, call.receiver) || isLoggerByUse(program, call.receiver, call.node));
    return isLog ? [{ call, level }] : [];
  });
  const wrappers = readLogWrappers(program, direct);
  const wrapped = calls.flatMap((call): readonly (Found & { readonly by: PythonFunction })[] => {
    const by = wrapperCalled(program, call, wrappers);
    return by === null ? [] : [{ call, level: wrappers.get(by) ?? "open", by }];
  });
  // A wrapper's callers say what it logs; one that nobody is seen to call says it itself.
  const used = new Set<PythonFunction | null>(wrapped.map(({ by }) => by));
  const found = [...direct.filter(({ call }) => !used.has(call.function)), ...wrapped].map(
    ({ call, level }): LogCall => ({
      ...call,
      level,
      isOfFailure: tellsOfFailure(program, call.node, level),
    }),
  );
  known.set(program, found);
  return found;
}

/** A name that an excerpt does not define, and to which words are said as only a logger is told. */
function isLoggerByUse(program: Program, receiver: SyntaxNode, call: SyntaxNode): boolean {
  if (receiver.type !== "identifier" || program.resolve(receiver).kind !== "unbound") return false;
  const words = firstArgument(call);
  return (
    /^(?:string|concatenated_string)$/u.test(words?.type ?? "") &&
    /\.(?:exception|critical)$/u.test(textOf(childAt(call, "function") ?? call))
  );
}
