import { childAt, descend, namedChildren, ownNodes, textOf } from "../../answer/index.ts";
import type {
  AssembledAnswer,
  Callee,
  DependencyUse,
  Program,
  PythonFunction,
  SyntaxNode,
} from "../../answer/index.ts";
import { belongsToTheUser } from "../user-stub.ts";
import { isSchemeName, readCredentialValues } from "./credential-values.ts";
import { rootsOf } from "./credential-roots.ts";
import type { Root } from "./credential-roots.ts";
import { isRefusingClose, readDenials } from "./denial-status.ts";
import { callsOf, guardsOf, isStub, isSwallowed, isWithin, presenceTests } from "./guards.ts";
import {
  aliasSaysItAuthenticates,
  isInfrastructureName,
  saysItAuthenticates,
  saysItRefuses,
} from "./trusted-name.ts";

export interface Authentication {
  /** What runs refuses callers whom it does not know or does not allow. */
  authenticates(callee: Callee): boolean;
  /** One of the dependencies does; where the code chooses between several, all must. */
  guards(use: DependencyUse): boolean;
  /** The body of a handler itself, or a decorator below its route, does. */
  bodyAuthenticates(handler: PythonFunction): boolean;
  /** A guard by its name and place that never refuses, and whose result nobody looks at. */
  isToothless(use: DependencyUse, handler: PythonFunction | null): boolean;
  /** A statement that refuses the caller. */
  isDenial(node: SyntaxNode): boolean;
  /** The statements by which a function refuses. */
  denialsOf(one: PythonFunction): readonly SyntaxNode[];
}

/**
 * How the parameters of a function are filled. `injected`: by FastAPI, so that only some of them
 * say who calls; `called`: by a caller, who is asked for that himself; `keyed`: as injected, and
 * one must be named as a credential.
 */
type Mode = "injected" | "called" | "keyed";

const credentialWord =
  /token|api_?key|secret|signature|auth|credential|password|x_key|jwt|session|otp/iu;

/**
 * Judges what authenticates. A function of the answer does if it refuses (401, 403, a closed
 * websocket) on a condition that is more than the presence or the form of a credential, if it
 * calls or depends on one that does, or if it verifies a token and lets the failure through. What
 * is not shown is taken by its name.
 */
