import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { passwordCall } from "./password-calls.ts";
import { passwordClass } from "./password-classes.ts";
import type { PasswordValues } from "./password-values.ts";

/** What an endpoint hands back. */
export function defectsOfEndpoint(
  program: Program,
  values: PasswordValues,
  endpoint: Endpoint,
): readonly SyntaxNode[] {
  const { handler } = endpoint;
  if (handler === null || hidesPassword(program, endpoint, handler)) return [];
  const result: SyntaxNode[] = [];
  for (const node of ownNodes(handler.body)) {
    if (node.type !== "return_statement") continue;
    const value = namedChildren(node)[0];
    if (value !== undefined && handsBack(program, values, value)) result.push(node);
  }
  return result;
}

function hidesPassword(program: Program, endpoint: Endpoint, handler: PythonFunction): boolean {
  const node = endpoint.options.get("response_model") ?? handler.returns;
  if (node === null) return false;
  const exclude = endpoint.options.get("response_model_exclude");
  if (exclude !== undefined && /passw/u.test(textOf(exclude))) return true;
  if (/\bdict\b|\bDict\b|\bAny\b|JSONResponse|Response\b/u.test(textOf(node))) return false;
  const type = program.typeOfAnnotation(node);
  if (type === null) return false;
  if (type.kind !== "class") return true;
  return passwordClass(program, type).field === null;
}

function handsBack(program: Program, values: PasswordValues, value: SyntaxNode): boolean {
  if (value.type === "call") {
    const { own, inputs, work } = passwordCall(program, value);
    if (own?.kind === "function") return false;
    if (work !== "other" && work !== "same") return false;
    const name = textOf(childAt(value, "function") ?? value);
    if (own?.kind === "class") return values.carries(value);
    return name.endsWith("Response") || name === "jsonable_encoder" || values.carries(value)
      ? values.carries(value) || inputs.some((one) => handsBack(program, values, one))
      : false;
  }
  if (values.carries(value)) return true;
  if (value.type === "dictionary") {
    return descend(value).some(
      (one) => one.type === "pair" && values.valueOf(childAt(one, "value") ?? one) === "plain",
    );
  }
  return value.type !== "string"
    ? values.valueOf(value) === "plain" && value.type === "identifier"
    : values.valueOf(value) === "plain";
}
