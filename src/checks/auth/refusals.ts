import { childAt, descend, namedChildren, ownNodes, textOf } from "../../answer/index.ts";
import type { Program, PythonFunction, SyntaxNode } from "../../answer/index.ts";
import { isRefusingClose, readDenials } from "./denial-status.ts";

/** The statements by which functions refuse a caller. */
export interface Refusals {
  /** A `raise`, a `return` or a call that answers 401 or 403, or closes a websocket. */
  readonly isDenial: (node: SyntaxNode) => boolean;
  /** Somewhere in a node. */
  readonly containsDenial: (node: SyntaxNode) => boolean;
  /** A `raise` that answers 400. */
  readonly isBadRequest: (node: SyntaxNode) => boolean;
  /** A helper that does nothing but refuse: the condition stands where it is called. */
  readonly onlyRefuses: (one: PythonFunction) => boolean;
  readonly denialsOf: (one: PythonFunction) => readonly SyntaxNode[];
}

export function readRefusals(program: Program): Refusals {
  const denials = readDenials(program);

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
    return descend(call).some((node) => {
      if (node.type !== "pair") return false;
      return (
        /["']status["']\s*:.*\b40[13]\b/u.test(textOf(node)) ||
        /websocket\.close/u.test(textOf(node))
      );
    });
  }

  function containsDenial(clause: SyntaxNode): boolean {
    return descend(clause).some(isDenial);
  }

  function isBadRequest(node: SyntaxNode): boolean {
    if (node.type !== "raise_statement") return false;
    const raised = namedChildren(node).find((child) => child.field !== "cause");
    return raised !== undefined && denials.isBadRequest(raised);
  }

  function denialsOf(one: PythonFunction): readonly SyntaxNode[] {
    return ownNodes(one.body).filter(isDenial);
  }

  return { isDenial, containsDenial, isBadRequest, onlyRefuses, denialsOf };
}
