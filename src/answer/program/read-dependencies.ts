import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { argumentAt } from "./arguments.ts";
import { calleesOf } from "./callee.ts";
import type { Callee } from "./callee.ts";
import { elementsOf } from "./constant.ts";
import { returnedExpressions } from "./function-body.ts";
import { methodOf } from "./class-members.ts";
import type { ProgramIndex } from "./program-index.ts";
import { resolve } from "./resolve.ts";
import { typeOfAnnotation } from "./type-of.ts";
import type { Parameter, PythonClass, PythonFunction } from "./types.ts";

/** One place where something is made to depend on something else. */
export interface DependencyUse {
  readonly place: "parameter" | "class" | "route" | "router" | "include" | "app";
  /** Where it is used: the parameter, or the element of `dependencies=[…]`. */
  readonly node: SyntaxNode;
  /** The parameter that receives the value; null where nothing does. */
  readonly parameter: Parameter | null;
  /** The `Depends(…)` or `Security(…)`; null for an alias that the answer does not show. */
  readonly call: SyntaxNode | null;
  /** What runs: several where the code chooses. */
  readonly callees: readonly Callee[];
}

const deepest = 12;

/** What a parameter depends on: by its default, by `Annotated`, by an alias of either. */
function dependenciesOfParameter(
  index: ProgramIndex,
  parameter: Parameter,
): readonly DependencyUse[] {
  return dependenciesOfSlot(index, parameter, "parameter", parameter);
}

function dependenciesOfSlot(
  index: ProgramIndex,
  slot: Pick<Parameter, "annotation" | "defaultValue" | "node">,
  place: DependencyUse["place"],
  parameter: Parameter | null,
): readonly DependencyUse[] {
  const { annotation, defaultValue, node } = slot;
  const calls = [
    ...(defaultValue === null ? [] : dependsCalls(index, defaultValue)),
    ...(annotation === null ? [] : dependsCallsOfAnnotation(index, annotation)),
  ];
  if (calls.length > 0) {
    return calls.map((call) => ({
      place,
      node,
      parameter,
      call,
      callees: calleesOfDepends(index, call, annotation),
    }));
  }
  const alias =
    annotation === null || defaultValue !== null ? null : aliasNotShown(index, annotation);
  return alias === null ? [] : [{ place, node, parameter, call: null, callees: [alias] }];
}

/** The dependencies in a list: `[Depends(a), *COMMON]`, or a name for one. */
export function dependenciesOfList(
  index: ProgramIndex,
  list: SyntaxNode | undefined,
  place: DependencyUse["place"],
): readonly DependencyUse[] {
  if (list === undefined) return [];
  return elementsOf(index, list).flatMap((element) =>
    dependsCalls(index, element).map((call) => ({
      place,
      node: element,
      parameter: null,
      call,
      callees: calleesOfDepends(index, call, null),
    })),
  );
}

/** What a callee depends on in its turn. */
export function dependenciesOfCallee(
  index: ProgramIndex,
  callee: Callee,
): readonly DependencyUse[] {
  switch (callee.kind) {
    case "function":
      return dependenciesOfFunction(index, callee);
    case "class":
      return dependenciesOfClass(index, callee);
    default:
      return [];
  }
}

export function dependenciesOfFunction(
  index: ProgramIndex,
  one: PythonFunction,
): readonly DependencyUse[] {
  const own = one.parameters.flatMap((parameter) => dependenciesOfParameter(index, parameter));
  const view = one.ownerClass;
  return view !== null && isClassBasedView(view) ? [...own, ...attributesOf(index, view)] : own;
}

