import { textOf } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { namesErrorStatus } from "./error-status.ts";
import { isDeclaration } from "./reached-from-endpoints.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/**
 * Logins that never refuse: on the way of a `POST /login` (or `/token`, `/signin`…) nothing is
 * raised, no error status is named and no function of the user's is called that could do so.
 */
export function findLoginsThatNeverRefuse(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  return program.endpoints.flatMap((endpoint): readonly ErrorDefect[] => {
    const { handler } = endpoint;
    if (handler === null || !isLogin(endpoint)) return [];
    const way = [...reached].filter(([, endpoints]) => endpoints.has(endpoint)).map(([fn]) => fn);
    if (way.some((fn) => isDeclaration(fn) || mayRefuse(program, fn.body))) return [];
    const words = "bad credentials are not refused with an error status";
    return [
      {
        kind: "wrong-status",
        module: handler.module,
        node: handler.node,
        function: handler,
        words,
      },
    ];
  });
}

function isLogin(endpoint: Endpoint): boolean {
  const path = endpoint.chains[0]?.path ?? endpoint.path;
  return (
    endpoint.methods.includes("POST") &&
    /(?:^|\/)(?:login|log-in|token|signin|sign-in|authenticate)\/?$/u.test(path)
  );
}

function mayRefuse(program: Program, body: Parameters<typeof textOf>[0]): boolean {
  for (const node of ownNodes(body)) {
    if (node.type === "raise_statement") return true;
    if (node.type === "return_statement" && namesErrorStatus(program, node)) return true;
    if (node.type !== "call") continue;
    const callees = program.calleesAt(node);
    const unseen = callees.some((one) => one.kind === "named" || one.kind === "unknown");
    if (
      unseen &&
      /auth|login|credential|verify|check/iu.test(textOf(node.children[0] ?? node)) &&
      !/(?:hasher|context|ctx|bcrypt|argon|hmac|secrets)\w*\.\w+$|verify_password$|compare_digest$|checkpw$/iu.test(
        textOf(node.children[0] ?? node),
      )
    ) {
      return true;
    }
  }
  return false;
}
