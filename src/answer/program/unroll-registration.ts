import { childAt, namedChildren } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { elementsOf } from "./constant.ts";
import type { ProgramIndex } from "./program-index.ts";
import { resolve } from "./resolve.ts";

/** What an argument of a call stands for: itself, or what a turn of the loop gives for it. */
export type ArgumentValue = (argument: SyntaxNode) => SyntaxNode;

/** More turns than this are no table of routes. */
const mostTurns = 200;

/**
 * The turns in which a call in `for path, endpoint in [("/a", a), ("/b", b)]` is made, each with
 * what the loop's variables are in it; one turn, in which all stand for themselves, for any other
 * call.
 */
export function unrollRegistration(
  index: ProgramIndex,
  call: SyntaxNode,
): readonly ArgumentValue[] {
  const list = childAt(call, "arguments");
  const given = (list === undefined ? [] : namedChildren(list)).map((one) => {
    if (one.type === "keyword_argument") return childAt(one, "value") ?? one;
    return one.type === "dictionary_splat" ? (namedChildren(one)[0] ?? one) : one;
  });
  const table = given.map((one) => loopOf(index, one)).find((one) => one !== null);
  const turns = table === undefined ? [] : elementsOf(index, table).slice(0, mostTurns);
  if (turns.length === 0) return [(argument) => argument];
  return turns.map((turn) => (argument) => {
    if (argument.type !== "identifier") return argument;
    const found = resolve(index, argument);
    if (found.kind !== "value" || found.through !== "loop" || found.node !== table) return argument;
    return found.at === null ? turn : (namedChildren(turn)[found.at] ?? argument);
  });
}

function loopOf(index: ProgramIndex, argument: SyntaxNode): SyntaxNode | null {
  if (argument.type !== "identifier") return null;
  const found = resolve(index, argument);
  return found.kind === "value" && found.through === "loop" ? found.node : null;
}
