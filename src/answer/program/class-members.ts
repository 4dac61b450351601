import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { Definition } from "./definition.ts";
import type { ProgramIndex } from "./program-index.ts";
import { scopeOf, selfAttributes } from "./scope.ts";
import type { PythonClass, PythonFunction } from "./types.ts";

type Resolve = (node: SyntaxNode) => Definition;

/** A class and the bases of it that the answer shows, nearest first. */
export function lineage(one: PythonClass, resolveBase: Resolve): readonly PythonClass[] {
  const result: PythonClass[] = [one];
  for (const next of result) {
    for (const base of next.bases) {
      const found = resolveBase(base.type === "subscript" ? (base.children[0] ?? base) : base);
      if (found.kind === "class" && !result.includes(found)) result.push(found);
    }
  }
  return result;
}

/** A method, nested class or attribute of a class or of its bases; `self.x = …` last. */
export function memberOfClass(
  index: ProgramIndex,
  one: PythonClass,
  name: string,
  resolveBase: Resolve,
): Definition | null {
  const classes = lineage(one, resolveBase);
  for (const next of classes) {
    const binding = scopeOf(index, next.node).get(name)?.at(-1);
    if (binding !== undefined && binding.kind !== "import") {
      const declaredOnly = binding.kind === "value" && binding.node === binding.annotation;
      if (!declaredOnly) return binding;
    }
  }
  for (const next of classes) {
    const given = selfAttributes(index, next).get(name);
    if (given !== undefined) return given;
  }
  for (const next of classes) {
    const binding = scopeOf(index, next.node).get(name)?.at(-1);
    if (binding !== undefined && binding.kind !== "import") return binding;
  }
  return null;
}

/** A method of a class or of the nearest base that has it. */
export function methodOf(
  one: PythonClass,
  name: string,
  resolveBase: Resolve,
): PythonFunction | null {
  for (const next of lineage(one, resolveBase)) {
    const method = next.methods.find((candidate) => candidate.name === name);
    if (method !== undefined) return method;
  }
  return null;
}