export function readAuthentication(program: Program, answer: AssembledAnswer): Authentication {
  const denials = readDenials(program);
  const values = readCredentialValues(program);
  const known = new Map<string, Map<PythonFunction, boolean>>();

  function authenticates(callee: Callee): boolean {
    switch (callee.kind) {
      case "function":
        return functionAuthenticates(callee, "injected");
      case "class": {
        const init = program.resolveMethod(callee, "__init__");
        if (init !== null && functionAuthenticates(init, "injected")) return true;
        return program.dependenciesOf(callee).some(guards);
      }
      case "named":
        return namedAuthenticates(callee);
      case "lambda":
        return [...descend(callee.node)].some(
          (node) =>
            node.type === "call" && program.calleesAt(node).some((one) => authenticates(one)),
        );
      default:
        return saysItAuthenticates(calledName(callee.node));
    }
  }

  function namedAuthenticates(callee: Extract<Callee, { kind: "named" }>): boolean {
    if (callee.alias) return aliasSaysItAuthenticates(callee.name);
    if (
      callee.made !== null &&
      /\boptional\s*=\s*True|\bauto_error\s*=\s*False/u.test(textOf(callee.made))
    ) {
      return false;
    }
    return !isSchemeName(callee.name) && saysItAuthenticates(callee.name);
  }

  function guards(use: DependencyUse): boolean {
    return use.callees.length > 0 && use.callees.every(authenticates);
  }

  function functionAuthenticates(one: PythonFunction, mode: Mode): boolean {
    const memo = known.get(mode) ?? new Map<PythonFunction, boolean>();
    known.set(mode, memo);
    const found = memo.get(one);
    if (found !== undefined) return found;
    memo.set(one, false);
    const result = decide(one, mode);
    memo.set(one, result);
    return result;
  }

  function decide(one: PythonFunction, mode: Mode): boolean {
    if (saysItAuthenticates(one.name) && (isStub(one) || belongsToTheUser(one, answer))) {
      return true;
    }
    if (program.dependenciesOf(one).some(guards)) return true;
    return refusesByItself(one, mode) || callsWhatRefuses(one, mode);
  }

  function refusesByItself(one: PythonFunction, mode: Mode): boolean {
    const calls = callsOf(one);
    const verified = calls.filter((call) => values.isVerifiedDecode(call));
    const kept = verified.filter((call) => !isSwallowed(call, one, containsDenial));
    if (kept.length > 0) return !letsAbsentPass(one, kept);
    if (verified.length === 0 && calls.some((call) => decodesUnverified(call))) return false;
    const telling = denialsOf(one).filter((denial) => isTellingDenial(denial, one, mode));
    if (telling.length > 0) return !letsAbsentPass(one, telling);
    return [...ownNodes(one.body)].some(
      (node) => isBadRequest(node) && isTellingDenial(node, one, "keyed"),
    );
  }

  function isBadRequest(node: SyntaxNode): boolean {
    if (node.type !== "raise_statement") return false;
    const raised = namedChildren(node).find((child) => child.field !== "cause");
    return raised !== undefined && denials.isBadRequest(raised);
  }

  /** A caller who sends no credential at all gets by: optional authentication. */
  function letsAbsentPass(one: PythonFunction, telling: readonly SyntaxNode[]): boolean {
    const isSent = (node: SyntaxNode): boolean =>
      /^(?:identifier|attribute|subscript|call)$/u.test(node.type) &&
      values.originOf(node) === "raw";
    const branches = [...ownNodes(one.body)].flatMap((node) => {
      if (node.type !== "if_statement" && node.type !== "elif_clause") return [];
      const [condition, body] = [childAt(node, "condition"), childAt(node, "consequence")];
      return condition === undefined || body === undefined ? [] : [{ node, condition, body }];
    });
    const absent = branches.filter(({ condition }) =>
      presenceTests(condition, "absent").some(isSent),
    );
    if (absent.some(({ body }) => containsDenial(body))) return false;
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

  /** `return`, `return None`, `return await call_next(request)` at the end of a branch. */
  function leavesEmpty(body: SyntaxNode): boolean {
    const last = namedChildren(body).at(-1);
    if (last?.type !== "return_statement") return false;
    const value = namedChildren(last)[0];
    return (
      value === undefined || value.type === "none" || /call_next|self\.app\(/u.test(textOf(value))
    );
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
    return branch.children.some((one) => one.field === "alternative" && containsDenial(one));
  }

  function isFollowedByDenial(branch: SyntaxNode): boolean {
    const statements = branch.parent?.children ?? [];
    return statements.slice(statements.indexOf(branch) + 1).some(containsDenial);
  }

  function isToothless(use: DependencyUse, handler: PythonFunction | null): boolean {
    const [callee] = use.callees;
    if (use.callees.length !== 1 || callee?.kind !== "function") return false;
    const names = [callee.name, callee.ownerClass?.name, callee.ownerFunction?.name];
    if (!names.some((name) => name !== undefined && saysItRefuses(name))) return false;
    if (isStub(callee) || belongsToTheUser(callee, answer) || !values.resultIsChecked(callee)) {
      return false;
    }
    const called = callsOf(callee).flatMap((call) => program.calleesAt(call));
    if (called.some((one) => one.kind !== "function" && authenticates(one))) return false;
    const bodies = [callee, ...called.filter((one) => one.kind === "function")];
    const refuses = bodies.some((one) =>
      [...ownNodes(one.body)].some((node) => node.type === "raise_statement" || isDenial(node)),
    );
    if (refuses) return false;
    const { parameter } = use;
    if (parameter === null || handler === null) return true;
    const tested = new RegExp(`\\b${parameter.name}\\b`, "u");
    return ![...ownNodes(handler.body)].some(
      (node) => node.field === "condition" && tested.test(textOf(node)),
    );
  }

  /** Also through a helper of the answer. */
  function decodesUnverified(call: SyntaxNode): boolean {
    if (values.isUnverifiedDecode(call)) return true;
    return program.calleesAt(call).some((one) => {
      if (one.kind !== "function") return false;
      const inner = callsOf(one);
      return (
        inner.some((node) => values.isUnverifiedDecode(node)) &&
        !inner.some((node) => values.isVerifiedDecode(node))
      );
    });
  }

  function callsWhatRefuses(one: PythonFunction, mode: Mode): boolean {
    return callsOf(one).some((call) => {
      const callees = program.calleesAt(call);
      const refusing = callees.some((callee) => {
        if (callee.kind === "function") {
          return callee !== one && !onlyRefuses(callee) && functionAuthenticates(callee, "called");
        }
        if (callee.kind === "named") return namedAuthenticates(callee);
        return callee.kind === "unknown" && saysItAuthenticates(calledName(callee.node));
      });
      if (!refusing || isSwallowed(call, one, containsDenial)) return false;
      if (mode === "called") return true;
      const given = childAt(call, "arguments");
      const roots = rootsOf(program, one, [call]);
      return (
        given === undefined || roots.length === 0 || roots.some((root) => saysWhoCalls(root, one))
      );
    });
  }

  function denialsOf(one: PythonFunction): readonly SyntaxNode[] {
    return [...ownNodes(one.body)].filter(isDenial);
  }

  function isDenial(node: SyntaxNode): boolean {
    if (node.type === "raise_statement") {
      const raised = namedChildren(node).find((child) => child.field !== "cause");
      return raised !== undefined && denials.isDeniedBy(raised);
    }
    if (node.type === "return_statement") {
      return namedChildren(node).some((one) => denials.isDenyingResponse(one));
    }
    if (node.type !== "expression_statement") return false;
    const inner = node.children[0];
    const call = inner?.type === "await" ? namedChildren(inner)[0] : inner;
    if (call?.type !== "call") return false;
    const callee = textOf(childAt(call, "function") ?? call);
    if (callee.endsWith(".close")) {
      return /websocket|ws|socket|conn/iu.test(callee) && isRefusingClose(call);
    }
    return (
      denials.isDenyingResponse(call) ||
      sendsDenial(call) ||
      program.calleesAt(call).some((one) => one.kind === "function" && onlyRefuses(one))
    );
  }

  /** A helper that does nothing but refuse: the condition stands where it is called. */
  function onlyRefuses(one: PythonFunction): boolean {
    return namedChildren(one.body).some(
      (statement) =>
        statement.type === "raise_statement" &&
        namedChildren(statement).some((raised) => denials.isDeniedBy(raised)),
    );
  }

  /** `await send({"type": "http.response.start", "status": 401})` */
  function sendsDenial(call: SyntaxNode): boolean {
    return [...descend(call)].some((node) => {
      if (node.type !== "pair") return false;
      return (
        /["']status["']\s*:.*\b40[13]\b/u.test(textOf(node)) ||
        /websocket\.close/u.test(textOf(node))
      );
    });
  }

  function containsDenial(clause: SyntaxNode): boolean {
    return [...descend(clause)].some(isDenial);
  }

  function isTellingDenial(denial: SyntaxNode, one: PythonFunction, mode: Mode): boolean {
    const { conditions, attempts } = guardsOf(denial, one);
    if (conditions.length === 0 && attempts.length === 0) return mode !== "keyed";
    const telling = [...conditions.filter(tells), ...attempts.filter(attemptTells)];
    if (telling.length === 0) return false;
    const roots = rootsOf(program, one, telling);
    if (mode === "keyed") {
      return roots.some(
        (root) => credentialWord.test(textOf(root.parameter.node)) && saysWhoCalls(root, one),
      );
    }
    if (roots.some((root) => saysWhoCalls(root, one))) return true;
    if (mode === "called") return true;
    return (
      roots.length === 0 &&
      /user|auth|token|session|principal|identity|claims|credential|role|permission/iu.test(
        telling.map(textOf).join(" "),
      )
    );
  }

  /** More than the presence or form of what was sent. */
  function tells(condition: SyntaxNode): boolean {
    switch (condition.type) {
      case "boolean_operator":
      case "not_operator":
      case "parenthesized_expression":
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
    return [...descend(body)].some((node) => {
      if (node.type === "subscript") return values.originOf(node) === "checked";
      if (node.type !== "call") return false;
      if (/^(?:logger|logging|log|print)\b/u.test(textOf(node))) return false;
      if (values.isVerifiedDecode(node) || values.originOf(node) === "checked") return true;
      return program.calleesAt(node).some((one) => one.kind === "function" && raisesOnCheck(one));
    });
  }

  function raisesOnCheck(one: PythonFunction): boolean {
    return [...ownNodes(one.body)].some((node) => {
      if (node.type !== "raise_statement") return false;
      const { conditions, attempts } = guardsOf(node, one);
      return conditions.some(tells) || attempts.some(attemptTells);
    });
  }

  /** Whether a parameter, as it is used, says who calls. */
  function saysWhoCalls(root: Root, owner: PythonFunction): boolean {
    const { parameter, words } = root;
    if (parameter.name === "self" || parameter.name === "cls") return false;
    const uses = program.dependenciesOf(owner).filter((use) => use.parameter === parameter);
    if (uses.length > 0) {
      return uses.some((use) => use.callees.some((one) => identifies(one, root)));
    }
    const written = textOf(parameter.node);
    if (
      /\b(?:Request|WebSocket|HTTPConnection|Scope)\b/u.test(written) ||
      /^(?:request|req|websocket|ws|conn|scope)$/u.test(parameter.name)
    ) {
      return (
        !root.partly ||
        /headers|cookies|session|query_params|state|user|auth|client|receive|\[/u.test(words)
      );
    }
    if (/\b(?:Header|Cookie)\(/u.test(written)) {
      return (
        credentialWord.test(written) ||
        !/idempotency|request_id|user_agent|if_|accept|content|host|origin|version|language/iu.test(
          written,
        )
      );
    }
    return credentialWord.test(words);
  }

  function identifies(callee: Callee, root: Root): boolean {
    switch (callee.kind) {
      case "named":
        return (
          !isInfrastructureName(callee.name) ||
          isSchemeName(callee.name) ||
          /^fastapi\.security\.(?!OAuth2\w*Form)/u.test(callee.name)
        );
      case "function":
        if (authenticates(callee)) return true;
        if (!readsCredential(callee)) return false;
        if (values.resultIsChecked(callee)) return true;
        return !root.partly || /\.(?:credentials|username|password|scheme)$/u.test(root.words);
      case "class":
        return authenticates(callee);
      default:
        return false;
    }
  }

  /** It, or what it depends on, reads a scheme, a header or a cookie. */
  function readsCredential(one: PythonFunction, depth = 0): boolean {
    if (depth > 8) return false;
    if (
      /\b(?:Header|Cookie)\(|\b(?:Request|WebSocket|HTTPConnection)\b/u.test(
        one.parameters.map((parameter) => textOf(parameter.node)).join(" "),
      )
    ) {
      return true;
    }
    return program
      .dependenciesOf(one)
      .some((use) =>
        use.callees.some((callee) =>
          callee.kind === "named"
            ? isSchemeName(callee.name)
            : callee.kind === "function" && readsCredential(callee, depth + 1),
        ),
      );
  }

  function bodyAuthenticates(handler: PythonFunction): boolean {
    return (
      refusesByItself(handler, "injected") ||
      callsWhatRefuses(handler, "injected") ||
      handler.decorators.some(decoratorAuthenticates)
    );
  }

  function decoratorAuthenticates(decorator: SyntaxNode): boolean {
    const head =
      decorator.type === "call" ? (childAt(decorator, "function") ?? decorator) : decorator;
    const found = program.resolve(head);
    switch (found.kind) {
      case "external":
      case "unbound":
        return saysItAuthenticates(found.name);
      case "function": {
        const inner = found.module.functions.filter((one) => isNestedIn(one, found));
        return inner.some((one) => functionAuthenticates(one, "called"));
      }
      default:
        return false;
    }
  }

  return { authenticates, guards, bodyAuthenticates, isToothless, isDenial, denialsOf };
}

function isNestedIn(one: PythonFunction, outer: PythonFunction): boolean {
  return (
    one.ownerFunction !== null &&
    (one.ownerFunction === outer || isNestedIn(one.ownerFunction, outer))
  );
}

/** The last name of what is called or passed: `auth.require_admin()` → `require_admin`. */
function calledName(node: SyntaxNode): string {
  const head = node.type === "call" ? (childAt(node, "function") ?? node) : node;
  const text = textOf(head);
  return /^[\w.]+$/u.test(text) ? text : "";
}
