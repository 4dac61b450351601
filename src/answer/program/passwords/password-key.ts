import { textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { isPasswordName } from "./password-names.ts";

/** `"password"` */
export function isPasswordKey(node: SyntaxNode | undefined): boolean {
  return node?.type === "string" && isPasswordName(textOf(node).replaceAll(/^["']|["']$/gu, ""));
}
