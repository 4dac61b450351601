import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { returnedExpressions } from "../function-body.ts";
import { callsOf } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { DependencyUse } from "../read-dependencies.ts";
import { allDependencies, calledFunctions, reachableFunctions } from "../reachable-functions.ts";
import type { Parameter, PythonFunction, PythonModule } from "../types.ts";
import { writtenSourceOf } from "./parameter-source.ts";
import { typeShapeOf } from "./type-shape.ts";

/** How an endpoint takes its request body. */
export type RequestBody =
  | { readonly kind: "none" }
  /** As a model or as typed fields, or raw and then through a model, where that is in order. */
  | { readonly kind: "typed"; readonly at: BodyPlace }
  | { readonly kind: "untyped"; readonly at: BodyPlace; readonly why: string };

export interface BodyPlace {
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/** Looks at the parameters of the handler and of what it depends on, and at what reads the request. */
export function readRequestBody(program: Program, endpoint: Endpoint): RequestBody {
  const { handler } = endpoint;
  if (handler === null) return { kind: "none" };
  const uses = allDependencies(endpoint);
  const dependencies = dependencyFunctions(program, uses);
  let typed: BodyPlace | null = null;
  for (const one of [handler, ...dependencies]) {
    for (const parameter of one.parameters) {
      const kind = bodyParameter(program, endpoint, one, parameter);
      const at = { node: parameter.node, module: one.module };
      if (kind === "untyped") return { kind, at, why: `\`${textOf(parameter.node)}\` is no model` };
      if (kind === "typed") typed ??= at;
    }
  }
  if (typed !== null) {
    return readsBeside(program, endpoint, handler) ?? { kind: "typed", at: typed };
  }
  return rawBody(program, endpoint, handler, dependencies) ?? { kind: "none" };
}

/** The functions that FastAPI runs before the handler, also for one another. */
function dependencyFunctions(
  program: Program,
  uses: readonly DependencyUse[],
): readonly PythonFunction[] {
  const result = new Set<PythonFunction>();
  const add = (use: DependencyUse): void => {
    for (const callee of use.callees) if (callee.kind === "function") result.add(callee);
  };
  for (const use of uses) add(use);
  for (const one of result) for (const use of program.dependenciesOf(one)) add(use);
  return [...result];
}

const bodyNames =
  /^(?:payload|body|data|json_data|json_body|request_body|request_data|params_body)$/u;

/** Whether FastAPI fills a parameter from the body, and whether its type says what it holds. */
function bodyParameter(
  program: Program,
  endpoint: Endpoint,
  fn: PythonFunction,
  parameter: Parameter,
): "typed" | "untyped" | null {
  if (parameter.kind === "args" || parameter.kind === "kwargs") return null;
  const { annotation, name } = parameter;
  const source = writtenSourceOf(program, parameter);
  const shape = annotation === null ? null : typeShapeOf(program, annotation);
  if (source === "Form" || source === "File" || source === "Body") {
    return shape === null || shape === "loose" || shape === "unfit" ? "untyped" : "typed";
  }
  if (source !== null || endpoint.chains.some((one) => inPath(one.path, name))) return null;
  if (annotation === null) {
    // Meant as the body, though FastAPI looks for it in the query.
    const isMeant = fn === endpoint.handler && parameter.defaultValue === null && writes(endpoint);
    return isMeant && bodyNames.test(name) ? "untyped" : null;
  }
  switch (shape) {
    case "loose": {
      const isAny =
        /\b(?:Any|object)\b/u.test(textOf(annotation)) &&
        !/dict|Mapping/iu.test(textOf(annotation));
      return isAny && !bodyNames.test(name) ? null : "untyped";
    }
    case "unfit":
      return fn === endpoint.handler && writes(endpoint) && parameter.defaultValue === null
        ? "untyped"
        : null;
    case "model":
      return isInjected(program, annotation) || isDependency(program, fn, parameter)
        ? null
        : "typed";
    default:
      return /\bUploadFile\b/u.test(textOf(annotation)) ? "typed" : null;
  }
}

function inPath(path: string, name: string): boolean {
  return path.includes(`{${name}}`) || path.includes(`{${name}:`);
}

function writes(endpoint: Endpoint): boolean {
  return endpoint.methods.some((one) => one === "POST" || one === "PUT" || one === "PATCH");
}

/** What FastAPI hands in by its class. */
function isInjected(program: Program, annotation: SyntaxNode): boolean {
  const type = program.typeOfAnnotation(annotation);
  const last = type === null ? "" : (type.name.split(".").at(-1) ?? "");
  return /^(?:Request|WebSocket|HTTPConnection|BackgroundTasks|SecurityScopes)$/u.test(last);
}

function isDependency(program: Program, fn: PythonFunction, parameter: Parameter): boolean {
  return program.dependenciesOf(fn).some((use) => use.parameter === parameter && use.call !== null);
}

/** `await request.json()` beside a model: what the model leaves out is read past it. */
function readsBeside(
  program: Program,
  endpoint: Endpoint,
  handler: PythonFunction,
): RequestBody | null {
  if (needsRawBytes(program, endpoint, [handler])) return null;
  const read = rawRead(program, handler, false);
  if (read === undefined || read.name === "body") return null;
  const why = `\`${textOf(read.node)}\` reads the body past FastAPI's validation`;
  return { kind: "untyped", at: { node: read.node, module: read.module }, why };
}

/** A body that is read off the request itself. */
function rawBody(
  program: Program,
  endpoint: Endpoint,
  handler: PythonFunction,
  dependencies: readonly PythonFunction[],
): RequestBody | null {
  const reached = reachableFunctions(program, handler, allDependencies(endpoint));
  const mayBeRaw = needsRawBytes(program, endpoint, reached);
  const read = (one: PythonFunction): LocatedCall | undefined => firstRead(program, one, mayBeRaw);
  const own = read(handler);
  const giver = dependencies.find(
    (one) => givesBodyOn(program, endpoint, one) && read(one) !== undefined,
  );
  const found = own ?? (giver && read(giver));
  if (found === undefined) return null;
  const at = { node: found.node, module: found.module };
  const validating = mayBeRaw
    ? reached
    : own === undefined && giver !== undefined
      ? calledFunctions(program, giver)
      : [];
  if (validating.some((one) => validatesByModel(program, one))) return { kind: "typed", at };
  return {
    kind: "untyped",
    at,
    why: mayBeRaw
      ? "the raw body is not validated by a model"
      : `\`${textOf(found.node)}\` reads the body past FastAPI's validation`,
  };
}

/** It needs the raw bytes, since somebody signed them. */
function needsRawBytes(
  program: Program,
  endpoint: Endpoint,
  reached: readonly PythonFunction[],
): boolean {
  const text = `${endpoint.name} ${endpoint.chains.map((one) => one.path).join(" ")}`;
  if (/web_?hook|\bhooks?\b|callback|\bipn\b/iu.test(text)) return true;
  const signs = /construct_event|(?:verif|valid|check)\w*signature|hmac\.(?:new|digest)/iu;
  return reached.some((one) =>
    callsOf(program, one).some((call) =>
      signs.test(textOf(childAt(call.node, "function") ?? call.node)),
    ),
  );
}

/** Functions that are handed the request and so may read it. */
function calledWithRequest(program: Program, one: PythonFunction): readonly PythonFunction[] {
  return callsOf(program, one).flatMap((call) => {
    const given = childAt(call.node, "arguments");
    if (given === undefined || !/\breq(?:uest)?\b/u.test(textOf(given))) return [];
    return program.calleesAt(call.node).filter((callee) => callee.kind === "function");
  });
}

/** Where a function, or one that it hands the request to, reads the body off it. */
function firstRead(
  program: Program,
  one: PythonFunction,
  streams: boolean,
): LocatedCall | undefined {
  for (const next of [one, ...calledWithRequest(program, one)]) {
    const read = rawRead(program, next, streams);
    if (read !== undefined) return read;
  }
  return undefined;
}

/** Large uploads are streamed on purpose; signed bytes are a body however they are read. */
function rawRead(program: Program, one: PythonFunction, streams: boolean): LocatedCall | undefined {
  return callsOf(program, one).find(
    (call) =>
      (/^(?:json|body|form)$/u.test(call.name) || (streams && call.name === "stream")) &&
      call.receiver !== null &&
      isRequest(program, call.receiver),
  );
}

function isRequest(program: Program, node: SyntaxNode): boolean {
  const type = program.typeOf(node);
  if (type !== null) {
    const last = type.name.split(".").at(-1) ?? "";
    return last === "Request" && !/^(?:httpx|requests|aiohttp|urllib)\b/u.test(type.name);
  }
  return /^(?:self\.)?_?req(?:uest)?$/u.test(textOf(node));
}

/** A dependency whose value the handler takes, and which is not a model already. */
function givesBodyOn(program: Program, endpoint: Endpoint, one: PythonFunction): boolean {
  const use = endpoint.dependencies.find((next) => next.callees.includes(one));
  if (use === undefined || use.parameter === null) return false;
  if (one.returns !== null && !/^(?:loose|plain)$/u.test(typeShapeOf(program, one.returns))) {
    return false;
  }
  if (one.returns !== null && /^\W*(?:bool|int)\W*$/u.test(textOf(one.returns))) return false;
  return returnedExpressions(one).length > 0;
}

const validators =
  /^(?:model_validate|model_validate_json|model_validate_strings|parse_obj|parse_raw|validate_json|validate_python|construct_event|construct_event_async)$/u;

function validatesByModel(program: Program, one: PythonFunction): boolean {
  return callsOf(program, one).some((call) => {
    if (validators.test(call.name)) return true;
    const given = childAt(call.node, "arguments");
    const spreads = given?.children.some((child) => child.type === "dictionary_splat") ?? false;
    // What is returned is the answer's model.
    if (!spreads || call.node.parent?.type === "return_statement") return false;
    const callee = childAt(call.node, "function");
    return (
      callee !== undefined && /^[A-Z]/u.test(call.name) && typeShapeOf(program, callee) === "model"
    );
  });
}
