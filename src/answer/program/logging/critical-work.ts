import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { readDatabaseWrites } from "../database/index.ts";
import { statusOf } from "../errors/error-status.ts";
import { readIoCalls } from "../io/index.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonModule } from "../types.ts";

/** Something of which an operator wants to read in the log. */
export interface CriticalWork {
  readonly kind: "security" | "write" | "external-service";
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

const credentialCalls =
  /^(?:verify_password|check_password(?:_hash)?|verify_and_update|authenticate_user|authenticate|checkpw|hash_password|get_password_hash|hashpw|generate_password_hash|verify_token|decode_token|create_access_token)$/u;

/**
 * Where the implementation authenticates or authorises, writes to a database, or calls an external
 * service.
 */
export function readCriticalWork(program: Program): readonly CriticalWork[] {
  const found: CriticalWork[] = [];
  for (const one of readDatabaseWrites(program)) {
    found.push({ kind: "write", node: one.node, module: one.module });
  }
  for (const one of readIoCalls(program)) {
    if (!/^(?:http|redis|mail|service)$/u.test(one.kind)) continue;
    found.push({ kind: "external-service", node: one.node, module: one.module });
  }
  for (const one of readCalls(program)) {
    if (one.module.role !== "implementation" || !isSecurity(program, one)) continue;
    found.push({ kind: "security", node: one.node, module: one.module });
  }
  for (const module of program.modules) {
    if (module.role !== "implementation") continue;
    for (const node of module.classes.flatMap((one) => one.attributes)) {
      if (!/status/u.test(node.name) || node.value === null) continue;
      const status = statusOf(program, node.value);
      if (isDenial(status)) found.push({ kind: "security", node: node.node, module });
    }
  }
  return found;
}

function isDenial(status: number | null): boolean {
  return status === 401 || status === 403;
}

/** It checks or gives credentials, or answers 401 or 403. */
function isSecurity(program: Program, call: LocatedCall): boolean {
  if (credentialCalls.test(call.name)) return true;
  if ((call.name === "encode" || call.name === "decode") && call.receiver !== null) {
    const callee = childAt(call.node, "function");
    const found = callee === undefined ? null : program.resolve(callee);
    if (found?.kind === "external" && /^(?:jwt|jose|authlib|joserfc)\b/u.test(found.name)) {
      return true;
    }
    return found?.kind === "unbound" && found.name.startsWith("jwt.");
  }
  if (!/(?:Exception|Error|Response|^abort)$/u.test(call.name)) return false;
  const given = keywordArguments(call.node).get("status_code") ?? positionalArguments(call.node)[0];
  if (given === undefined || !/40[13]|[A-Z]/u.test(textOf(given))) return false;
  return isDenial(statusOf(program, given));
}
