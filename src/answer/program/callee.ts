import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { methodOf } from "./class-members.ts";
import { returnedExpressions } from "./function-body.ts";
import { firstArgument } from "./arguments.ts";
import type { ProgramIndex } from "./program-index.ts";
import { resolve } from "./resolve.ts";
import type { PythonClass, PythonFunction } from "./types.ts";

/** What runs when something is called. */
export type Callee =
  | PythonFunction
  /** The class itself is called: an instance is made. */
  | PythonClass
  | { readonly kind: "lambda"; readonly node: SyntaxNode }
  | NamedCallee
  | { readonly kind: "unknown"; readonly node: SyntaxNode };

/** Something that the answer does not show. */
export interface NamedCallee {
  readonly kind: "named";
  /** Fully qualified where it is imported, else as it is written. */
  readonly name: string;
  /** False: nothing in the answer binds the name. */
  readonly imported: boolean;
  /** It was called once to get what runs: `require("admin")`, `HTTPBearer()`. */
  readonly made: SyntaxNode | null;
  /** Known by its annotation only: `user: CurrentUser`, where the alias is not shown. */
  readonly alias: boolean;
  readonly node: SyntaxNode;
}

const deepest = 12;

/**
 * What runs when the value of an expression is called: `f`, `service.check`, `Checker()` (its
 * `__call__`), `require("x")` (the function that `require` returns), `partial(f, 1)`, a lambda.
 */
export function calleesOf(index: ProgramIndex, node: SyntaxNode, depth = 0): readonly Callee[] {
  if (depth > deepest) return [{ kind: "unknown", node }];
  if (node.type === "lambda") return [{ kind: "lambda", node }];
  if (node.type === "call") return calleesOfResult(index, node, depth);
  if (/^(?:conditional_expression|boolean_operator)$/u.test(node.type)) {
    const parts = namedChildren(node);
    const values = node.type === "conditional_expression" ? [parts[0], parts[2]] : parts;
    return values.flatMap((one) => (one === undefined ? [] : calleesOf(index, one, depth + 1)));
  }
  const found = resolve(index, node);
  switch (found.kind) {
    case "function":
    case "class":
      return [found];
    case "external":
      return [named(found.name, true, null, node)];
    case "unbound":
      return [named(found.name, false, null, node)];
    case "value":
      return found.node === node
        ? [{ kind: "unknown", node }]
        : calleesOf(index, found.node, depth + 1);
    default:
      return [{ kind: "unknown", node }];
  }
}

function named(
  name: string,
  imported: boolean,
  made: SyntaxNode | null,
  node: SyntaxNode,
): NamedCallee {
  return { kind: "named", name, imported, made, alias: false, node };
}

/** What runs when the result of a call is called in its turn. */
function calleesOfResult(index: ProgramIndex, call: SyntaxNode, depth: number): readonly Callee[] {
  const maker = childAt(call, "function");
  if (maker === undefined) return [{ kind: "unknown", node: call }];
  const head = maker.type === "subscript" ? (childAt(maker, "value") ?? maker) : maker;
  return calleesOf(index, head, depth + 1).flatMap((one): readonly Callee[] => {
    switch (one.kind) {
      case "function":
        return calleesReturned(index, one, call, depth);
      case "class":
        return [calleeOfInstance(index, one, call)];
      case "named": {
        const target = /(?:^|\.)partial$/u.test(one.name) ? firstArgument(call) : undefined;
        if (target !== undefined) return calleesOf(index, target, depth + 1);
        return [{ ...one, made: call }];
      }
      default:
        return [{ kind: "unknown", node: call }];
    }
  });
}

/** A factory's results; one whose results cannot be followed stands for itself. */
function calleesReturned(
  index: ProgramIndex,
  factory: PythonFunction,
  call: SyntaxNode,
  depth: number,
): readonly Callee[] {
  const results = returnedExpressions(factory).flatMap((one) => calleesOf(index, one, depth + 1));
  const known = results.filter((one) => one.kind !== "unknown");
  return known.length > 0 ? known : [{ kind: "unknown", node: call }];
}

function calleeOfInstance(index: ProgramIndex, one: PythonClass, call: SyntaxNode): Callee {
  const method = methodOf(one, "__call__", (base) => resolve(index, base));
  if (method !== null) return method;
  const base = externalBase(index, one);
  return base === null ? { kind: "unknown", node: call } : named(base, true, call, call);
}

/** The first base, its bases included, that the answer does not show. */
export function externalBase(index: ProgramIndex, one: PythonClass, depth = 0): string | null {
  if (depth > deepest) return null;
  for (const base of one.bases) {
    const found = resolve(index, base.type === "subscript" ? (base.children[0] ?? base) : base);
    if (found.kind === "external" || found.kind === "unbound") return found.name;
    const above = found.kind === "class" ? externalBase(index, found, depth + 1) : null;
    if (above !== null) return above;
  }
  return null;
}

/** What runs at a call: the callees of what is called. */
export function calleesAt(index: ProgramIndex, call: SyntaxNode): readonly Callee[] {
  const callee = childAt(call, "function");
  return callee === undefined ? [] : calleesOf(index, callee);
}

/** The name of a callee by which a reader knows it. */
export function nameOfCallee(one: Callee): string {
  switch (one.kind) {
    case "function":
    case "class":
      return one.qualifiedName;
    case "named":
      return one.name;
    default:
      return textOf(one.node);
  }
}
