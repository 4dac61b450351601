import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";

/** `hashed_password=hash_password("admin123")`: the account has that password. */
export function isSeed(node: SyntaxNode): boolean {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (above.type === "keyword_argument" || above.type === "pair") {
      const name = textOf(childAt(above, "name") ?? childAt(above, "key") ?? above);
      if (/passw|pwd/iu.test(name) && /hash/iu.test(textOf(above))) {
        return above.start < node.start && !/dummy/iu.test(textOf(above.parent ?? above));
      }
    }
    if (/_statement$|_definition$/u.test(above.type)) return false;
  }
  return false;
}
