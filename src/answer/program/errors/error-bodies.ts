import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import { argumentAt, keywordArguments, positionalArguments } from "../arguments.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { givenStatus, namesErrorStatus, statusOf, statusOfHttpException } from "./error-status.ts";
import { calledAt } from "./reached-from-endpoints.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

const deepest = 3;
/** A function that is called from more places than this is not read once more for the next. */
const mostCalls = 20;

/** How a function comes to give an endpoint its result. */
interface ResultCall {
  /** The call; the function itself where it is an endpoint, or what calls it is not looked at. */
  readonly call: SyntaxNode;
  /** Its caller answers something else on another way. */
  readonly inBranch: boolean;
}

function notCalled(fn: PythonFunction): ResultCall {
  return { call: fn.node, inBranch: false };
}

/**
 * Errors that leave with a status of success: an error's body returned by an endpoint, by a
 * function whose result an endpoint returns, by a middleware or by an exception handler, without
 * an error status; `HTTPException` with a 2xx; a body with its status in a tuple, which is no
 * status to FastAPI.
 */
export function findErrorBodies(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  const result = new Map<SyntaxNode, ErrorDefect>();
  const add = (fn: PythonFunction, node: SyntaxNode, words: string): void => {
    result.set(node, { kind: "error-as-success", module: fn.module, node, function: fn, words });
  };
  // Once for each call, as the arguments may make an error of what is returned.
  const seen = new Map<PythonFunction, Set<SyntaxNode>>();
  const visit = (fn: PythonFunction, depth: number, by: ResultCall = notCalled(fn)): void => {
    const calls = seen.get(fn) ?? new Set();
    if (calls.has(by.call) || calls.size >= mostCalls || depth > deepest) return;
    seen.set(fn, calls.add(by.call));
    for (const node of ownNodes(fn.body)) {
      if (node.type !== "return_statement" || statusIsSetBefore(program, fn, node)) continue;
      const inBranch = by.inBranch || isConditional(node, fn);
      const words = errorReturned(program, fn, node, { ...by, inBranch });
      if (words !== null) add(fn, node, words);
      const call = returnedCall(node);
      if (call === null) continue;
      for (const called of calledAt(program, call)) visit(called, depth + 1, { call, inBranch });
    }
  };
  for (const endpoint of program.endpoints) {
    if (endpoint.handler !== null && !declaresError(program, endpoint)) visit(endpoint.handler, 0);
  }
  for (const endpoint of program.endpoints) {
    for (const use of [endpoint, ...endpoint.chains].flatMap((one) => one.dependencies)) {
      for (const one of use.callees) if (one.kind === "function") visit(one, deepest);
    }
  }
  for (const fn of reached.keys()) {
    for (const one of functionsWhoseResultIsLost(program, fn)) visit(one, deepest);
  }
  for (const { target } of program.middlewares) {
    if (target.kind === "function") visit(target, deepest);
    if (target.kind !== "class") continue;
    for (const method of target.methods) if (method.name === "dispatch") visit(method, deepest);
  }
  for (const handler of program.exceptionHandlers) {
    for (const target of handler.targets) {
      if (target.kind !== "function") continue;
      for (const node of ownNodes(target.body)) {
        if (node.type === "return_statement" && answersSuccess(program, node)) {
          add(target, node, "an exception handler answers with a status of success");
        }
      }
    }
  }
  for (const fn of reached.keys()) {
    for (const node of ownNodes(fn.body)) {
      if (node.type !== "raise_statement") continue;
      const [raised] = namedChildren(node);
      if (
        raised?.type !== "call" ||
        !/(?:^|\.)HTTPException$/u.test(textOf(childAt(raised, "function") ?? raised))
      ) {
        continue;
      }
      const status = statusOfHttpException(program, raised);
      if (status !== null && status < 300) {
        add(fn, node, `an error is raised with status ${status}`);
      }
    }
  }
  return [...result.values()];
}

/** Dependencies, and functions called for their effect: what they return stops nothing. */
function functionsWhoseResultIsLost(
  program: Program,
  fn: PythonFunction,
): readonly PythonFunction[] {
  const dependencies = program
    .dependenciesOf(fn)
    .flatMap((use) => use.callees.flatMap((one) => (one.kind === "function" ? [one] : [])));
  const called = ownNodes(fn.body).flatMap((node) => {
    if (node.type !== "expression_statement") return [];
    let value = namedChildren(node)[0];
    if (value?.type === "await") value = namedChildren(value)[0];
    return value?.type === "call" ? calledAt(program, value) : [];
  });
  return [...dependencies, ...called];
}

/** `status_code=404` on the route itself: a fallback that always fails. */
function declaresError(program: Program, endpoint: Endpoint): boolean {
  if (endpoint.methods.includes("WEBSOCKET")) return true;
  const given = endpoint.options.get("status_code");
  return given !== undefined && (statusOf(program, given) ?? 200) >= 400;
}

