import { descend, namedChildren, ownNodes, textOf } from "../../answer/index.ts";
import type { Program, PythonFunction, SyntaxNode } from "../../answer/index.ts";
import type { CredentialValues } from "./credential-values.ts";
import { guardsOf } from "./guards.ts";

/** Whether conditions and attempts tell one caller from another. */
export interface TellingConditions {
  /** More than the presence or form of what was sent. */
  readonly tells: (condition: SyntaxNode) => boolean;
  /** The body of a `try`: something in it can fail because of what was sent, beyond its form. */
  readonly attemptTells: (body: SyntaxNode) => boolean;
}

export function readTellingConditions(
  program: Program,
  values: CredentialValues,
): TellingConditions {
  /** More than the presence or form of what was sent. */
  function tells(condition: SyntaxNode): boolean {
    switch (condition.type) {
      case "boolean_operator":
      case "not_operator":
        return namedChildren(condition).some(tells);
      default: {
        const origin = values.originOf(condition);
        if (origin !== "other") return origin === "checked";
        return /user|auth|valid|allowed|permit|principal|identity|role|permission|session/iu.test(
          textOf(condition),
        );
      }
    }
  }

  /** Something in it can fail because of what was sent, beyond its form. */
  function attemptTells(body: SyntaxNode): boolean {
    return descend(body).some((node) => {
      if (node.type === "subscript") return values.originOf(node) === "checked";
      if (node.type !== "call") return false;
      if (/^(?:logger|logging|log|print)\b/u.test(textOf(node))) return false;
      if (values.isVerifiedDecode(node) || values.originOf(node) === "checked") return true;
      return program.calleesAt(node).some((one) => one.kind === "function" && raisesOnCheck(one));
    });
  }

  function raisesOnCheck(one: PythonFunction): boolean {
    return ownNodes(one.body).some((node) => {
      if (node.type !== "raise_statement") return false;
      const { conditions, attempts } = guardsOf(node, one);
      return conditions.some(tells) || attempts.some(attemptTells);
    });
  }

  return { tells, attemptTells };
}