/** fastapi-utils: the attributes of a class under `@cbv(router)` are injected into its methods. */
function isClassBasedView(one: PythonClass): boolean {
  return one.decorators.some((decorator) => /(?:^|\.)cbv\(/u.test(textOf(decorator)));
}

function dependenciesOfClass(index: ProgramIndex, one: PythonClass): readonly DependencyUse[] {
  const init = methodOf(one, "__init__", (base) => resolve(index, base));
  return init === null ? attributesOf(index, one) : dependenciesOfFunction(index, init);
}

function attributesOf(index: ProgramIndex, one: PythonClass): readonly DependencyUse[] {
  return one.attributes.flatMap((attribute) => {
    const { annotation, value, node } = attribute;
    const slot = { annotation, defaultValue: value, node };
    return dependenciesOfSlot(index, slot, "class", null).filter((use) => use.call !== null);
  });
}

/** The `Depends(…)` calls that an expression stands for, through names and functions. */
function dependsCalls(index: ProgramIndex, node: SyntaxNode, depth = 0): readonly SyntaxNode[] {
  if (depth > deepest) return [];
  switch (node.type) {
    case "call": {
      const callee = childAt(node, "function");
      if (callee === undefined) return [];
      const found = resolve(index, callee);
      if (found.kind === "external" && isDepends(found.name)) return [node];
      if (found.kind !== "function") return [];
      return returnedExpressions(found).flatMap((one) => dependsCalls(index, one, depth + 1));
    }
    case "identifier":
    case "attribute": {
      const found = resolve(index, node);
      if (found.kind !== "value" || found.node === node) return [];
      return dependsCalls(index, found.node, depth + 1);
    }
    case "type":
      return namedChildren(node).flatMap((one) => dependsCalls(index, one, depth + 1));
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      return [yes, no].flatMap((one) =>
        one === undefined ? [] : dependsCalls(index, one, depth + 1),
      );
    }
    default:
      return [];
  }
}

function isDepends(name: string): boolean {
  return /^(?:fastapi|fastapi\.params|fastapi\.param_functions)\.(?:Depends|Security)$/u.test(name);
}

/** `Annotated[T, Depends(f)]`, nested, or a name for one. */
function dependsCallsOfAnnotation(
  index: ProgramIndex,
  node: SyntaxNode,
  depth = 0,
): readonly SyntaxNode[] {
  if (depth > deepest) return [];
  switch (node.type) {
    case "type":
    case "binary_operator":
    case "union_type":
      return namedChildren(node).flatMap((one) => dependsCallsOfAnnotation(index, one, depth + 1));
    case "subscript":
    case "generic_type": {
      const [head, ...rest] = namedChildren(node);
      if (head === undefined) return [];
      const inner = node.type === "generic_type" ? rest.flatMap(namedChildren) : rest;
      const found = resolve(index, head);
      const isAnnotated = "name" in found && (found.name ?? "").split(".").at(-1) === "Annotated";
      if (!isAnnotated) {
        // `Alias[User]`, where `Alias` is generic.
        const aliased = found.kind === "value" && found.node !== head;
        return aliased ? dependsCallsOfAnnotation(index, found.node, depth + 1) : [];
      }
      return inner.flatMap((one, at) =>
        at === 0
          ? dependsCallsOfAnnotation(index, one, depth + 1)
          : dependsCalls(index, one, depth + 1),
      );
    }
    case "identifier":
    case "attribute":
    case "member_type":
    case "string": {
      const found = resolve(index, node);
      if (found.kind !== "value" || found.node === node) return [];
      return dependsCallsOfAnnotation(index, found.node, depth + 1);
    }
    default:
      return [];
  }
}

/** What a `Depends(…)` runs; without an argument it is the class of the annotation. */
function calleesOfDepends(
  index: ProgramIndex,
  call: SyntaxNode,
  annotation: SyntaxNode | null,
): readonly Callee[] {
  const target = argumentAt(call, "dependency", 0);
  if (target !== undefined) return calleesOf(index, target);
  const type = annotation === null ? annotationAround(call) : annotation;
  const found = type === null ? null : typeOfAnnotation(index, type);
  if (found === null) return [{ kind: "unknown", node: call }];
  if (found.kind === "class") return [found];
  const imported = found.kind === "external";
  return [{ kind: "named", name: found.name, imported, made: null, alias: false, node: call }];
}

/** The `Annotated[…]` in which a bare `Depends()` stands. */
function annotationAround(call: SyntaxNode): SyntaxNode | null {
  for (let above = call.parent; above !== null; above = above.parent) {
    if (above.type === "subscript" || above.type === "generic_type") return above;
    if (above.type.endsWith("_statement")) return null;
  }
  return null;
}

/** An annotation that is only a name, which the answer does not show: perhaps an alias. */
function aliasNotShown(index: ProgramIndex, annotation: SyntaxNode): Callee | null {
  const inner =
    annotation.type === "type" ? (namedChildren(annotation)[0] ?? annotation) : annotation;
  if (!/^(?:identifier|attribute|member_type)$/u.test(inner.type)) return null;
  const found = resolve(index, inner);
  if (found.kind !== "external" && found.kind !== "unbound") return null;
  if (found.kind === "external" && /^(?:builtins|fastapi|starlette|typing)\./u.test(found.name)) {
    return null;
  }
  const imported = found.kind === "external";
  return { kind: "named", name: found.name, imported, made: null, alias: true, node: inner };
}
