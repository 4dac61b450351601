import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { readStringLiteral } from "../python/string-literal.ts";
import type { Binding, Definition } from "./definition.ts";
import { findModules } from "./find-modules.ts";
import { libraryNameOf } from "./library-names.ts";
import { memberOfClass } from "./class-members.ts";
import { moduleOf } from "./program-index.ts";
import type { ProgramIndex } from "./program-index.ts";
import { scopeOf } from "./scope.ts";
import { typeOf } from "./type-of.ts";
import type { PythonType } from "./type-of.ts";
import type { PythonModule } from "./types.ts";

/** Aliases of aliases: longer chains are cycles. */
const longestChain = 24;

/**
 * What an expression stands for where it is written. Names and attributes are followed through
 * scopes, imports, re-exports and plain aliases; of any other expression the answer is itself.
 */
export function resolve(index: ProgramIndex, node: SyntaxNode, depth = 0): Definition {
  if (depth > longestChain) return { kind: "unknown", node };
  // By depth as well: what a cycle stands for depends on where it was entered.
  const known = (index.resolved[depth] ??= new Map());
  let found = known.get(node);
  if (found === undefined) {
    found = resolveAnew(index, node, depth);
    known.set(node, found);
  }
  return found;
}

function resolveAnew(index: ProgramIndex, node: SyntaxNode, depth: number): Definition {
  switch (node.type) {
    case "identifier":
      return follow(index, lookUp(index, textOf(node), node, depth), depth);
    case "attribute":
    case "member_type": {
      const object = childAt(node, "object") ?? namedChildren(node)[0];
      const name = textOf(childAt(node, "attribute") ?? namedChildren(node).at(-1) ?? node);
      if (object === undefined) return { kind: "unknown", node };
      return follow(index, resolveMember(index, object, name, node, depth + 1), depth);
    }
    case "type":
    case "await": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? { kind: "unknown", node } : resolve(index, inner, depth + 1);
    }
    case "string": {
      const name = readStringLiteral(node);
      if (name !== null && /^[A-Za-z_]\w*$/u.test(name) && isInAnnotation(node)) {
        return follow(index, lookUp(index, name, node, depth), depth);
      }
      break;
    }
    default:
  }
  const module = moduleOf(index, node);
  return { kind: "value", name: null, node, through: "assign", at: null, annotation: null, module };
}

/** `x = y` and `x = a.b` stand for what `y` and `a.b` stand for. */
function follow(index: ProgramIndex, found: Definition, depth: number): Definition {
  if (found.kind !== "value" || found.through !== "assign") return found;
  if (found.node === found.annotation) return found;
  if (!/^(?:identifier|attribute|type)$/u.test(found.node.type)) {
    return found;
  }
  const next = resolve(index, found.node, depth + 1);
  return next.kind === "unknown" ? found : next;
}

/** A name, looked up from the place of a node outwards. */
function lookUp(index: ProgramIndex, name: string, from: SyntaxNode, depth = 0): Definition {
  let below = from;
  for (let owner = from.parent; owner !== null; below = owner, owner = owner.parent) {
    const inBody = below.field === "body";
    if (owner.type === "lambda" && bindsInLambda(owner, name)) {
      return { kind: "unknown", node: from };
    }
    if (owner.type === "function_definition" && inBody) {
      const found = bindingOf(index, owner, name, from, depth);
      if (found !== null) return found;
    } else if (owner.type === "class_definition" && inBody && !isInsideFunction(from, owner)) {
      const found = bindingOf(index, owner, name, from, depth);
      if (found !== null) return found;
    }
  }
  const module = moduleOf(index, from);
  return (
    lookUpInModules(index, [module], name, depth) ??
    lookUpElsewhere(index, module, name, depth) ??
    nameOnly(name)
  );
}

function nameOnly(name: string): Definition {
  const library = libraryNameOf(name);
  return library === null ? { kind: "unbound", name } : { kind: "external", name: library };
}

