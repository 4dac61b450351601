import { childAt, descend, ownNodes, textOf } from "../../answer/index.ts";
import type {
  AssembledAnswer,
  Callee,
  DependencyUse,
  Program,
  PythonFunction,
  SyntaxNode,
} from "../../answer/index.ts";
import { belongsToTheUser } from "../user-stub.ts";
import { readAbsentCredential } from "./absent-credential.ts";
import { credentialWord, readCallerIdentity } from "./caller-identity.ts";
import { rootsOf } from "./credential-roots.ts";
import { isSchemeName, readCredentialValues } from "./credential-values.ts";
import { callsOf, guardsOf, isStub, isSwallowed } from "./guards.ts";
import { readRefusals } from "./refusals.ts";
import { readTellingConditions } from "./telling-conditions.ts";
import { aliasSaysItAuthenticates, saysItAuthenticates, saysItRefuses } from "./trusted-name.ts";

/** More is asked than who calls. */
const refinesAccess =
  /role|perm|admin|scope|owner|staff|super|policy|polic|member|allow|requires?|editor|viewer|active|verified/iu;

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

/**
 * Judges what authenticates. A function of the answer does if it refuses (401, 403, a closed
 * websocket) on a condition that is more than the presence or the form of a credential, if it
 * calls or depends on one that does, or if it verifies a token and lets the failure through. What
 * is not shown is taken by its name.
 */
export function readAuthentication(program: Program, answer: AssembledAnswer): Authentication {
  const values = readCredentialValues(program);
  const refusals = readRefusals(program);
  const { isDenial, containsDenial, isBadRequest, onlyRefuses, denialsOf } = refusals;
  const { tells, attemptTells } = readTellingConditions(program, values);
  const { letsAbsentPass, letsRefusedPass } = readAbsentCredential(program, values, refusals);
  const saysWhoCalls = readCallerIdentity(program, values, (callee) => authenticates(callee));
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
        return descend(callee.node).some(
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
    if (kept.length > 0) {
      return !letsAbsentPass(one, kept) && !(mode === "injected" && letsRefusedPass(one, kept));
    }
    if (verified.length === 0 && calls.some((call) => decodesUnverified(call))) return false;
    const telling = denialsOf(one).filter((denial) => isTellingDenial(denial, one, mode));
    if (telling.length > 0) return !letsAbsentPass(one, telling);
    return ownNodes(one.body).some(
      (node) => isBadRequest(node) && isTellingDenial(node, one, "keyed"),
    );
  }

  function isToothless(use: DependencyUse, handler: PythonFunction | null): boolean {
    const [callee] = use.callees;
    if (use.callees.length !== 1 || callee?.kind !== "function") return false;
    const names = [callee.name, callee.ownerClass?.name, callee.ownerFunction?.name];
    if (!names.some((name) => name !== undefined && saysItRefuses(name))) return false;
    if (isStub(callee) || belongsToTheUser(callee, answer) || !values.resultIsChecked(callee)) {
      return false;
    }
    // It hands on who was found; what else it could refuse, its name does not say.
    if (
      program.dependenciesOf(callee).some(guards) &&
      !names.some((name) => name !== undefined && refinesAccess.test(name))
    ) {
      return false;
    }
    const called = callsOf(callee).flatMap((call) => program.calleesAt(call));
    if (called.some((one) => one.kind !== "function" && authenticates(one))) return false;
    const bodies = [callee, ...called.filter((one) => one.kind === "function")];
    const refuses = bodies.some((one) =>
      ownNodes(one.body).some((node) => node.type === "raise_statement" || isDenial(node)),
    );
    if (refuses) return false;
    const { parameter } = use;
    if (parameter === null || handler === null) return true;
    const tested = new RegExp(`\\b${parameter.name}\\b`, "u");
    return !ownNodes(handler.body).some(
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
      if (letsAbsentPass(one, [call]) || letsRefusedPass(one, [call])) return false;
      const given = childAt(call, "arguments");
      const roots = rootsOf(program, one, [call]);
      return (
        given === undefined || roots.length === 0 || roots.some((root) => saysWhoCalls(root, one))
      );
    });
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

  function bodyAuthenticates(handler: PythonFunction): boolean {
    return (
      refusesByItself(handler, "injected") ||
      callsWhatRefuses(handler, "injected") ||
      decoratorsBelowRoutes(handler).some(decoratorAuthenticates)
    );
  }

  /** What stands above a route's decorator wraps a function that the route does not know. */
  function decoratorsBelowRoutes(handler: PythonFunction): readonly SyntaxNode[] {
    const routes = new Set(program.endpoints.map((one) => one.node));
    const lowest = handler.decorators.findLastIndex((one) => routes.has(one));
    return handler.decorators.slice(lowest + 1);
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
