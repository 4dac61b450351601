import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { Binding, Scope, ValueDefinition } from "./definition.ts";
import { moduleOf } from "./program-index.ts";
import type { ProgramIndex } from "./program-index.ts";
import type { ImportBinding, PythonClass, PythonFunction, PythonModule } from "./types.ts";

/** The bindings of a module root, a function or a class, nested definitions' own apart. */
export function scopeOf(index: ProgramIndex, owner: SyntaxNode): Scope {
  const known = index.scopes.get(owner);
  if (known !== undefined) return known;
  const scope = readScope(index, owner);
  index.scopes.set(owner, scope);
  return scope;
}

function readScope(index: ProgramIndex, owner: SyntaxNode): Scope {
  const module = moduleOf(index, owner);
  const scope = new Map<string, Binding[]>();
  const bind = (name: string, binding: Binding): void => {
    const list = scope.get(name);
    if (list === undefined) scope.set(name, [binding]);
    else list.push(binding);
  };
  const fn = index.functionByNode.get(owner);
  for (const parameter of fn?.parameters ?? []) {
    bind(parameter.name, { kind: "parameter", function: fn as PythonFunction, parameter });
  }
  const importsByNode = importsOf(module);
  const body = owner.parent === null ? owner : (childAt(owner, "body") ?? owner);
  for (let at = body.first + 1; at < body.behind;) {
    const node = body.preorder[at] as SyntaxNode;
    at = node.behind;
    if (node.type === "function_definition" || node.type === "class_definition") {
      const one = index.functionByNode.get(node) ?? index.classByNode.get(node);
      if (one !== undefined) bind(one.name, one);
    } else if (node.type === "import_statement" || node.type === "import_from_statement") {
      for (const one of importsByNode.get(node) ?? []) {
        bind(one.name, { kind: "import", import: one });
      }
    } else if (node.type !== "lambda" && !node.type.endsWith("_comprehension")) {
      for (const value of readValues(node, module)) bind(value.name ?? "", value);
      at = node.first + 1;
    }
  }
  return scope;
}

const knownImports = new WeakMap<PythonModule, ReadonlyMap<SyntaxNode, readonly ImportBinding[]>>();

/** The imports of a module by their statement. */
function importsOf(module: PythonModule): ReadonlyMap<SyntaxNode, readonly ImportBinding[]> {
  let imports = knownImports.get(module);
  if (imports === undefined) {
    imports = Map.groupBy(module.imports, (one) => one.node);
    knownImports.set(module, imports);
  }
  return imports;
}

const noValues: readonly ValueDefinition[] = [];

/** The variables that a node binds by itself. */
function readValues(node: SyntaxNode, module: PythonModule): readonly ValueDefinition[] {
  switch (node.type) {
    case "assignment":
      return readAssigned(node, module);
    case "named_expression":
      return readTargets(childAt(node, "name"), childAt(node, "value"), "assign", module);
    case "for_statement":
      return readTargets(childAt(node, "left"), childAt(node, "right"), "loop", module);
    case "as_pattern": {
      const through = node.parent?.type === "with_item" ? "with" : "except";
      const target = childAt(node, "alias");
      return readTargets(target && namedChildren(target)[0], node.children[0], through, module);
    }
    case "type_alias_statement": {
      const [left, right] = [childAt(node, "left"), childAt(node, "right")];
      return readTargets(left && namedChildren(left)[0], right, "assign", module);
    }
    default:
      return noValues;
  }
}

/** `a = b = value` binds both to the value. */
function readAssigned(node: SyntaxNode, module: PythonModule): readonly ValueDefinition[] {
  let value = childAt(node, "right");
  while (value?.type === "assignment") value = childAt(value, "right");
  const annotation = childAt(node, "type") ?? null;
  return readTargets(childAt(node, "left"), value, "assign", module, annotation);
}

function readTargets(
  target: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
  through: ValueDefinition["through"],
  module: PythonModule,
  annotation: SyntaxNode | null = null,
  at: number | null = null,
): readonly ValueDefinition[] {
  if (target === undefined || (value === undefined && annotation === null)) return [];
  if (target.type === "identifier") {
    const node = value ?? (annotation as SyntaxNode);
    return [{ kind: "value", name: textOf(target), node, through, at, annotation, module }];
  }
  if (!/^(?:pattern_list|tuple_pattern|list_pattern|tuple)$/u.test(target.type)) return [];
  const targets = namedChildren(target);
  const values = value !== undefined && through === "assign" ? elementsOf(value) : null;
  const paired = values !== null && values.length === targets.length;
  return targets.flatMap((one, place) =>
    paired
      ? readTargets(one, values[place], "assign", module)
      : readTargets(one, value, through === "loop" ? "loop" : "unpack", module, null, place),
  );
}

function elementsOf(value: SyntaxNode): readonly SyntaxNode[] | null {
  return /^(?:expression_list|tuple|list)$/u.test(value.type) ? namedChildren(value) : null;
}

/** The values that the methods of a class give to `self.<name>`, the first of each name. */
export function selfAttributes(
  index: ProgramIndex,
  one: PythonClass,
): ReadonlyMap<string, ValueDefinition> {
  const known = index.selfAttributes.get(one);
  if (known !== undefined) return known;
  const found = new Map<string, ValueDefinition>();
  for (const method of one.methods) {
    const self = method.parameters[0]?.name ?? "self";
    for (const node of assignmentsIn(method.body)) {
      const target = childAt(node, "left");
      const value = childAt(node, "right");
      if (target?.type !== "attribute" || value === undefined) continue;
      if (textOf(childAt(target, "object") ?? target) !== self) continue;
      const name = textOf(childAt(target, "attribute") ?? target);
      if (found.has(name)) continue;
      const annotation = childAt(node, "type") ?? null;
      const { module } = method;
      const through = "assign";
      found.set(name, { kind: "value", name, node: value, through, at: null, annotation, module });
    }
  }
  index.selfAttributes.set(one, found);
  return found;
}

function assignmentsIn(body: SyntaxNode): SyntaxNode[] {
  const result: SyntaxNode[] = [];
  const stack = [body];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "assignment") result.push(node);
    if (node.type !== "function_definition") stack.push(...node.children.toReversed());
  }
  return result;
}