/** `return await service.login(…)`: the service's result is the endpoint's. */
function returnedCall(statement: SyntaxNode): SyntaxNode | null {
  let value = namedChildren(statement)[0];
  if (value?.type === "await") value = namedChildren(value)[0];
  return value?.type === "call" ? value : null;
}

/** What makes a returned value an error with a status of success; null where nothing does. */
function errorReturned(
  program: Program,
  fn: PythonFunction,
  statement: SyntaxNode,
  by: ResultCall,
): string | null {
  const value = namedChildren(statement)[0];
  if (value === undefined) return null;
  if (value.type === "expression_list" || value.type === "tuple") {
    const [body, status, ...more] = namedChildren(value);
    const isFlaskStyle =
      status !== undefined && more.length === 0 && (statusOf(program, status) ?? 0) >= 400;
    return isFlaskStyle && body !== undefined && !/^(?:integer|identifier)$/u.test(body.type)
      ? "a tuple is no status to FastAPI: the error leaves with 200"
      : null;
  }
  for (const body of bodiesOf(program, fn, value)) {
    const sign = signOfError(body, by.inBranch, (node) => givenFor(node, fn, by.call));
    if (sign !== null) return `an error (${sign}) is returned with a status of success`;
  }
  return null;
}

/** What the call gives for a parameter; any other expression stands for itself. */
function givenFor(node: SyntaxNode, fn: PythonFunction, call: SyntaxNode): SyntaxNode {
  if (node.type !== "identifier" || call.type !== "call") return node;
  const parameters = fn.ownerClass === null ? fn.parameters : fn.parameters.slice(1);
  const at = parameters.findIndex((one) => one.name === textOf(node));
  const parameter = parameters[at];
  if (parameter === undefined) return node;
  return argumentAt(call, parameter.name, at) ?? parameter.defaultValue ?? node;
}

/** Dictionaries and models that a returned expression may be, where it brings no status of its own. */
function bodiesOf(
  program: Program,
  fn: PythonFunction,
  value: SyntaxNode,
  depth = 0,
): readonly SyntaxNode[] {
  if (depth > deepest) return [];
  switch (value.type) {
    case "dictionary":
      return [value];
    case "conditional_expression": {
      const [yes, , no] = namedChildren(value);
      return [yes, no].flatMap((one) =>
        one === undefined ? [] : bodiesOf(program, fn, one, depth + 1),
      );
    }
    case "identifier": {
      const found = program.resolve(value);
      const isLocal =
        found.kind === "value" &&
        found.through === "assign" &&
        program.functionAround(found.node) === fn;
      return isLocal && found.node !== value ? bodiesOf(program, fn, found.node, depth + 1) : [];
    }
    case "call": {
      const callee = textOf(childAt(value, "function") ?? value);
      if (/(?:^|\.)(?:\w*JSONResponse|JSONResponse|ORJSONResponse|UJSONResponse)$/u.test(callee)) {
        const status = givenStatus(program, value, 1);
        if (status.kind === "open" || (status.kind === "known" && status.status >= 300)) return [];
        const content = keywordArguments(value).get("content") ?? positionalArguments(value)[0];
        return content === undefined ? [] : bodiesOf(program, fn, content, depth + 1);
      }
      if (/(?:^|\.)jsonable_encoder$/u.test(callee)) {
        const inner = positionalArguments(value)[0];
        return inner === undefined ? [] : bodiesOf(program, fn, inner, depth + 1);
      }
      const last = callee.split(".").at(-1) ?? "";
      const isModel =
        (/^[A-Z]/u.test(last) && !/(?:Response|Exception|HTTPException)$/u.test(last)) ||
        isAnswerModel(program, value);
      return callee === "dict" || isModel ? [value] : [];
    }
    default:
      return [];
  }
}

/** `LoginResponse(…)` where it is a model of the answer, not a response class. */
function isAnswerModel(program: Program, call: SyntaxNode): boolean {
  return program
    .calleesAt(call)
    .some(
      (one) =>
        one.kind === "class" && one.bases.every((base) => !textOf(base).endsWith("Response")),
    );
}

const errorWords =
  /\bnot found\b|\b(?:does not|doesn't|do not|don't) (?:exist|match)\b|\balready (?:exists?|registered|taken|used|in use)\b|\binvalid\b|\bincorrect\b|\bwrong\b|\bbad (?:credentials|request)\b|\bunauthori[sz]ed\b|\bforbidden\b|\bdenied\b|\bfailed\b|\bfailure\b|\bexpired\b|\binsufficient\b|\bnot (?:allowed|permitted|authori[sz]ed|authenticated|enough)\b|\bmissing\b|\berror\b|\bcannot\b|\bcan't\b|\bunable to\b|\btoo many\b/iu;

