import { childAt, descend, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import { argumentAt } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import type { IoCall } from "./read-io-calls.ts";

const deepest = 4;

/**
 * Whether a file's data may be as long as a caller likes: what is written, what an upload holds,
 * and what is read from a path that hangs on a parameter. A template or a key of a fixed path is
 * none.
 */
export function isUserSized(program: Program, call: IoCall): boolean {
  if (
    call.function !== null &&
    /lifespan|startup|shutdown|config|settings/iu.test(call.function.name)
  ) {
    return false;
  }
  if (/^(?:write\w*|copy\w*|move|make_archive|unpack_archive)$/u.test(call.name)) return true;
  if (call.name === "open") {
    const onPath =
      call.receiver !== null && !/^(?:io|builtins|os|codecs)$/u.test(textOf(call.receiver));
    const mode = argumentAt(call.node, "mode", onPath ? 0 : 1);
    if (mode !== undefined && /[wax+]/u.test(readStringLiteral(mode) ?? "")) return true;
    const path = onPath ? call.receiver : argumentAt(call.node, "file", 0);
    return path !== null && path !== undefined && hangsOnParameter(program, path, 0);
  }
  return call.receiver !== null && hangsOnParameter(program, call.receiver, 0);
}

function hangsOnParameter(program: Program, node: SyntaxNode, depth: number): boolean {
  if (depth > deepest) return false;
  for (const one of descend(node)) {
    if (one.type !== "identifier" || one.field === "attribute" || one.field === "name") continue;
    const found = program.resolve(one);
    if (found.kind === "parameter") {
      const isSelf =
        found.function.ownerClass !== null && found.function.parameters[0] === found.parameter;
      if (!isSelf && !/settings|config/iu.test(found.parameter.name)) return true;
    }
    if (
      found.kind === "value" &&
      found.node !== one &&
      childAt(found.node, "function") !== one &&
      program.functionAround(found.node) === program.functionAround(node) &&
      program.functionAround(node) !== null &&
      hangsOnParameter(program, found.node, depth + 1)
    ) {
      return true;
    }
  }
  return false;
}
