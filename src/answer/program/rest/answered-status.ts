import type { Endpoint, Program } from "../build-program.ts";
import { optionOf, valueOf } from "../endpoints/call-option.ts";
import { ownNodes } from "../function-body.ts";
import { calledFunctions } from "../reachable-functions.ts";
import { readStatusCode } from "../status-code.ts";

/** The status with which an endpoint answers when all goes well. */
export interface AnsweredStatus {
  /** By the route; null: it is given, but cannot be told. */
  readonly ofRoute: number | null;
  /** Statuses that the handler, or what it calls, gives to a response itself. */
  readonly ofBody: ReadonlySet<number>;
}

export function readAnsweredStatus(program: Program, endpoint: Endpoint): AnsweredStatus {
  const option = optionOf(program, endpoint.node, "status_code");
  const ofRoute =
    option.kind === "none"
      ? 200
      : option.kind === "hidden"
        ? null
        : readStatusCode(valueOf(program, option.value));
  const ofBody = new Set<number>();
  const { handler } = endpoint;
  for (const one of handler === null ? [] : calledFunctions(program, handler)) {
    if (
      !/\b2\d\d\b|HTTP_2|HTTPStatus|codes\./u.test(
        one.body.source.slice(one.body.start, one.body.end),
      )
    ) {
      continue;
    }
    for (const node of ownNodes(one.body)) {
      const status = readStatusCode(node);
      if (status === null || status >= 300 || status < 200) continue;
      if (node.parent?.type !== "comparison_operator") ofBody.add(status);
    }
  }
  return { ofRoute, ofBody };
}