/** The entry by which a body is an error's; null where it is none. `conditional`: another branch succeeds. */
function signOfError(
  body: SyntaxNode,
  conditional: boolean,
  valueOf: (node: SyntaxNode) => SyntaxNode,
): string | null {
  if (body.type === "call") {
    const name =
      textOf(childAt(body, "function") ?? body)
        .split(".")
        .at(-1) ?? "";
    if (
      conditional &&
      /(?:^Error|Error(?:Response|Body|Detail|Message|Model|Out|Schema)?$|^Problem|Failure)/u.test(
        name,
      )
    ) {
      return `\`${name}\``;
    }
  }
  for (const [key, written] of entriesOf(body)) {
    const value = valueOf(written);
    if (isErrorEntry(key, value, conditional)) return `\`${key}: ${textOf(value).slice(0, 60)}\``;
  }
  return null;
}

function entriesOf(body: SyntaxNode): readonly (readonly [string, SyntaxNode])[] {
  if (body.type === "call") return [...keywordArguments(body)];
  return namedChildren(body).flatMap((pair) => {
    const [key, value] = [childAt(pair, "key"), childAt(pair, "value")];
    const name = key === undefined ? null : readStringLiteral(key);
    return name === null || value === undefined ? [] : [[name, value] as const];
  });
}

function isErrorEntry(key: string, value: SyntaxNode, conditional: boolean): boolean {
  const text = textOf(value);
  const isWritten = /^(?:string|concatenated_string)$/u.test(value.type);
  switch (key) {
    case "error":
    case "err":
    case "error_message":
    case "error_code":
      // `"error": job.error` is a field of a resource.
      return (
        (isWritten && text.length > 2) ||
        (value.type === "call" && /^(?:str|repr)\(/u.test(text)) ||
        (value.type === "dictionary" && namedChildren(value).length > 0) ||
        (conditional &&
          /^(?:true|identifier)$/u.test(value.type) &&
          /^(?:True|e|exc|err|error|ex|message|msg)$/u.test(text))
      );
    case "success":
    case "ok":
    case "succeeded":
      return value.type === "false";
    case "status":
    case "result":
    case "state":
      return isWritten && /^\w?["'](?:error|fail|failed|failure)["']$/iu.test(text);
    case "detail":
    case "message":
    case "msg":
    case "reason":
    case "errors":
    case "description":
      return (
        conditional && isWritten && errorWords.test(text) && !/^\w?["'](?:If|When) /u.test(text)
      );
    case "code":
    case "status_code":
      return /^[45]\d\d$/u.test(text);
    default:
      return false;
  }
}

/** It stands in a branch or in an except clause, or after one that returns: not the only thing that the function does. */
function isConditional(node: SyntaxNode, fn: PythonFunction): boolean {
  for (const before of fn.body.children) {
    if (before.start >= node.start) break;
    if (before.type !== "if_statement") continue;
    if (ownNodes(before).some((one) => one.type === "return_statement")) return true;
  }
  for (let above = node.parent; above !== null && above !== fn.node; above = above.parent) {
    if (
      /^(?:if_statement|elif_clause|else_clause|except_clause|case_clause|for_statement|while_statement)$/u.test(
        above.type,
      )
    ) {
      return true;
    }
  }
  return false;
}

/** `response.status_code = 404` stands before, in the same branch or around it. */
function statusIsSetBefore(program: Program, fn: PythonFunction, statement: SyntaxNode): boolean {
  for (const node of ownNodes(fn.body)) {
    if (node.type !== "assignment" || node.start > statement.start) continue;
    const [target, value] = namedChildren(node);
    if (target === undefined || !textOf(target).endsWith(".status_code") || value === undefined) {
      continue;
    }
    const block = node.parent?.parent;
    const isAround =
      block !== undefined &&
      block !== null &&
      block.start <= statement.start &&
      statement.end <= block.end;
    const isOpen = statusOf(program, value) === null;
    if (isAround && (isOpen || namesErrorStatus(program, value))) return true;
    // `if not healthy: response.status_code = 503` before one common return.
    if (namesErrorStatus(program, value) && statement.parent === fn.body) return true;
  }
  return false;
}

/** `return JSONResponse({…})`, `return {…}` of an exception handler. */
function answersSuccess(program: Program, statement: SyntaxNode): boolean {
  const value = namedChildren(statement)[0];
  if (value === undefined) return false;
  if (value.type === "dictionary") return true;
  if (value.type !== "call") return false;
  const callee = textOf(childAt(value, "function") ?? value);
  if (
    !/(?:^|\.)(?:JSONResponse|ORJSONResponse|UJSONResponse|PlainTextResponse|HTMLResponse|Response)$/u.test(
      callee,
    )
  ) {
    return false;
  }
  const status = givenStatus(program, value, 1);
  return status.kind === "none" || (status.kind === "known" && status.status < 300);
}
