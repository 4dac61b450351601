import { descend, textOf } from "../../answer/index.ts";
import type { Parameter, Program, PythonFunction, SyntaxNode } from "../../answer/index.ts";

/** A parameter on which an expression hangs, and the words by which it is reached. */
export interface Root {
  readonly parameter: Parameter;
  /** `user.role`, `request.headers.get`: the longest attribute chain on the way. */
  readonly words: string;
  /** An attribute or element of it is used, not the value itself. */
  readonly partly: boolean;
}

const deepest = 8;

/** The parameters of a function on which expressions hang, through its local variables. */
export function rootsOf(
  program: Program,
  owner: PythonFunction,
  nodes: readonly SyntaxNode[],
): readonly Root[] {
  const roots: Root[] = [];
  const seen = new Set<SyntaxNode>();
  const visit = (node: SyntaxNode, depth: number): void => {
    if (depth > deepest || seen.has(node)) return;
    seen.add(node);
    for (const one of descend(node, (inner) => inner.type !== "function_definition")) {
      if (one.type !== "identifier" || one.field === "attribute" || one.field === "name") continue;
      const found = program.resolve(one);
      if (found.kind === "parameter" && found.function === owner) {
        const chain = chainOf(one);
        roots.push({ parameter: found.parameter, words: textOf(chain), partly: chain !== one });
      } else if (found.kind === "value" && found.node !== one && isInside(found.node, owner)) {
        visit(found.node, depth + 1);
      }
    }
  };
  for (const node of nodes) visit(node, 0);
  return roots;
}

function isInside(node: SyntaxNode, owner: PythonFunction): boolean {
  return (
    node.source === owner.node.source &&
    owner.node.start <= node.start &&
    node.end <= owner.node.end
  );
}

/** The attribute, subscript and method chain that starts at a name. */
function chainOf(name: SyntaxNode): SyntaxNode {
  let chain = name;
  while (
    chain.parent !== null &&
    (chain.parent.type === "attribute" || chain.parent.type === "subscript") &&
    chain.parent.children[0] === chain
  ) {
    chain = chain.parent;
  }
  return chain;
}
