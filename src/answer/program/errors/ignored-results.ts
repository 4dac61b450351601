import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { unwrap } from "./absence.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { shortText } from "./error-status.ts";
import { fetchesByKey } from "./fetch-expression.ts";
import { calledAt } from "./reached-from-endpoints.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/**
 * Results that say whether there was anything to read or change, and at which nobody looks: a
 * repository's `bool` by a row count that is thrown away, a variable for a fetched row or for an
 * executed update that is never read.
 */
export function findIgnoredResults(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  return [...reached.keys()].flatMap((fn) =>
    ownNodes(fn.body).flatMap((node): readonly ErrorDefect[] => {
      const ignored = ignoredCall(fn, node);
      if (ignored === null || !tellsOfAbsence(program, fn, ignored)) return [];
      const words = `nobody looks at what ${shortText(ignored.call)} gives`;
      return [{ kind: "missing-not-found", module: fn.module, node, function: fn, words }];
    }),
  );
}

interface IgnoredCall {
  readonly call: SyntaxNode;
  /** It has a name that is never read; else it is thrown away. */
  readonly named: boolean;
}

function ignoredCall(fn: PythonFunction, node: SyntaxNode): IgnoredCall | null {
  if (node.type === "expression_statement") {
    const first = namedChildren(node)[0];
    const call = first === undefined ? undefined : unwrap(first);
    return call?.type === "call" ? { call, named: false } : null;
  }
  if (node.type !== "assignment") return null;
  const [target, value] = [childAt(node, "left"), childAt(node, "right")];
  if (target?.type !== "identifier" || value === undefined) return null;
  const name = textOf(target);
  const call = unwrap(value);
  if (call.type !== "call" || name.startsWith("_")) return null;
  const uses = textOf(fn.body).match(new RegExp(`(?<![\\w.])${name}\\b`, "gu")) ?? [];
  return uses.length === 1 ? { call, named: true } : null;
}

function tellsOfAbsence(
  program: Program,
  fn: PythonFunction,
  { call, named }: IgnoredCall,
): boolean {
  const counts = calledAt(program, call).some(
    (one) =>
      one.returns !== null &&
      textOf(one.returns) === "bool" &&
      /\.rowcount\b|\.returning\(/u.test(textOf(one.body)),
  );
  if (counts || !named) return counts;
  if (fetchesByKey(program, fn, call)) return true;
  const isOptional = calledAt(program, call).some(
    (one) => one.returns !== null && /\|\s*None$|^Optional\[/u.test(textOf(one.returns)),
  );
  const isChange = /\.execute\(\s*(?:\w+\.)?(?:update|delete)\(/u.test(textOf(call));
  return isOptional || isChange;
}
