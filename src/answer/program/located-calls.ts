import { childAt, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { Program } from "./build-program.ts";
import type { PythonFunction, PythonModule } from "./types.ts";

/** A call, with the function that makes it. */
export interface LocatedCall {
  readonly node: SyntaxNode;
  /** The last name of what is called: `add` of `self.session.add(…)`; empty where it has none. */
  readonly name: string;
  /** What stands before the last name: `self.session`. */
  readonly receiver: SyntaxNode | null;
  /** The innermost function in whose body it stands; null: at module or class level. */
  readonly function: PythonFunction | null;
  readonly module: PythonModule;
}

/** A string literal that is no docstring. */
export interface LocatedString {
  readonly node: SyntaxNode;
  readonly function: PythonFunction | null;
  readonly module: PythonModule;
}

interface Located {
  readonly calls: readonly LocatedCall[];
  readonly strings: readonly LocatedString[];
}

const known = new WeakMap<Program, Located>();
const knownByFunction = new WeakMap<
  Program,
  ReadonlyMap<PythonFunction | null, readonly LocatedCall[]>
>();

/** All calls of the answer, tests included, in source order; collected in one pass per program. */
export function readCalls(program: Program): readonly LocatedCall[] {
  return readLocated(program).calls;
}

/** All string literals of the answer, docstrings apart, in source order; from the same pass. */
export function readStrings(program: Program): readonly LocatedString[] {
  return readLocated(program).strings;
}

function readLocated(program: Program): Located {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const located = { calls: [], strings: [] };
  for (const module of program.modules) readLocatedOf(module, located);
  known.set(program, located);
  return located;
}

/** The calls that a function makes itself, nested functions apart; null: those of no function. */
export function callsOf(program: Program, one: PythonFunction | null): readonly LocatedCall[] {
  let byFunction = knownByFunction.get(program);
  if (byFunction === undefined) {
    byFunction = Map.groupBy(readCalls(program), (call) => call.function);
    knownByFunction.set(program, byFunction);
  }
  return byFunction.get(one) ?? [];
}

function readLocatedOf(
  module: PythonModule,
  located: { readonly calls: LocatedCall[]; readonly strings: LocatedString[] },
): void {
  const functions = new Map<SyntaxNode | null, PythonFunction>(
    module.functions.map((one) => [one.node, one]),
  );
  /** The function bodies in which the walk stands, the innermost last. */
  const around: { readonly owner: PythonFunction; readonly behind: number }[] = [];
  for (const node of module.root.preorder) {
    while ((around.at(-1)?.behind ?? Infinity) <= node.first) around.pop();
    // Decorators and defaults run where the function is defined.
    const entered = node.field === "body" ? functions.get(node.parent) : undefined;
    if (entered !== undefined) around.push({ owner: entered, behind: node.behind });
    const owner = around.at(-1)?.owner ?? null;
    if (node.type === "call") {
      located.calls.push({ ...calleeOf(node), node, function: owner, module });
    } else if (node.type === "string" && node.parent?.type !== "expression_statement") {
      located.strings.push({ node, function: owner, module });
    }
  }
}

function calleeOf(call: SyntaxNode): Pick<LocatedCall, "name" | "receiver"> {
  const callee = childAt(call, "function");
  if (callee?.type === "identifier") return { name: textOf(callee), receiver: null };
  if (callee?.type !== "attribute") return { name: "", receiver: null };
  const name = childAt(callee, "attribute");
  return {
    name: name === undefined ? "" : textOf(name),
    receiver: childAt(callee, "object") ?? null,
  };
}

const originals = new WeakMap<PythonModule, ReadonlyMap<string, string>>();

/** The name under which what is called was imported: `create_engine` where it is called `make`. */
export function originalName({ name, receiver, module }: LocatedCall): string {
  if (receiver !== null) return name;
  let names = originals.get(module);
  if (names === undefined) {
    names = new Map(module.imports.map((one) => [one.name, one.symbol ?? one.name]));
    originals.set(module, names);
  }
  return names.get(name) ?? name;
}
