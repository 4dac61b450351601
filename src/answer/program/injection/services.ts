import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { databaseHandleOf } from "../database/index.ts";
import { ioClientOf } from "../io/index.ts";
import { saysItIsService, saysUnseenIsService } from "../service-name.ts";
import type { PythonClass } from "../types.ts";

const saysHandle =
  /\b(?:AsyncSession|Session|AsyncConnection|Connection|async_sessionmaker|sessionmaker)\b/u;
const data =
  /(?:Error|Exception|Request|Response|Schema|Model|Read|Create|Update|Out|In|Base|Settings|Config)$/u;

/**
 * Whether a class of the answer is a service: its name says so, or it is made with a session or a
 * client that it keeps.
 */
export function isService(one: PythonClass): boolean {
  if (saysItIsService(one.name)) return true;
  if (data.test(one.name)) return false;
  const init = one.methods.find((method) => method.name === "__init__");
  return (init?.parameters ?? []).some(
    ({ annotation }) => annotation !== null && saysHandle.test(textOf(annotation)),
  );
}

/** The service that a call makes: `UserService(session)`; null: it makes none. */
export function serviceMadeBy(program: Program, call: SyntaxNode): string | null {
  const callee = childAt(call, "function");
  if (callee === undefined || (callee.type !== "identifier" && callee.type !== "attribute")) {
    return null;
  }
  const found = program.resolve(callee);
  if (found.kind === "class") return isService(found) ? found.name : null;
  if (found.kind !== "external" && found.kind !== "unbound") return null;
  const last = found.name.split(".").at(-1) ?? "";
  return /^[A-Z]/u.test(last) && saysItIsService(last) ? last : null;
}

/** Whether an expression is a session, a connection, a pool, a client or a service. */
export function isResource(program: Program, node: SyntaxNode): boolean {
  if (databaseHandleOf(program, node) !== null || ioClientOf(program, node) !== null) return true;
  const type = program.typeOf(node);
  if (type === null) return false;
  return type.kind === "class" ? isService(type) : saysUnseenIsService(type.name);
}
