import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";

/** Methods by which something is kept: of sessions, collections, clients, lists and dictionaries. */
export const keeping =
  /^(?:add|add_all|append|insert|insert_one|insert_many|replace_one|update_one|find_one_and_update|save|put|put_item|merge|set|setex|hset|hmset|hsetnx|setdefault|bulk_save_objects|upsert|write|writerow|dump)$/u;

/** The object goes into a session, a list or a dictionary: at once, or by the name it is given. */
export function isKept(program: Program, node: SyntaxNode): boolean {
  let above = node.parent;
  while (above !== null && /^(?:argument_list|await|tuple|list)$/u.test(above.type)) {
    above = above.parent;
  }
  if (above?.type === "call") {
    return keeping.test(textOf(childAt(childAt(above, "function") ?? above, "attribute") ?? above));
  }
  if (above?.type !== "assignment") return false;
  const left = childAt(above, "left");
  if (left?.type === "subscript") return true;
  if (left?.type !== "identifier") return false;
  const owner = program.functionAround(node);
  if (owner === null) return false;
  const name = textOf(left);
  for (const one of ownNodes(owner.body)) {
    if (one.type === "call") {
      const callee = childAt(one, "function");
      const method = callee === undefined ? "" : textOf(childAt(callee, "attribute") ?? callee);
      if (
        callee?.type === "attribute" &&
        textOf(childAt(callee, "object") ?? callee) === name &&
        /^(?:save|insert|create)$/u.test(method)
      ) {
        return true;
      }
      if (
        keeping.test(method) &&
        positionalArguments(one).some((given) => textOf(given) === name)
      ) {
        return true;
      }
    } else if (one.type === "assignment" && childAt(one, "left")?.type === "subscript") {
      if (textOf(childAt(one, "right") ?? one) === name) return true;
    }
  }
  return false;
}
