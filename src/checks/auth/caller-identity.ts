import { childAt, returnedExpressions, textOf } from "../../answer/index.ts";
import type { Callee, Program, PythonFunction, SyntaxNode } from "../../answer/index.ts";
import type { Root } from "./credential-roots.ts";
import { isSchemeName } from "./credential-values.ts";
import type { CredentialValues } from "./credential-values.ts";
import { isInfrastructureName } from "./trusted-name.ts";

/** Words of a parameter that is a credential. */
export const credentialWord =
  /token|api_?key|secret|signature|auth|credential|password|x_key|jwt|session|otp/iu;

/**
 * Tells whether a parameter, as it is used, says who calls: a credential, or a caller whom
 * another dependency has established. A session or a path parameter does not.
 */
export function readCallerIdentity(
  program: Program,
  values: CredentialValues,
  authenticates: (callee: Callee) => boolean,
): (root: Root, owner: PythonFunction) => boolean {
  /** Whether a parameter, as it is used, says who calls. */
  function saysWhoCalls(root: Root, owner: PythonFunction): boolean {
    const { parameter, words } = root;
    if (parameter.name === "self" || parameter.name === "cls") return false;
    const uses = program.dependenciesOf(owner).filter((use) => use.parameter === parameter);
    if (uses.length > 0) {
      return uses.some((use) => use.callees.some((one) => identifies(one, root)));
    }
    const written = textOf(parameter.node);
    if (
      /\b(?:Request|WebSocket|HTTPConnection|Scope)\b/u.test(written) ||
      /^(?:request|req|websocket|ws|conn|scope)$/u.test(parameter.name)
    ) {
      return (
        !root.partly ||
        /headers|cookies|session|query_params|state|user|auth|client|receive|\[/u.test(words)
      );
    }
    if (/\b(?:Header|Cookie)\(/u.test(written)) {
      return (
        credentialWord.test(written) ||
        !/idempotency|request_id|user_agent|if_|accept|content|host|origin|version|language/iu.test(
          written,
        )
      );
    }
    return credentialWord.test(words);
  }

  function identifies(callee: Callee, root: Root): boolean {
    switch (callee.kind) {
      case "named":
        return (
          !isInfrastructureName(callee.name) ||
          isSchemeName(callee.name) ||
          /^fastapi\.security\.(?!OAuth2\w*Form)/u.test(callee.name)
        );
      case "function":
        if (authenticates(callee)) return true;
        if (!readsCredential(callee)) return false;
        if (values.resultIsChecked(callee)) return true;
        return (
          handsOnCredential(callee) &&
          (!root.partly || /\.(?:credentials|username|password|scheme)$/u.test(root.words))
        );
      case "class":
        return authenticates(callee);
      default:
        return false;
    }
  }

  /** It, or what it depends on, reads a scheme, a header or a cookie. */
  function readsCredential(one: PythonFunction, depth = 0): boolean {
    if (depth > 8) return false;
    if (
      /\b(?:Header|Cookie)\(|\b(?:Request|WebSocket|HTTPConnection)\b/u.test(
        one.parameters.map((parameter) => textOf(parameter.node)).join(" "),
      )
    ) {
      return true;
    }
    return program
      .dependenciesOf(one)
      .some((use) =>
        use.callees.some((callee) =>
          callee.kind === "named"
            ? isSchemeName(callee.name)
            : callee.kind === "function" && readsCredential(callee, depth + 1),
        ),
      );
  }

  /** It gives the credential itself to its caller, not an object made up from it. */
  function handsOnCredential(one: PythonFunction): boolean {
    return !returnedExpressions(one).some((returned) => {
      const found = returned.type === "identifier" ? program.resolve(returned) : null;
      return isMadeUp(found?.kind === "value" ? found.node : returned);
    });
  }

  return saysWhoCalls;
}

/** `User(…)`, a dictionary. */
function isMadeUp(node: SyntaxNode): boolean {
  if (node.type === "dictionary") return true;
  const callee = node.type === "call" ? childAt(node, "function") : undefined;
  return callee !== undefined && /(?:^|\.)[A-Z]\w*$/u.test(textOf(callee));
}
