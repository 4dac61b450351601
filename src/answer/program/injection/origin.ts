import { childAt, namedChildren } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { PythonFunction } from "../types.ts";

/**
 * Where the object comes from that an expression starts at:
 *
 * - `given`: a parameter, `self` and what `__init__` keeps of its parameters, `request.app.state`;
 * - `module`: a variable of a module or a class, whose value `node` is, or one that is imported;
 * - `local`: it is made in a function;
 * - `open`: the answer does not tell.
 */
export type Origin =
  | { readonly kind: "given"; readonly bySelf: boolean }
  | { readonly kind: "open" }
  | ModuleOrigin
  | { readonly kind: "local"; readonly node: SyntaxNode };

interface ModuleOrigin {
  readonly kind: "module";
  /** The variable's value; null where it is imported and not shown. */
  readonly node: SyntaxNode | null;
  readonly name: string;
  /** A call on the way gave something new: `SessionLocal()`. */
  readonly made: boolean;
}

const deepest = 12;

/** Follows `a.b(…).c[…]` to `a`, and names to what they were given. */
export function originOf(program: Program, node: SyntaxNode, depth = 0): Origin {
  if (depth > deepest) return { kind: "open" };
  switch (node.type) {
    case "await":
    case "as_pattern": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? { kind: "open" } : originOf(program, inner, depth + 1);
    }
    case "subscript": {
      const inner = childAt(node, "value");
      return inner === undefined ? { kind: "open" } : originOf(program, inner, depth + 1);
    }
    case "call": {
      const inner = childAt(node, "function");
      const origin = inner === undefined ? null : originOf(program, inner, depth + 1);
      if (origin === null) return { kind: "open" };
      return origin.kind === "module" ? { ...origin, made: true } : origin;
    }
    case "identifier":
      return originOfName(program, node, depth);
    case "attribute":
      return originOfAttribute(program, node, depth);
    default:
      return { kind: "open" };
  }
}

/** `settings.engine` of an import; `self.sessions`, which is given with the object unless it stands for a variable of a module. */
function originOfAttribute(program: Program, node: SyntaxNode, depth: number): Origin {
  const object = childAt(node, "object");
  if (object === undefined) return { kind: "open" };
  const owner = program.resolve(object);
  if (owner.kind === "external" || owner.kind === "module" || owner.kind === "class") {
    return originOfName(program, node, depth);
  }
  const found = program.resolve(node);
  if (found.kind === "value" && found.node !== node && found.node.type === "identifier") {
    const kept = originOf(program, found.node, depth + 1);
    if (kept.kind === "module") return kept;
  }
  return originOf(program, object, depth + 1);
}

function originOfName(program: Program, node: SyntaxNode, depth: number): Origin {
  const found = program.resolve(node);
  switch (found.kind) {
    case "parameter": {
      const { ownerClass, parameters } = found.function;
      return { kind: "given", bySelf: ownerClass !== null && parameters[0] === found.parameter };
    }
    case "external":
      return { kind: "module", node: null, name: found.name, made: false };
    case "value": {
      if (found.node === node) return { kind: "open" };
      const owner = program.functionAround(found.node);
      if (owner === null || isFilledBySetup(owner)) {
        return { kind: "module", node: found.node, name: found.name ?? "", made: false };
      }
      const inner = originOf(program, found.node, depth + 1);
      return inner.kind === "open" ? { kind: "local", node: found.node } : inner;
    }
    default:
      return { kind: "open" };
  }
}

/** `global pool; pool = await create_pool()`: a variable of the module that a function fills. */
function isFilledBySetup(owner: PythonFunction): boolean {
  return namedChildren(owner.body).some((one) => one.type === "global_statement");
}
