import { textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { PasswordDefect } from "./password-defect.ts";
import type { PasswordValue, PasswordValues } from "./password-values.ts";

type Kind = PasswordDefect["kind"];

/** A password, or a fast hash of one, on one side, and on the other what it is compared with. */
export function comparing(values: PasswordValues, sides: readonly SyntaxNode[]): Kind | null {
  const [left, right] = sides;
  if (left === undefined || right === undefined) return null;
  const of: readonly PasswordValue[] = [values.valueOf(left), values.valueOf(right)];
  if (of.every((one) => one === null) || of.every((one) => one !== null)) return null;
  const other = of[0] === null ? left : right;
  if (other.type === "none" || /^(?:["']{2}|true|false|integer)$/iu.test(textOf(other))) {
    return null;
  }
  if (
    /\b(?:email|e_mail|username|user_name|login|name|confirm\w*|repeat\w*|password_?2|password_?confirm\w*|\w+_(?:confirm|confirmation|repeat|again))(?:["']\]|\.\w+\(\))*$/iu.test(
      textOf(other),
    )
  ) {
    return null;
  }
  if (/^(?:integer|call)$/u.test(other.type) && /^(?:len|type)\(/u.test(textOf(other))) return null;
  return "compared";
}
