import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";

/** One value that a variable gets, or that is put into it. */
export interface NameValue {
  readonly value: SyntaxNode;
  /** `augment`: `x += value`; `append`: `x.append(value)`; `extend`: `x.extend(value)`. */
  readonly how: "assign" | "augment" | "append" | "extend";
  /** The statement or call that gives it. */
  readonly node: SyntaxNode;
}

type Values = ReadonlyMap<string, readonly NameValue[]>;
const known = new WeakMap<SyntaxNode, Values>();

/**
 * All values that a local or module variable gets in the function, or module, in which the name
 * is bound, in source order: a statement or a text that is put together in steps.
 */
export function valuesOfName(program: Program, name: SyntaxNode): readonly NameValue[] {
  if (name.type !== "identifier") return [];
  const found = program.resolve(name);
  if (found.kind === "parameter") {
    return valuesIn(found.function.body).get(textOf(name)) ?? [];
  }
  if (found.kind !== "value" || found.through !== "assign" || found.node === name) return [];
  const owner = program.functionAround(found.node);
  const own = valuesIn(owner === null ? rootOf(found.node) : owner.body);
  return own.get(found.name ?? textOf(name)) ?? [];
}

function rootOf(node: SyntaxNode): SyntaxNode {
  let root = node;
  while (root.parent !== null) root = root.parent;
  return root;
}

function valuesIn(body: SyntaxNode): Values {
  const cached = known.get(body);
  if (cached !== undefined) return cached;
  const result = new Map<string, NameValue[]>();
  const add = (name: string, value: NameValue): void => {
    const list = result.get(name);
    if (list === undefined) result.set(name, [value]);
    else list.push(value);
  };
  for (const node of ownNodes(body)) readValues(node, add);
  known.set(body, result);
  return result;
}

function readValues(node: SyntaxNode, add: (name: string, value: NameValue) => void): void {
  if (node.type === "assignment" || node.type === "augmented_assignment") {
    const [target, value] = [childAt(node, "left"), childAt(node, "right")];
    if (target === undefined || value === undefined) return;
    const how = node.type === "assignment" ? "assign" : "augment";
    if (target.type === "identifier") {
      // `a = b = value`
      const last = value.type === "assignment" ? (childAt(value, "right") ?? value) : value;
      add(textOf(target), { value: last, how, node });
    } else if (target.type === "pattern_list" && value.type === "expression_list") {
      const values = namedChildren(value);
      for (const [at, one] of namedChildren(target).entries()) {
        const given = values[at];
        if (one.type === "identifier" && given !== undefined) {
          add(textOf(one), { value: given, how, node });
        }
      }
    }
  } else if (node.type === "named_expression") {
    const [name, value] = [childAt(node, "name"), childAt(node, "value")];
    if (name === undefined || value === undefined) return;
    add(textOf(name), { value, how: "assign", node });
  } else if (node.type === "call") {
    const callee = childAt(node, "function");
    if (callee?.type !== "attribute") return;
    const [object, method] = [childAt(callee, "object"), childAt(callee, "attribute")];
    if (object?.type !== "identifier" || method === undefined) return;
    const how = textOf(method);
    const given = positionalArguments(node)[how === "insert" ? 1 : 0];
    if (given === undefined) return;
    if (how === "extend") add(textOf(object), { value: given, how, node });
    if (how !== "append" && how !== "insert") return;
    add(textOf(object), { value: given, how: "append", node });
  }
}
