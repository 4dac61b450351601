import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { readStringLiteral } from "../python/string-literal.ts";
import { firstArgument, keywordArguments } from "./arguments.ts";
import type { Definition } from "./definition.ts";
import type { ProgramIndex } from "./program-index.ts";
import { resolve } from "./resolve.ts";

/** Keyword arguments of a call, those given by `**options` included where the dictionary is shown. */
export function callOptions(
  index: ProgramIndex,
  call: SyntaxNode,
  valueOf: (argument: SyntaxNode) => SyntaxNode = (argument) => argument,
): ReadonlyMap<string, SyntaxNode> {
  const list = childAt(call, "arguments");
  const splats =
    list === undefined ? [] : namedChildren(list).filter((one) => one.type === "dictionary_splat");
  const given = splats
    .flatMap((one) => namedChildren(one))
    .flatMap((one) => dictionaryOptions(index, valueOf(one)));
  return new Map([...given, ...keywordArguments(call)]);
}

function dictionaryOptions(
  index: ProgramIndex,
  node: SyntaxNode,
): readonly (readonly [string, SyntaxNode])[] {
  const found = resolve(index, node);
  const value = found.kind === "value" ? found.node : node;
  if (value.type === "call") return [...keywordArguments(value)];
  return namedChildren(value).flatMap((pair) => {
    const [key, option] = [childAt(pair, "key"), childAt(pair, "value")];
    const name = key === undefined ? null : readStringLiteral(key);
    return name === null || option === undefined ? [] : [[name, option] as const];
  });
}

/** What makes an instance, and the options that it gives of its own. */
export interface Maker {
  readonly definition: Definition;
  readonly options: ReadonlyMap<string, SyntaxNode>;
}

/** `APIRouter`, a class whose `__init__` hands options to `super()`, `partial(APIRouter, …)`. */
export function makerOf(index: ProgramIndex, callee: SyntaxNode): Maker {
  const definition = resolve(index, callee);
  if (definition.kind === "class") {
    const init = definition.methods.find((one) => one.name === "__init__");
    if (init === undefined) return { definition, options: new Map() };
    const above = (index.callsByModule.get(definition.module) ?? []).find(
      (call) =>
        init.node.start <= call.start &&
        call.end <= init.node.end &&
        textOf(childAt(call, "function") ?? call) === "super().__init__",
    );
    return { definition, options: above === undefined ? new Map() : callOptions(index, above) };
  }
  if (definition.kind === "value" && definition.node.type === "call") {
    const name = textOf(childAt(definition.node, "function") ?? definition.node);
    const target = /(?:^|\.)partial$/u.test(name) ? firstArgument(definition.node) : undefined;
    if (target !== undefined) {
      return { definition: resolve(index, target), options: callOptions(index, definition.node) };
    }
  }
  return { definition, options: new Map() };
}
