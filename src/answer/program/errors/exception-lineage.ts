import { textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { Definition } from "../definition.ts";
import { returnedExpressions } from "../function-body.ts";
import type { PythonClass } from "../types.ts";

/** An exception class with its bases, nearest first, as far as the answer shows them. */
export interface ExceptionLineage {
  /** Classes of the answer. */
  readonly classes: readonly PythonClass[];
  /** Plain names of all, builtins and not shown ones included: `PostNotFound`, `Exception`. */
  readonly names: ReadonlySet<string>;
  /** Full names of the bases that the answer does not show: `fastapi.HTTPException`. */
  readonly outside: readonly string[];
}

const deepest = 12;

/** The lineage of what an expression raises: a class, an instance, or what a factory returns. */
export function lineageOfRaised(
  program: Program,
  node: SyntaxNode,
  depth = 0,
): ExceptionLineage | null {
  if (depth > deepest) return null;
  if (node.type !== "call") return lineageOf(program.resolve(node), program);
  const callee = node.children.find((child) => child.field === "function");
  if (callee === undefined) return null;
  const found = program.resolve(callee);
  if (found.kind !== "function") return lineageOf(found, program);
  const results = returnedExpressions(found).map((one) => lineageOfRaised(program, one, depth + 1));
  return results.find((one) => one !== null) ?? null;
}

/** The lineage of what a name stands for; null where that is no class. */
export function lineageOf(found: Definition, program: Program): ExceptionLineage | null {
  if (found.kind === "external" || found.kind === "unbound") {
    const last = found.name.split(".").at(-1) ?? "";
    return { classes: [], names: new Set([last]), outside: [found.name] };
  }
  if (found.kind !== "class") return null;
  const classes: PythonClass[] = [found];
  const names = new Set<string>();
  const outside: string[] = [];
  for (const one of classes) {
    names.add(one.name);
    for (const base of one.bases) {
      const above = program.resolve(base);
      if (above.kind === "class") {
        if (!classes.includes(above)) classes.push(above);
      } else {
        const name = "name" in above && above.name !== null ? above.name : textOf(base);
        outside.push(name);
        names.add(name.split(".").at(-1) ?? "");
      }
    }
  }
  return { classes, names, outside };
}

/** A builtin that says nothing to FastAPI: raised out of an endpoint it is a 500. */
export function isBuiltin(name: string): boolean {
  return (
    name.startsWith("builtins.") ||
    /^(?:Exception|BaseException|ValueError|KeyError|LookupError|RuntimeError|TypeError|PermissionError|ArithmeticError|IndexError|OSError)$/u.test(
      name,
    )
  );
}
