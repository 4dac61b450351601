import {
  argumentAt,
  childAt,
  descend,
  keywordArguments,
  namedChildren,
  nodesOfType,
  positionalArguments,
  readStatusCode,
  readStringLiteral,
  returnedExpressions,
  textOf,
} from "../../answer/index.ts";
import type { ExceptionHandler, Program, PythonClass, SyntaxNode } from "../../answer/index.ts";

/** Whether expressions refuse a caller: with 401 or 403, by whatever class or helper says so. */
export interface Denials {
  /** What follows `raise`. */
  isDeniedBy(exception: SyntaxNode): boolean;
  /** What follows `raise` says 400: bad input, which a wrong key may be called too. */
  isBadRequest(exception: SyntaxNode): boolean;
  /** A response that is returned or sent. */
  isDenyingResponse(response: SyntaxNode): boolean;
}

const deepest = 8;

const denyingName =
  /unauthori[sz]ed|unauthenticated|not_?authenticated|not_?authori[sz]ed|forbidden|permission_?denied|access_?denied|not_?permitted|not_?allowed|(?:invalid|bad|wrong|missing)_?(?:credentials?|tokens?|api_?keys?|signature|login)|(?:token|session|credentials?)_?(?:expired|invalid|revoked|missing)|expired_?token|revoked_?token|auth(?:entication|ori[sz]ation)?_?(?:error|exception|failed|failure|required)|insufficient_?(?:permissions?|scopes?|role|privileges?)|permission_?(?:error|exception)|login_?required|not_?(?:\w*_?)?(?:owner|author|admin)(?:_?error|_?exception)?$|admin_?required|role_?required/iu;

export function readDenials(program: Program): Denials {
  const byClass = new Map<PythonClass, boolean>();

  function isDeniedBy(node: SyntaxNode, depth = 0): boolean {
    if (depth > deepest) return false;
    if (node.type === "await") {
      return namedChildren(node).some((one) => isDeniedBy(one, depth + 1));
    }
    if (node.type === "conditional_expression") {
      const [yes, , no] = namedChildren(node);
      return [yes, no].some((one) => one !== undefined && isDeniedBy(one, depth + 1));
    }
    if (node.type === "call") return isDenyingCall(node, depth);
    const found = program.resolve(node);
    switch (found.kind) {
      case "class":
        return isDenyingClass(found);
      case "value":
        return found.node !== node && isDeniedBy(found.node, depth + 1);
      case "external":
      case "unbound":
        return nameDenies(found.name);
      default:
        return false;
    }
  }

  function isDenyingCall(call: SyntaxNode, depth: number): boolean {
    const callee = childAt(call, "function");
    if (callee === undefined) return false;
    const statuses = statusArguments(call);
    const found = program.resolve(callee);
    const name = "name" in found ? (found.name ?? "") : textOf(callee);
    if (name.endsWith("HTTPException")) return statuses.some(isDenial) || redirectsToLogin(call);
    if (name.endsWith("WebSocketException")) return isRefusingClose(call);
    if (statuses.length > 0) return statuses.some(isDenial);
    switch (found.kind) {
      case "class":
        return isDenyingClass(found);
      case "function":
        return returnedExpressions(found).some((one) => isDeniedBy(one, depth + 1));
      case "external":
      case "unbound":
        return nameDenies(found.name);
      case "unknown":
        return nameDenies(textOf(callee));
      default:
        return false;
    }
  }

  function isBadRequest(node: SyntaxNode): boolean {
    const found = node.type === "identifier" ? program.resolve(node) : null;
    const call = found?.kind === "value" ? found.node : node;
    return call.type === "call" && statusArguments(call).includes(400);
  }

  function isDenyingClass(one: PythonClass): boolean {
    const known = byClass.get(one);
    if (known !== undefined) return known;
    byClass.set(one, false);
    const result = classDenies(one);
    byClass.set(one, result);
    return result;
  }

  /** Nearest first: a status of its own, then what its handler answers, then its bases. */
  function classDenies(one: PythonClass): boolean {
    for (const next of lineageOf(program, one)) {
      const own = [...statusesOfClass(next), ...statusesInTables(next)];
      const statuses = own.length > 0 ? own : handlersOf(next).flatMap(statusesOfHandler);
      if (statuses.length > 0) return statuses.some(isDenial);
    }
    return nameDenies(one.name);
  }

  function handlersOf(one: PythonClass): readonly ExceptionHandler[] {
    return program.exceptionHandlers.filter((handler) => handler.definition === one);
  }

  function statusesInTables(one: PythonClass): readonly number[] {
    return program.modules.flatMap((module) =>
      nodesOfType(module.root, "pair").flatMap((node) => {
        const [key, value] = [childAt(node, "key"), childAt(node, "value")];
        if (key === undefined || value === undefined || textOf(key) !== one.name) return [];
        return statusesIn(value);
      }),
    );
  }

  function isDenyingResponse(node: SyntaxNode, depth = 0): boolean {
    if (depth > deepest) return false;
    if (node.type === "await") {
      return namedChildren(node).some((one) => isDenyingResponse(one, depth + 1));
    }
    if (node.type === "identifier") {
      const found = program.resolve(node);
      return (
        found.kind === "value" && found.node !== node && isDenyingResponse(found.node, depth + 1)
      );
    }
    if (node.type !== "call") return false;
    const callee = childAt(node, "function");
    if (callee === undefined) return false;
    // `await JSONResponse(…)(scope, receive, send)`
    if (
      callee.type === "call" ||
      (callee.type === "identifier" && isDenyingResponse(callee, depth + 1))
    ) {
      return isDenyingResponse(callee, depth + 1);
    }
    if (statusArguments(node).some(isDenial) || redirectsToLogin(node)) return true;
    const found = program.resolve(callee);
    return (
      found.kind === "function" &&
      returnedExpressions(found).some((one) => isDenyingResponse(one, depth + 1))
    );
  }

  /** Statuses among the arguments of a call: `401`, `status_code=status.HTTP_403_FORBIDDEN`. */
  function statusArguments(call: SyntaxNode): readonly number[] {
    const given = [
      ...positionalArguments(call),
      ...[...keywordArguments(call)]
        .filter(([name]) => /status|code/u.test(name))
        .map(([, value]) => value),
    ];
    return given.flatMap((one) => statusOf(one) ?? []);
  }

  function statusOf(node: SyntaxNode): number | null {
    const written = readStatusCode(node);
    if (written !== null || !/^(?:identifier|attribute)$/u.test(node.type)) return written;
    const found = program.resolve(node);
    if (found.kind === "external" || found.kind === "unbound") return statusOfName(found.name);
    return found.kind === "value" && found.node !== node ? readStatusCode(found.node) : null;
  }

  return {
    isDeniedBy: (node) => isDeniedBy(node),
    isBadRequest,
    isDenyingResponse: (node) => isDenyingResponse(node),
  };
}