function bindsInLambda(lambda: SyntaxNode, name: string): boolean {
  const parameters = childAt(lambda, "parameters");
  return parameters !== undefined && namedChildren(parameters).some((one) => textOf(one) === name);
}

/** The names of a class body are not seen by the functions in it. */
function isInsideFunction(from: SyntaxNode, classNode: SyntaxNode): boolean {
  let below = from;
  for (let above = from.parent; above !== null && above !== classNode; above = above.parent) {
    if (above.type === "function_definition" && below.field === "body") return true;
    below = above;
  }
  return false;
}

function bindingOf(
  index: ProgramIndex,
  owner: SyntaxNode,
  name: string,
  from: SyntaxNode,
  depth: number,
): Definition | null {
  const bindings = scopeOf(index, owner).get(name);
  if (bindings === undefined) return null;
  const binding = chooseBinding(bindings, from);
  return binding === undefined ? null : definitionOf(index, binding, depth);
}

/**
 * Of several bindings the last before the place of use that is not `None`; a name that is used
 * before it is bound (in a function above) has the last one. The statement that binds does not
 * count for its own right side.
 */
function chooseBinding(bindings: readonly Binding[], from: SyntaxNode): Binding | undefined {
  const real = bindings.filter((one) => !(one.kind === "value" && one.node.type === "none"));
  const candidates = real.length > 0 ? real : bindings;
  const before = candidates.filter((one) => placeOf(one) <= from.start && !holds(one, from));
  return before.at(-1) ?? candidates.findLast((one) => !holds(one, from));
}

function placeOf(binding: Binding): number {
  switch (binding.kind) {
    case "import":
      return binding.import.node.start;
    case "parameter":
      return binding.parameter.node.start;
    default:
      return binding.node.start;
  }
}

function holds(binding: Binding, node: SyntaxNode): boolean {
  if (binding.kind !== "value" || binding.through !== "assign") return false;
  return (
    binding.node.source === node.source &&
    binding.node.start <= node.start &&
    node.end <= binding.node.end
  );
}

function definitionOf(index: ProgramIndex, binding: Binding, depth: number): Definition {
  if (binding.kind !== "import") return binding;
  const { from, symbol } = binding.import;
  if (symbol === null) return dottedDefinition(index, from);
  return symbolOf(index, from, symbol, depth + 1);
}

/** `app.auth` as it is reached by an import: the answer's modules, else what is not shown. */
function dottedDefinition(index: ProgramIndex, dotted: string): Definition {
  const modules = findModules(index, dotted);
  return modules.length > 0 ? { kind: "module", modules } : { kind: "external", name: dotted };
}

function symbolOf(index: ProgramIndex, from: string, symbol: string, depth: number): Definition {
  const dotted = from === "" ? symbol : `${from}.${symbol}`;
  if (depth > longestChain) return { kind: "external", name: dotted };
  return (
    lookUpInModules(index, findModules(index, from), symbol, depth) ??
    submodule(index, dotted) ??
    lookUpByNameAlone(index, from, symbol, depth) ?? { kind: "external", name: dotted }
  );
}

function submodule(index: ProgramIndex, dotted: string): Definition | null {
  const modules = findModules(index, dotted);
  return modules.length > 0 ? { kind: "module", modules } : null;
}

