import { textOf } from "./syntax-tree.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

/**
 * The text of a string literal, or of several that stand side by side; null where the node is no
 * string, is bytes, or holds an interpolation. Escapes stay as they are written.
 */
export function readStringLiteral(node: SyntaxNode): string | null {
  if (node.type === "concatenated_string") {
    const parts = node.children.filter((child) => child.type === "string").map(readStringLiteral);
    return parts.includes(null) ? null : parts.join("");
  }
  if (node.type !== "string") return null;
  if (node.children.some((child) => child.type === "interpolation")) return null;
  const start = node.children.find((child) => child.type === "string_start");
  const end = node.children.find((child) => child.type === "string_end");
  if (start === undefined || end === undefined || /b/iu.test(textOf(start))) return null;
  return node.source.slice(start.end, end.start);
}
