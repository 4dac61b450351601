import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import type { Program } from "../build-program.ts";
import type { PythonFunction } from "../types.ts";

/** An expression that a name may stand for. */
export interface ValueSource {
  readonly node: SyntaxNode;
  readonly from: "binding" | "parametrize" | "default" | "module";
  /** The statement that binds; null for parameters. */
  readonly statement: SyntaxNode | null;
}

/** All expressions that a name of a test or of its helper may stand for, as far as they are shown. */
export function valueSources(
  program: Program,
  identifier: SyntaxNode,
  fn: PythonFunction,
): readonly ValueSource[] {
  const name = textOf(identifier);
  const own = bindingsOf(fn).get(name) ?? [];
  if (own.length > 0) return own;
  for (let owner: PythonFunction | null = fn; owner !== null; owner = owner.ownerFunction) {
    const bound = bindingsOf(owner).get(name) ?? [];
    if (bound.length > 0) return bound;
    const parameter = owner.parameters.find((one) => one.name === name);
    if (parameter === undefined) continue;
    const given = parametrizedValues(program, owner, name);
    const { defaultValue } = parameter;
    return [
      ...given.map((node): ValueSource => ({ node, from: "parametrize", statement: null })),
      ...(defaultValue === null
        ? []
        : [{ node: defaultValue, from: "default", statement: null } as const]),
    ];
  }
  const found = program.resolve(identifier);
  return found.kind === "value" ? [{ node: found.node, from: "module", statement: null }] : [];
}

const bindingsCache = new WeakMap<PythonFunction, ReadonlyMap<string, readonly ValueSource[]>>();

/** Names bound in a body, nested functions and comprehensions included. */
function bindingsOf(fn: PythonFunction): ReadonlyMap<string, readonly ValueSource[]> {
  const known = bindingsCache.get(fn);
  if (known !== undefined) return known;
  const result = new Map<string, ValueSource[]>();
  const add = (name: string, node: SyntaxNode, statement: SyntaxNode): void => {
    result.set(name, [...(result.get(name) ?? []), { node, from: "binding", statement }]);
  };
  for (const node of descend(fn.body)) {
    switch (node.type) {
      case "assignment":
      case "augmented_assignment":
        bind(childAt(node, "left"), childAt(node, "right"), false, node, add);
        break;
      case "named_expression":
        bind(childAt(node, "name"), childAt(node, "value"), false, node, add);
        break;
      case "for_statement":
      case "for_in_clause":
        bind(childAt(node, "left"), childAt(node, "right"), true, node, add);
        break;
      case "as_pattern": {
        const alias = childAt(node, "alias");
        if (node.parent?.type !== "with_item" || alias === undefined) break;
        bind(namedChildren(alias)[0] ?? alias, node.children[0], false, node, add);
        break;
      }
      default:
    }
  }
  bindingsCache.set(fn, result);
  return result;
}

function bind(
  target: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
  iterated: boolean,
  statement: SyntaxNode,
  add: (name: string, node: SyntaxNode, statement: SyntaxNode) => void,
): void {
  if (target === undefined || value === undefined) return;
  if (target.type === "identifier") {
    const values = iterated ? itemsOf(value) : [value];
    for (const one of values) add(textOf(target), one, statement);
    return;
  }
  if (!/pattern|^tuple$|^list$/u.test(target.type)) return;
  const targets = namedChildren(target);
  targets.forEach((one, at) => {
    const values = iterated
      ? itemsOf(value).map((item) => partOf(item, at, targets.length))
      : [partOf(value, at, targets.length)];
    for (const part of values) bind(one, part, false, statement, add);
  });
}

/** The values that `@pytest.mark.parametrize` gives to a parameter of a test or of its class. */
function parametrizedValues(
  program: Program,
  fn: PythonFunction,
  name: string,
): readonly SyntaxNode[] {
  const decorators = [...fn.decorators, ...(fn.ownerClass?.decorators ?? [])];
  return decorators.flatMap((decorator) => {
    const callee = childAt(decorator, "function");
    if (callee === undefined || !/(?:^|\.)parametrize$/u.test(textOf(callee))) return [];
    const [names, values] = argumentsOf(decorator, ["argnames", "argvalues"]);
    if (names === undefined || values === undefined) return [];
    const list = namesIn(names);
    const at = list.indexOf(name);
    if (at < 0) return [];
    const table = followName(program, values);
    const rows = itemsOf(table);
    if (list.length === 1 && !/^(?:tuple|list)$/u.test(names.type)) return rows.map(unwrapParam);
    return rows.map((row) => partOf(unwrapParam(row), at, list.length));
  });
}

/** The first arguments of a call, by place or by name. */
function argumentsOf(
  call: SyntaxNode,
  names: readonly string[],
): readonly (SyntaxNode | undefined)[] {
  const given = namedChildren(childAt(call, "arguments") ?? call);
  const positional = given.filter((one) => one.type !== "keyword_argument");
  return names.map((name, at) => {
    const keyword = given.find(
      (one) => one.type === "keyword_argument" && textOf(childAt(one, "name") ?? one) === name,
    );
    return keyword === undefined ? positional[at] : childAt(keyword, "value");
  });
}

function namesIn(node: SyntaxNode): readonly string[] {
  const whole = readStringLiteral(node);
  if (whole !== null) return whole.split(",").map((one) => one.trim());
  return namedChildren(node).map((one) => readStringLiteral(one) ?? "");
}

function followName(program: Program, node: SyntaxNode): SyntaxNode {
  if (node.type !== "identifier") return node;
  const found = program.resolve(node);
  return found.kind === "value" ? found.node : node;
}

/** The items of a collection that is written out; what is computed stands for itself. */
function itemsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (/^(?:list|tuple|set|expression_list)$/u.test(node.type)) return namedChildren(node);
  return [node];
}

/** One part of a tuple that is written out; of anything else, the whole. */
function partOf(node: SyntaxNode, at: number, size: number): SyntaxNode {
  if (node.type === "call" && /(?:^|\.)param$/u.test(textOf(childAt(node, "function") ?? node))) {
    const [...parts] = namedChildren(childAt(node, "arguments") ?? node).filter(
      (one) => one.type !== "keyword_argument",
    );
    return parts[at] ?? node;
  }
  if (!/^(?:tuple|list|expression_list)$/u.test(node.type)) return node;
  const parts = namedChildren(node);
  return parts.length === size ? (parts[at] ?? node) : node;
}

/** `pytest.param("x", id="…")` for a single name. */
function unwrapParam(node: SyntaxNode): SyntaxNode {
  if (node.type !== "call") return node;
  if (!/(?:^|\.)param$/u.test(textOf(childAt(node, "function") ?? node))) return node;
  const parts = namedChildren(childAt(node, "arguments") ?? node).filter(
    (one) => one.type !== "keyword_argument",
  );
  return parts.length === 1 ? (parts[0] ?? node) : node;
}
