import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { ownNodes } from "../function-body.ts";

const replacedIn = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly number[]>>();

/** Ends of the statements by which a function replaces, or takes out, the password of an object. */
export function replacements(body: SyntaxNode | null): ReadonlyMap<string, readonly number[]> {
  if (body === null) return new Map();
  const cached = replacedIn.get(body);
  if (cached !== undefined) return cached;
  const result = new Map<string, number[]>();
  for (const node of ownNodes(body)) {
    const name = replacedBy(node);
    if (name !== null) result.set(name, [...(result.get(name) ?? []), node.end]);
  }
  replacedIn.set(body, result);
  return result;
}

function replacedBy(node: SyntaxNode): string | null {
  const text = textOf(node);
  if (node.type === "assignment") {
    const left = textOf(childAt(node, "left") ?? node);
    const right = textOf(childAt(node, "right") ?? node);
    const name = /^([\w.]+)(?:\.|\[["'])(?:\w*passw\w*|pwd)(?:["']\])?$/iu.exec(left)?.[1];
    return name !== undefined && /\w\(/u.test(right) && !/^\w+\.(?:password|passwd)$/u.test(right)
      ? name
      : null;
  }
  if (node.type === "call") {
    return (
      /^([\w.]+)\.(?:pop\(\s*["']\w*passw|update\(.*passw|__delitem__\()/isu.exec(text)?.[1] ?? null
    );
  }
  if (node.type === "delete_statement") {
    return /^del ([\w.]+)(?:\[["']|\.)\w*passw/iu.exec(text)?.[1] ?? null;
  }
  return null;
}