/** `http.HTTPStatus.UNAUTHORIZED`, by way of a constant of the answer. */
function statusOfName(name: string): number | null {
  const numbered = /HTTP_(\d{3})/u.exec(name);
  if (numbered !== null) return Number(numbered[1]);
  if (/Status\.UNAUTHORIZED(?:\.value)?$/u.test(name)) return 401;
  return /Status\.FORBIDDEN(?:\.value)?$/u.test(name) ? 403 : null;
}

function isDenial(status: number): boolean {
  return status === 401 || status === 403;
}

function nameDenies(name: string): boolean {
  return !name.startsWith("builtins.") && denyingName.test(name.split(".").at(-1) ?? "");
}

function lineageOf(program: Program, one: PythonClass): readonly PythonClass[] {
  const result = [one];
  for (const next of result) {
    for (const base of next.bases) {
      const found = program.resolve(base);
      if (found.kind === "class" && !result.includes(found)) result.push(found);
    }
  }
  return result;
}

/** Statuses that a class gives itself: in its attributes, or in the calls of its `__init__`. */
function statusesOfClass(one: PythonClass): readonly number[] {
  const assigned = [...descend(one.body, (node) => node.type !== "function_definition")]
    .filter(
      (node) =>
        node.type === "assignment" && /status|code/u.test(textOf(childAt(node, "left") ?? node)),
    )
    .flatMap((node) => statusesIn(childAt(node, "right") ?? node));
  const init = one.methods.find((method) => method.name === "__init__");
  return init === undefined ? assigned : [...assigned, ...statusesIn(init.node)];
}

function statusesOfHandler(handler: ExceptionHandler): readonly number[] {
  return handler.targets.flatMap((one) =>
    one.kind === "function"
      ? statusesIn(one.body)
      : one.kind === "lambda"
        ? statusesIn(one.node)
        : [],
  );
}

function statusesIn(root: SyntaxNode): readonly number[] {
  return descend(root).flatMap((node) => readStatusCode(node) ?? []);
}

/** `RedirectResponse("/login")`, and an exception with `Location: /login`: how browsers are refused. */
function redirectsToLogin(call: SyntaxNode): boolean {
  if (!/Redirect|30[237]|SEE_OTHER|TEMPORARY/u.test(textOf(call))) return false;
  return descend(call).some((node) => {
    const text = node.type === "string" ? readStringLiteral(node) : null;
    return text !== null && /^\/[\w/-]*(?:log-?in|sign-?in|auth)\b/u.test(text);
  });
}

/** A websocket that is closed for lack of a right: 1008, 3000, 3003, 4000 and above, or no code. */
export function isRefusingClose(call: SyntaxNode): boolean {
  const code = argumentAt(call, "code", 0);
  if (code === undefined) return true;
  const text = textOf(code);
  return (
    /1008|POLICY_VIOLATION|^300[03]$|^4\d{3}$/u.test(text) || !/^\d+$|^(?:status\.)?WS_/u.test(text)
  );
}
