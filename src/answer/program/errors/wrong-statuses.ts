import { childAt, descend, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import { caughtBy } from "./broad-excepts.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { statusOf, statusOfHttpException } from "./error-status.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/** What a client did, by the words of an error. */
const clientsFault =
  /\bnot found\b|\b(?:no such|unknown) \w+|\bdoes not exist\b|\balready (?:exists?|registered|taken|used|in use)\b|\b(?:invalid|incorrect|wrong|bad) (?:credentials|password|username|e-?mail|token|api key|input)\b|\b(?:unauthori[sz]ed|forbidden|permission denied|not authenticated)\b/iu;
const clientsFaultNames =
  /(?:NotFound|DoesNotExist|AlreadyExists|Duplicate|Conflict|Unauthori[sz]ed|Unauthenticated|Forbidden|PermissionDenied|InvalidCredentials|InvalidToken)/u;

/**
 * A failure of the client's that is answered as the server's: `HTTPException(500, "Order not
 * found")`, a class `OrderNotFound` with `status_code = 500`, or its handler with a 5xx or 2xx.
 */
export function findWrongStatuses(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  return [...ofRaises(program, reached), ...ofClasses(program), ...ofHandlers(program)];
}

function ofRaises(program: Program, reached: ReachedFunctions): readonly ErrorDefect[] {
  return [...reached.keys()].flatMap((fn) =>
    ownNodes(fn.body).flatMap((node): readonly ErrorDefect[] => {
      const [raised] = node.type === "raise_statement" ? namedChildren(node) : [];
      if (
        raised?.type !== "call" ||
        !/(?:^|\.)HTTPException$/u.test(textOf(childAt(raised, "function") ?? raised))
      ) {
        return [];
      }
      const status = statusOfHttpException(program, raised);
      const detail = keywordArguments(raised).get("detail") ?? positionalArguments(raised)[1];
      if (status === null || status < 500) return [];
      const caught = caughtFault(node);
      if (caught !== null) {
        const words = `\`${caught}\` is answered with ${status}`;
        return [{ kind: "wrong-status", module: fn.module, node, function: fn, words }];
      }
      if (detail?.type !== "string" || !clientsFault.test(textOf(detail))) return [];
      return [
        {
          kind: "wrong-status",
          module: fn.module,
          node,
          function: fn,
          words: `${textOf(detail)} is answered with ${status}`,
        },
      ];
    }),
  );
}

/** The client's fault that the `except` around a `raise` is for, and nothing else. */
function caughtFault(raise: SyntaxNode): string | null {
  const clause = enclosing(raise, "except_clause", "function_definition");
  if (clause?.type !== "except_clause") return null;
  const caught = caughtBy(clause);
  return caught.length > 0 && caught.every((one) => clientsFaultNames.test(textOf(one)))
    ? caught.map(textOf).join(", ")
    : null;
}

function ofClasses(program: Program): readonly ErrorDefect[] {
  return program.modules
    .filter((module) => module.role === "implementation")
    .flatMap((module) => module.classes)
    .filter((one) => clientsFaultNames.test(one.name))
    .flatMap((one) =>
      one.attributes.flatMap(({ name, value, node }): readonly ErrorDefect[] => {
        if (!/^(?:http_)?status(?:_code)?$/u.test(name) || value === null) return [];
        const status = statusOf(program, value);
        if (status === null || (status >= 300 && status < 500)) return [];
        return [
          {
            kind: "wrong-status",
            module: one.module,
            node,
            function: null,
            words: `\`${one.name}\` is answered with ${status}`,
          },
        ];
      }),
    );
}

function ofHandlers(program: Program): readonly ErrorDefect[] {
  return program.exceptionHandlers.flatMap((handler) => {
    if (!clientsFaultNames.test(textOf(handler.exception))) return [];
    return handler.targets.flatMap((target): readonly ErrorDefect[] => {
      if (target.kind !== "function") return [];
      const statuses = descend(target.body).flatMap((node) => {
        if (node.type !== "call") return [];
        const given = keywordArguments(node).get("status_code");
        const status = given === undefined ? null : statusOf(program, given);
        return status === null ? [] : [{ node, status }];
      });
      const wrong = statuses.find(({ status }) => status >= 500);
      return wrong === undefined || statuses.length > 1
        ? []
        : [
            {
              kind: "wrong-status",
              module: target.module,
              node: wrong.node,
              function: target,
              words: `\`${textOf(handler.exception)}\` is answered with ${wrong.status}`,
            },
          ];
    });
  });
}
