import { childAt, descend, namedChildren, ownNodes, textOf } from "../../answer/index.ts";
import type { Program, PythonFunction, SyntaxNode } from "../../answer/index.ts";
import { rootsOf } from "./credential-roots.ts";
import type { CredentialValues } from "./credential-values.ts";
import { isWithin, presenceTests } from "./guards.ts";
import type { Refusals } from "./refusals.ts";

export interface AbsentCredential {
  readonly letsAbsentPass: (one: PythonFunction, telling: readonly SyntaxNode[]) => boolean;
  readonly letsRefusedPass: (one: PythonFunction, checks: readonly SyntaxNode[]) => boolean;
}

/**
 * Tells whether a caller who sends no credential at all gets by, although a wrong one is refused:
 * optional authentication. `telling` are the statements that refuse a wrong one. And whether one
 * whose credential a function of the user's does not know gets by.
 */
export function readAbsentCredential(
  program: Program,
  values: CredentialValues,
  refusals: Refusals,
): AbsentCredential {
  function letsAbsentPass(one: PythonFunction, telling: readonly SyntaxNode[]): boolean {
    const isSent = (node: SyntaxNode): boolean =>
      /^(?:identifier|attribute|subscript|call)$/u.test(node.type) &&
      values.originOf(node) === "raw" &&
      !speaksOfRoute(node);
    const branches = ownNodes(one.body).flatMap((node) => {
      if (node.type !== "if_statement" && node.type !== "elif_clause") return [];
      const [condition, body] = [childAt(node, "condition"), childAt(node, "consequence")];
      return condition === undefined || body === undefined ? [] : [{ node, condition, body }];
    });
    const absent = branches.filter(({ condition }) =>
      presenceTests(condition, "absent").some(isSent),
    );
    if (absent.some(({ body }) => refusals.containsDenial(body))) return false;
    if (absent.some(({ body }) => leavesEmpty(body))) return true;
    const sent = (node: SyntaxNode): boolean => isSent(node) && mayBeAbsent(node, one);
    return telling.every((denial) =>
      branches.some(
        ({ node, condition, body }) =>
          isWithin(denial, body) &&
          presenceTests(condition, "present").some(sent) &&
          !alternativeRefuses(node) &&
          !isFollowedByDenial(node),
      ),
    );
  }

  /** `request.url.path.startswith("/admin")`, `request.method == "OPTIONS"`: no credential, though it came with the request. */
  function speaksOfRoute(node: SyntaxNode): boolean {
    return descend(node).some((one) => {
      if (one.type === "attribute") return /\.(?:url|path|method)$/u.test(textOf(one));
      const found = one.type === "identifier" ? program.resolve(one) : null;
      return (
        found?.kind === "value" &&
        /\.(?:url|path|method)\b|\["(?:path|method)"\]/u.test(textOf(found.node))
      );
    });
  }

  /** `return`, `return None`, `return await call_next(request)`, `return User(name="guest")` at the end of a branch. */
  function leavesEmpty(body: SyntaxNode): boolean {
    const last = namedChildren(body).at(-1);
    if (last?.type !== "return_statement") return false;
    const value = namedChildren(last)[0];
    if (value === undefined || value.type === "none") return true;
    return /call_next|self\.app\(/u.test(textOf(value)) || isMadeUp(value);
  }

  /** A caller that is written down, not looked up: `User(id=0)`, `{"name": "guest"}`. */
  function isMadeUp(value: SyntaxNode): boolean {
    if (value.type === "dictionary" || value.type === "string") return true;
    const callee = value.type === "call" ? childAt(value, "function") : undefined;
    if (callee === undefined) return false;
    const isClass =
      program.resolve(callee).kind === "class" || /(?:^|\.)[A-Z]\w*$/u.test(textOf(callee));
    return isClass && !textOf(callee).endsWith("Response") && argumentsOf(value).every(isLiteral);
  }

  function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
    return namedChildren(childAt(call, "arguments") ?? call).map(
      (one) => childAt(one, "value") ?? one,
    );
  }

  function isLiteral(node: SyntaxNode): boolean {
    return !descend(node).some((one) => /^(?:call|identifier|attribute)$/u.test(one.type));
  }

  /** A header that need not be sent, as it is declared or read. */
  function mayBeAbsent(node: SyntaxNode, owner: PythonFunction): boolean {
    const roots = rootsOf(program, owner, [node]);
    return roots.some(({ parameter, words }) => {
      const written = textOf(parameter.node);
      if (/\bNone\b|Optional\[|auto_error\s*=\s*False|=\s*["']["']/u.test(written)) return true;
      if (
        /\b(?:Request|WebSocket)\b|^(?:request|req|websocket|scope)\b/u.test(`${written} ${words}`)
      ) {
        return true;
      }
      return program
        .dependenciesOf(owner)
        .filter((use) => use.parameter === parameter)
        .some((use) =>
          use.callees.some(
            (callee) =>
              callee.kind === "named" &&
              callee.made !== null &&
              /auto_error\s*=\s*False/u.test(textOf(callee.made)),
          ),
        );
    });
  }

  function alternativeRefuses(branch: SyntaxNode): boolean {
    return branch.children.some(
      (one) => one.field === "alternative" && refusals.containsDenial(one),
    );
  }

  function isFollowedByDenial(branch: SyntaxNode): boolean {
    const statements = branch.parent?.children ?? [];
    return statements.slice(statements.indexOf(branch) + 1).some(refusals.containsDenial);
  }

  /** `name = verify_token(token)`, `if name is None: return "guest"`: refused, and let in all the same. */
  function letsRefusedPass(one: PythonFunction, checks: readonly SyntaxNode[]): boolean {
    const isVerdict = (node: SyntaxNode): boolean => {
      const found = node.type === "identifier" ? program.resolve(node) : null;
      return (
        found?.kind === "value" &&
        found.through === "assign" &&
        checks.some((check) => isWithin(check, found.node))
      );
    };
    return ownNodes(one.body).some((node) => {
      if (node.type !== "if_statement" && node.type !== "elif_clause") return false;
      const [condition, body] = [childAt(node, "condition"), childAt(node, "consequence")];
      return (
        condition !== undefined &&
        body !== undefined &&
        presenceTests(condition, "absent").some(isVerdict) &&
        !refusals.containsDenial(body) &&
        !isFollowedByDenial(node) &&
        leavesEmpty(body)
      );
    });
  }

  return { letsAbsentPass, letsRefusedPass };
}
