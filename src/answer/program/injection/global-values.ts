import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonModule } from "../types.ts";

const known = new WeakMap<PythonModule, ReadonlyMap<string, SyntaxNode>>();

/**
 * What a function gives to a variable of its module that starts as `None`:
 * `global pool; pool = await create_pool(…)`. Null where nothing does.
 */
export function globalValueOf(program: Program, name: SyntaxNode): SyntaxNode | null {
  if (name.type !== "identifier") return null;
  const found = program.resolve(name);
  if (found.kind !== "value" || found.node.type !== "none") return null;
  if (program.functionAround(found.node) !== null) return null;
  let values = known.get(found.module);
  if (values === undefined) known.set(found.module, (values = globalValues(found.module)));
  return values.get(found.name ?? "") ?? null;
}

function globalValues(module: PythonModule): ReadonlyMap<string, SyntaxNode> {
  const result = new Map<string, SyntaxNode>();
  for (const one of module.functions) {
    const names = new Set<string>();
    for (const node of ownNodes(one.body)) {
      if (node.type === "global_statement") {
        for (const name of namedChildren(node)) names.add(textOf(name));
      }
      if (names.size === 0 || node.type !== "assignment") continue;
      const [target, value] = [childAt(node, "left"), childAt(node, "right")];
      if (target === undefined || value === undefined || value.type === "none") continue;
      if (names.has(textOf(target))) result.set(textOf(target), value);
    }
  }
  return result;
}