/** A name at the top of the first module that binds it; star imports last. */
function lookUpInModules(
  index: ProgramIndex,
  modules: readonly PythonModule[],
  name: string,
  depth = 0,
): Definition | null {
  if (depth > longestChain) return null;
  for (const module of modules.toReversed()) {
    const bindings = scopeOf(index, module.root).get(name);
    const real = bindings?.filter((one) => !(one.kind === "value" && one.node.type === "none"));
    const binding = real?.at(-1) ?? bindings?.at(-1);
    if (binding !== undefined) return definitionOf(index, binding, depth + 1);
  }
  for (const module of modules) {
    for (const star of scopeOf(index, module.root).get("*") ?? []) {
      if (star.kind !== "import") continue;
      const source = findModules(index, star.import.from).filter((one) => one !== module);
      const found = lookUpInModules(index, source, name, depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}

/** An import of a file that has no name in the answer, or another one: the symbol must be unique. */
function lookUpByNameAlone(
  index: ProgramIndex,
  from: string,
  symbol: string,
  depth: number,
): Definition | null {
  const last = from.split(".").at(-1);
  const candidates = (index.modulesByName.get(symbol) ?? []).filter(
    (module) =>
      !module.file.named || (from.includes(".") && module.dottedName.split(".").at(-1) === last),
  );
  if (findModules(index, from).length === 0 && libraryNameOf(symbol) !== null) return null;
  const [only] = candidates;
  return only === undefined || candidates.length > 1
    ? null
    : lookUpInModules(index, [only], symbol, depth + 1);
}

/**
 * A name that its own module leaves unbound, as excerpts do: the excerpts of the same path, then
 * the one other module that defines it. Tests are no source of the implementation.
 */
function lookUpElsewhere(
  index: ProgramIndex,
  module: PythonModule,
  name: string,
  depth: number,
): Definition | null {
  const same = index.modules.filter(
    (one) => one.dottedName === module.dottedName && one !== module,
  );
  const found = lookUpInModules(index, same, name, depth + 1);
  if (found !== null) return found;
  const defining = (index.modulesByName.get(name) ?? []).filter(
    (one) => one !== module && (one.role !== "test" || module.role === "test"),
  );
  const paths = new Set(defining.map((one) => one.dottedName));
  return paths.size === 1 ? lookUpInModules(index, defining, name, depth + 1) : null;
}

function resolveMember(
  index: ProgramIndex,
  object: SyntaxNode,
  name: string,
  node: SyntaxNode,
  depth: number,
): Definition {
  const owner = resolve(index, object, depth);
  switch (owner.kind) {
    case "module":
      return (
        lookUpInModules(index, owner.modules, name, depth + 1) ??
        dottedDefinition(index, `${owner.modules[0]?.dottedName ?? ""}.${name}`)
      );
    case "external":
      return dottedMember(index, owner.name, name, depth);
    case "unbound":
      return { kind: "unbound", name: `${owner.name}.${name}` };
    case "class":
      return (
        memberOfClass(index, owner, name, (one) => resolve(index, one, depth + 1)) ?? {
          kind: "unknown",
          node,
        }
      );
    default:
      return memberOfType(index, typeOf(index, owner, depth + 1), name, node, depth);
  }
}

/** `app` then `.auth` then `.get_user`, where only `app/auth.py` is shown. */
function dottedMember(index: ProgramIndex, owner: string, name: string, depth: number): Definition {
  const modules = findModules(index, owner);
  const found = lookUpInModules(index, modules, name, depth + 1);
  return found ?? dottedDefinition(index, `${owner}.${name}`);
}

function memberOfType(
  index: ProgramIndex,
  type: PythonType | null,
  name: string,
  node: SyntaxNode,
  depth: number,
): Definition {
  if (type === null) return { kind: "unknown", node };
  if (type.kind !== "class") return { kind: type.kind, name: `${type.name}.${name}` };
  return (
    memberOfClass(index, type, name, (one) => resolve(index, one, depth + 1)) ?? {
      kind: "unknown",
      node,
    }
  );
}

function isInAnnotation(node: SyntaxNode): boolean {
  for (let above: SyntaxNode | null = node; above !== null; above = above.parent) {
    if (above.type === "type" || above.type === "type_parameter") return true;
    if (above.type === "subscript" && /Annotated|Optional|Union/u.test(textOf(above))) return true;
    if (above.type === "call" || above.type.endsWith("_statement")) return false;
  }
  return false;
}
