import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { PythonFunction } from "../types.ts";
import { comparing } from "./comparing.ts";
import { passwordClass } from "./password-classes.ts";
import type { PasswordDefect } from "./password-defect.ts";
import {
  isPasswordHashName,
  isPasswordName,
  isRequestName,
  passwordWorkOfMethod,
} from "./password-names.ts";
import { isPasswordKey } from "./password-key.ts";
import type { PasswordValues } from "./password-values.ts";

type Kind = PasswordDefect["kind"];

/** What a statement or operator does wrong with a password, if anything. */
export function defectOfNode(
  program: Program,
  values: PasswordValues,
  node: SyntaxNode,
  owner: PythonFunction | null,
): Kind | null {
  switch (node.type) {
    case "comparison_operator": {
      if (node.children.some((one) => !one.named && !/^(?:==|!=)$/u.test(one.type))) return null;
      if (owner?.decorators.some((one) => /valid/iu.test(textOf(one))) === true) return null;
      return refusesCommonPassword(node) ? null : comparing(values, namedChildren(node));
    }
    case "assignment":
      return defectOfAssignment(program, values, node);
    case "pair": {
      const key = childAt(node, "key");
      const name = key?.type === "string" ? textOf(key).replaceAll(/^["']|["']$/gu, "") : "";
      return isPasswordHashName(name) && values.valueOf(childAt(node, "value") ?? node) !== null
        ? "stored"
        : null;
    }
    case "return_statement": {
      if (
        owner === null ||
        passwordWorkOfMethod(owner.name, owner.ownerClass?.name ?? null) !== "hash"
      ) {
        return null;
      }
      const value = namedChildren(node)[0];
      const found = value === undefined ? null : values.valueOf(value);
      return found === null
        ? null
        : found === "weak"
          ? "hashed fast"
          : isIdentityByName(owner)
            ? "stored"
            : null;
    }
    default:
      return null;
  }
}

/** `if password.lower() == "password": raise ValueError` */
function refusesCommonPassword(node: SyntaxNode): boolean {
  if (node.children.some((one) => one.type === "!=")) return false;
  if (!namedChildren(node).some((one) => one.type === "string")) return false;
  let above = node.parent;
  while (above !== null && !/_statement$|^block$/u.test(above.type)) above = above.parent;
  const consequence = above?.type === "if_statement" ? childAt(above, "consequence") : undefined;
  return consequence !== undefined && /\braise\b/u.test(textOf(consequence));
}

function isIdentityByName(owner: PythonFunction): boolean {
  return /hash|encrypt/iu.test(owner.name);
}

function defectOfAssignment(
  program: Program,
  values: PasswordValues,
  node: SyntaxNode,
): Kind | null {
  const [left, right] = [childAt(node, "left"), childAt(node, "right")];
  if (left === undefined || right === undefined) return null;
  if (left.type === "subscript") {
    const key = childAt(left, "subscript");
    const name = key?.type === "string" ? textOf(key).replaceAll(/^["']|["']$/gu, "") : null;
    if (name !== null && !isPasswordHashName(name)) {
      return isPasswordKey(key) ? null : kept(values, right);
    }
    return name === null ? kept(values, right) : values.valueOf(right) === null ? null : "stored";
  }
  if (left.type !== "attribute") return null;
  const name = textOf(childAt(left, "attribute") ?? left);
  if (isPasswordHashName(name)) return values.valueOf(right) === null ? null : "stored";
  if (!isPasswordName(name) || values.valueOf(right) === null) return null;
  const object = childAt(left, "object") ?? left;
  const type = program.typeOf(object);
  if (type?.kind === "class") {
    const about = passwordClass(program, type);
    return about.isStored && !about.hashes ? "stored" : null;
  }
  // `user.password = body.password` of a row that is not shown
  return /^(?:self|cls|app|settings|config)$/u.test(textOf(object)) ||
    (type !== null && isRequestName(type.name))
    ? null
    : "stored";
}

function kept(values: PasswordValues, right: SyntaxNode): Kind | null {
  return values.valueOf(right) !== null || values.carries(right) ? "stored" : null;
}
