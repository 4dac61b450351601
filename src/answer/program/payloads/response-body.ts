import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { argumentAt, keywordArguments } from "../arguments.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { optionOf, valueOf } from "../endpoints/call-option.ts";
import { returnedExpressions } from "../function-body.ts";
import { readStatusCode } from "../status-code.ts";
import type { PythonFunction } from "../types.ts";
import { shapeOfResponse, typeShapeOf } from "./type-shape.ts";

/**
 * What an endpoint says of the JSON that it answers with. `none`: no JSON body, as with 204,
 * redirects, streams, files and pages, or none that can be seen.
 */
export type ResponseBody =
  | { readonly kind: "none" }
  | { readonly kind: "declared"; readonly node: SyntaxNode }
  | { readonly kind: "undeclared"; readonly why: string };

const none: ResponseBody = { kind: "none" };

export function readResponseBody(program: Program, endpoint: Endpoint): ResponseBody {
  const { node, handler } = endpoint;
  if (endpoint.methods.every((one) => /^(?:WEBSOCKET|HEAD|OPTIONS)$/u.test(one))) return none;
  if (hasNoJson(program, endpoint)) return none;
  const model = optionOf(program, node, "response_model");
  if (model.kind === "hidden") return none;
  if (model.kind === "given") {
    return typeShapeOf(program, model.value) === "loose"
      ? undeclared(`response_model=${textOf(model.value)} tells no shape`)
      : { kind: "declared", node: model.value };
  }
  const returned = handler === null ? null : readReturnedContents(program, handler);
  if (handler === null || returned === null) return none;
  const { returns } = handler;
  const isJson = returned.some((one) => one === "json" || one === "value");
  if (returns === null) {
    return isJson ? undeclared("neither response_model nor a return annotation") : none;
  }
  switch (typeShapeOf(program, returns)) {
    case "none":
    case "not-json":
      return none;
    case "loose":
      return returned.length > 0 && !isJson
        ? none
        : undeclared(`-> ${textOf(returns)} tells no shape`);
    case "response": {
      const mayBeJson =
        returned.includes("json") ||
        /JSONResponse\b/u.test(textOf(returns)) ||
        returnedExpressions(handler).some((one) => isModelMade(program, one));
      if (!mayBeJson || (returned.length > 0 && !isJson)) return none;
      return documentsModel(program, endpoint)
        ? { kind: "declared", node: returns }
        : undeclared(`-> ${textOf(returns)} tells no shape`);
    }
    default:
      return { kind: "declared", node: returns };
  }
}

function undeclared(why: string): ResponseBody {
  return { kind: "undeclared", why };
}

/** By its status or its response class. */
function hasNoJson(program: Program, endpoint: Endpoint): boolean {
  const status = optionOf(program, endpoint.node, "status_code");
  const code = status.kind === "given" ? readStatusCode(status.value) : null;
  if (code !== null && (code === 204 || code === 205 || (code >= 300 && code < 400))) return true;
  const given = optionOf(program, endpoint.node, "response_class");
  if (given.kind !== "given") return false;
  return typeShapeOf(program, given.value) === "not-json" || textOf(given.value) === "Response";
}

/** `responses={200: {"model": Post}}` */
function documentsModel(program: Program, endpoint: Endpoint): boolean {
  const responses = optionOf(program, endpoint.node, "responses");
  if (responses.kind !== "given" || responses.value.type !== "dictionary") return false;
  return namedChildren(responses.value).some((pair) => {
    const [key, value] = [childAt(pair, "key"), childAt(pair, "value")];
    if (key === undefined || value === undefined) return false;
    const status = readStatusCode(valueOf(program, key));
    return status !== null && status < 300 && /["']model["']/u.test(textOf(value));
  });
}

/** What a handler answers with: JSON, something else, nothing, or a value that FastAPI turns into JSON. */
export type ReturnedContent = "json" | "other" | "nothing" | "value" | "unknown";

/** `Queued(count=3)`: an object of a class of the answer's that is no response. */
function isModelMade(program: Program, node: SyntaxNode): boolean {
  const callee = node.type === "call" ? childAt(node, "function") : undefined;
  return (
    callee !== undefined &&
    program.resolve(callee).kind === "class" &&
    typeShapeOf(program, callee) === "model"
  );
}

/** One for each `return` of a handler; null: its body is not shown. */
export function readReturnedContents(
  program: Program,
  handler: PythonFunction,
): readonly ReturnedContent[] | null {
  if (isStub(handler)) return null;
  return returnedExpressions(handler).map((one) => contentOf(program, one, 0));
}

function contentOf(program: Program, node: SyntaxNode, depth: number): ReturnedContent {
  if (depth > 6) return "unknown";
  switch (node.type) {
    case "none":
      return "nothing";
    case "await": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? "unknown" : contentOf(program, inner, depth + 1);
    }
    case "identifier": {
      const found = program.resolve(node);
      if (found.kind === "parameter") {
        const { annotation } = found.parameter;
        const isResponse = annotation !== null && typeShapeOf(program, annotation) === "response";
        return isResponse ? "nothing" : "value";
      }
      if (found.kind !== "value" || found.node === node || found.through !== "assign") {
        return "value";
      }
      return contentOf(program, found.node, depth + 1);
    }
    case "call":
      return contentOfCall(program, node, depth);
    default:
      return "value";
  }
}

function contentOfCall(program: Program, call: SyntaxNode, depth: number): ReturnedContent {
  const callee = childAt(call, "function");
  if (callee === undefined) return "unknown";
  const found = program.resolve(callee);
  if (found.kind === "function") {
    if (found.returns === null) return "value";
    const shape = typeShapeOf(program, found.returns);
    if (shape === "none") return "nothing";
    if (shape !== "response") return shape === "not-json" ? "other" : "value";
    const [only] = returnedExpressions(found);
    return only === undefined ? "unknown" : contentOf(program, only, depth + 1);
  }
  const last =
    (found.kind === "external" || found.kind === "unbound" ? found.name : textOf(callee))
      .split(".")
      .at(-1) ?? "";
  const shape = found.kind === "class" ? typeShapeOf(program, callee) : shapeOfResponse(last);
  if (shape === "not-json") return "other";
  if (shape !== "response") return "value";
  if (last !== "Response") return "json";
  const content = argumentAt(call, "content", 0);
  if (content === undefined) return "nothing";
  const media = keywordArguments(call).get("media_type");
  return media !== undefined && /json/iu.test(textOf(media)) ? "json" : "other";
}

/** The answer does not show what it returns. */
function isStub(one: PythonFunction): boolean {
  return namedChildren(one.body).every(
    (statement) =>
      /^(?:pass|raise)_statement$/u.test(statement.type) ||
      (statement.type === "expression_statement" &&
        /^(?:string|ellipsis|concatenated_string)$/u.test(statement.children[0]?.type ?? "")),
  );
}
