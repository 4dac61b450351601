import {
  childAt,
  keywordArguments,
  namedChildren,
  positionalArguments,
  returnedExpressions,
  textOf,
} from "../../answer/index.ts";
import type { Callee, Parameter, Program, PythonFunction, SyntaxNode } from "../../answer/index.ts";

/**
 * Where a value comes from, as far as trust goes:
 * - `raw`: sent by the caller and only read, split or converted;
 * - `checked`: the result of a look-up, a verification, a signed session, a verified token;
 * - `constant`: made up by the code;
 * - `other`: nothing that the caller has a hand in.
 */
export type Origin = "raw" | "checked" | "constant" | "other";

const deepest = 60;

/** What reads text without judging it. */
const converters =
  /(?:^|\.)(?:str|int|float|bool|bytes|len|dict|list|tuple|set|repr|isinstance|UUID|b64decode|urlsafe_b64decode|unquote|unquote_plus|loads|get_authorization_scheme_param|get_unverified_claims|get_unverified_header|get_unverified_headers|HTTPAuthorizationCredentials|HTTPBasicCredentials|SecretStr|cast|getattr|hasattr|match|fullmatch|search|re\.compile)$/u;
const textMethods =
  /^(?:get|split|rsplit|partition|rpartition|strip|lstrip|rstrip|lower|upper|casefold|title|decode|encode|removeprefix|removesuffix|replace|startswith|endswith|isdigit|isalnum|isascii|isspace|join|format|items|keys|values|pop|getlist|get_secret_value|model_dump|dict|hex|group|groups|json|form|body|index|find|count)$/u;
const sessionParts = /^(?:session|state|user|auth|app)$/u;

export interface CredentialValues {
  originOf(node: SyntaxNode): Origin;
  /** A call that decodes a token and does not look at its signature. */
  isUnverifiedDecode(call: SyntaxNode): boolean;
  /** A call that decodes a token and verifies it. */
  isVerifiedDecode(call: SyntaxNode): boolean;
  /** The callee only hands on what the caller sent: a scheme, or a function that reads a header. */
  onlyReads(callee: Callee): boolean;
  /** The result of a function of the answer depends on something it looks up, compares or verifies. */
  resultIsChecked(one: PythonFunction): boolean;
}

export function readCredentialValues(program: Program): CredentialValues {
  const origins = new Map<SyntaxNode, Origin>();
  const checkedResults = new Map<PythonFunction, boolean>();

  function originOf(node: SyntaxNode, depth = 0): Origin {
    const found = origins.get(node);
    if (found !== undefined) return found;
    if (depth > deepest) return "other";
    origins.set(node, "other");
    const origin = judge(node, depth);
    origins.set(node, origin);
    return origin;
  }

  function judge(node: SyntaxNode, depth: number): Origin {
    switch (node.type) {
      case "identifier":
        return originOfName(node, depth);
      case "attribute":
      case "subscript":
        return originOfPart(node, depth);
      case "call":
        return originOfCall(node, depth);
      case "comparison_operator":
        return isTellingComparison(node, depth) ? "checked" : "raw";
      case "await":
      case "not_operator":
      case "boolean_operator":
      case "binary_operator":
      case "unary_operator":
      case "list":
      case "tuple":
      case "set":
      case "dictionary":
      case "pair":
      case "list_splat":
      case "dictionary_splat":
      case "keyword_argument":
      case "generator_expression":
      case "list_comprehension":
      case "if_clause":
        return combine(
          node.type === "keyword_argument" ? namedChildren(node).slice(1) : namedChildren(node),
          depth,
        );
      case "conditional_expression": {
        const [yes, , no] = namedChildren(node);
        return combine(
          [yes, no].filter((one) => one !== undefined),
          depth,
        );
      }
      case "named_expression":
        return originOf(childAt(node, "value") ?? node, depth + 1);
      case "for_in_clause":
        return originOf(childAt(node, "right") ?? node, depth + 1);
      case "string":
      case "concatenated_string":
        return combine(
          namedChildren(node).filter((one) => one.type === "interpolation"),
          depth,
        );
      case "interpolation":
        return combine(namedChildren(node), depth);
      case "integer":
      case "float":
      case "true":
      case "false":
      case "none":
        return "constant";
      default:
        return "other";
    }
  }

  function combine(nodes: readonly SyntaxNode[], depth: number): Origin {
    const parts = nodes.map((one) => originOf(one, depth + 1));
    if (parts.includes("checked")) return "checked";
    if (parts.includes("raw")) return "raw";
    return parts.includes("other") ? "other" : "constant";
  }

  function originOfName(node: SyntaxNode, depth: number): Origin {
    const found = program.resolve(node);
    switch (found.kind) {
      case "parameter":
        return originOfParameter(found.function, found.parameter);
      case "value":
        if (found.node === node) return "other";
        if (found.through === "loop" || found.through === "except") {
          return originOf(found.node, depth + 1) === "raw" ? "raw" : "other";
        }
        return originOf(found.node, depth + 1);
      default:
        return "other";
    }
  }

  function originOfParameter(owner: PythonFunction, parameter: Parameter): Origin {
    const uses = program.dependenciesOf(owner).filter((use) => use.parameter === parameter);
    const callees = uses.flatMap((use) => use.callees);
    if (callees.length === 0) {
      return parameter.name === "self" || parameter.name === "cls" ? "other" : "raw";
    }
    return callees.every(onlyReads) ? "raw" : "checked";
  }

  function originOfPart(node: SyntaxNode, depth: number): Origin {
    const object = childAt(node, node.type === "subscript" ? "value" : "object");
    if (object === undefined) return "other";
    if (node.type === "attribute") {
      const name = textOf(childAt(node, "attribute") ?? node);
      if (isConnection(object) && sessionParts.test(name)) return "checked";
      const found = program.resolve(node);
      if (found.kind === "value" && found.node !== node && !isSelf(object)) {
        return originOf(found.node, depth + 1);
      }
      return originOf(object, depth + 1);
    }
    const origin = originOf(object, depth + 1);
    if (origin === "raw" || origin === "checked") return origin;
    const keys = namedChildren(node)
      .slice(1)
      .map((one) => originOf(one, depth + 1));
    // `USERS[token]` looks the token up.
    return keys.some((one) => one === "raw" || one === "checked") ? "checked" : origin;
  }

  /** A request or websocket, by its type or its usual name. */
  function isConnection(node: SyntaxNode): boolean {
    const found = program.resolve(node);
    if (found.kind !== "parameter") return false;
    const annotation =
      found.parameter.annotation === null ? "" : textOf(found.parameter.annotation);
    return (
      /\b(?:Request|WebSocket|HTTPConnection)\b/u.test(annotation) ||
      /^(?:request|req|websocket|ws|conn)$/u.test(found.parameter.name)
    );
  }

  function isSelf(node: SyntaxNode): boolean {
    return /^(?:self|cls)$/u.test(textOf(node));
  }

  function originOfCall(call: SyntaxNode, depth: number): Origin {
    const callee = childAt(call, "function");
    if (callee === undefined) return "other";
    const inputs = argumentsOf(call);
    if (isUnverifiedDecode(call)) return "raw";
    if (callee.type === "attribute") {
      const receiver = childAt(callee, "object") ?? callee;
      const method = textOf(childAt(callee, "attribute") ?? callee);
      if (isConnection(receiver)) return "raw";
      const origin = originOf(receiver, depth + 1);
      if (textMethods.test(method) && (origin === "raw" || origin === "constant")) {
        return origin === "raw" ? "raw" : combine(inputs, depth);
      }
      if (textMethods.test(method) && origin === "checked") return "checked";
    }
    if (converters.test(textOf(callee)) || textOf(callee).startsWith("super().")) {
      return combine(inputs, depth);
    }
    const callees = program.calleesAt(call);
    if (callees.length > 0 && callees.every(onlyReads)) return "raw";
    const [first] = callees;
    if (first?.kind === "function") {
      return resultIsChecked(first) ? "checked" : combine(inputs, depth);
    }
    if (first?.kind === "class" || /^[A-Z]\w*$/u.test(textOf(callee).split(".").at(-1) ?? "")) {
      // `User(id=…)` is worth what it is made of.
      return combine(inputs, depth);
    }
    const given = inputs.map((one) => originOf(one, depth + 1));
    if (given.some((one) => one === "raw" || one === "checked")) return "checked";
    return inputs.length === 0 || given.includes("other") ? "other" : "constant";
  }

  /** A comparison that tells something: not of a scheme's word, a length or a path. */
  function isTellingComparison(node: SyntaxNode, depth: number): boolean {
    const sides = namedChildren(node);
    const text = textOf(node);
    if (sides.some((one) => one.type === "none") || /\blen\(/u.test(text)) {
      return sides.some((one) => one.type !== "none" && originOf(one, depth + 1) === "checked");
    }
    if (sides.some((one) => isSchemeWord(one) || isEmptyString(one))) return false;
    if (/\.(?:method|url|path|scheme)\b|\[["'](?:type|path|method)["']\]/u.test(text)) return false;
    const given = sides.map((one) => originOf(one, depth + 1));
    // `"Authorization" in request.headers` is a question of presence.
    if (/^["']/u.test(text) && given[1] === "raw" && /\bin\b/u.test(text)) return false;
    return given.includes("raw") || given.includes("checked");
  }

  function isVerifiedDecode(call: SyntaxNode): boolean {
    const name = textOf(childAt(call, "function") ?? call);
    if (
      /(?:^|\.)(?:verify_id_token|verify_oauth2_token|verify_token|verify_session|verify_firebase_token|verify_access_token)$/u.test(
        name,
      )
    ) {
      return program.calleesAt(call).every((one) => one.kind !== "function");
    }
    return isTokenDecode(call) && !isUnverifiedDecode(call);
  }

  function isUnverifiedDecode(call: SyntaxNode): boolean {
    const callee = textOf(childAt(call, "function") ?? call);
    if (
      /get_unverified_claims|unverified_claims|decode_unverified|without_verification/u.test(callee)
    ) {
      return true;
    }
    // The payload of a token, taken out by hand.
    if (callee.endsWith("b64decode") && /split\(["']\.["']\)|payload/u.test(textOf(call))) {
      return true;
    }
    if (!isTokenDecode(call)) return false;
    const options = keywordArguments(call);
    const written = argumentsOf(call).map(optionText).join(" ");
    return (
      /["']?verify_signature["']?\s*[:=]\s*False/u.test(written) ||
      options.get("verify")?.type === "false" ||
      options.get("verify_signature")?.type === "false"
    );
  }

  function optionText(node: SyntaxNode): string {
    const found = node.type === "identifier" ? program.resolve(node) : null;
    return textOf(found?.kind === "value" ? found.node : node);
  }

  /** `jwt.decode(token, …)`, of PyJWT, python-jose, authlib or joserfc. */
  function isTokenDecode(call: SyntaxNode): boolean {
    const callee = childAt(call, "function");
    if (callee === undefined) return false;
    const found = program.resolve(callee);
    const name = "name" in found ? (found.name ?? "") : textOf(callee);
    return (
      /(?:^|\.)(?:jwt|jws|jose|JsonWebToken|PyJWT|pyjwt)(?:\.\w+)*\.(?:decode|verify|decode_complete)$/iu.test(
        name,
      ) ||
      /(?:^|\.)(?:jwt|jws|pyjwt|JWT|jose_jwt)\.(?:decode|decode_complete)$/u.test(textOf(callee)) ||
      name.endsWith("Serializer.loads")
    );
  }

  function onlyReads(callee: Callee): boolean {
    switch (callee.kind) {
      case "named":
        return isSchemeName(callee.name);
      case "function":
        return !resultIsChecked(callee);
      default:
        return false;
    }
  }

  function resultIsChecked(one: PythonFunction): boolean {
    const known = checkedResults.get(one);
    if (known !== undefined) return known;
    checkedResults.set(one, false);
    const isStub =
      returnedExpressions(one).length === 0 &&
      !one.body.children.some(
        (node) => node.type !== "expression_statement" && node.type !== "pass_statement",
      );
    const result = isStub || dependsOnCheck(one);
    checkedResults.set(one, result);
    return result;
  }

  /** What it returns, or whether it returns it, hangs on a look-up, a comparison or a verification. */
  function dependsOnCheck(one: PythonFunction): boolean {
    const nodes = [...ownNodesOf(one)];
    if (nodes.some((node) => node.type === "call" && isVerifiedDecode(node))) return true;
    if (nodes.some((node) => node.type === "call" && isUnverifiedDecode(node))) return false;
    const conditions = nodes.flatMap((node) => childAt(node, "condition") ?? []);
    const yielded = nodes
      .filter((node) => node.type === "return_statement" || node.type === "yield")
      .flatMap(namedChildren);
    return [...conditions, ...yielded].some((node) => originOf(node) === "checked");
  }

  return {
    originOf: (node) => originOf(node),
    isUnverifiedDecode,
    isVerifiedDecode,
    onlyReads,
    resultIsChecked,
  };
}

function* ownNodesOf(one: PythonFunction): Generator<SyntaxNode> {
  const stack = [...one.body.children];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "function_definition" || node.type === "class_definition") continue;
    yield node;
    stack.push(...node.children);
  }
}

function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  return [...positionalArguments(call), ...keywordArguments(call).values()];
}

/** FastAPI's own schemes, and names that say no more than that: `oauth2_scheme`, `get_bearer_token`. */
export function isSchemeName(name: string): boolean {
  if (/^fastapi\.(?:security|openapi)\b/u.test(name)) return true;
  const last = name.split(".").at(-1) ?? "";
  return /(?:^|_)(?:oauth2?|bearer|security|basic|http_bearer|api_?key)_?(?:scheme|header|cookie|query)$|^(?:oauth2?|oauth2_?(?:scheme|bearer)|(?:reusable_)?oauth2|security|bearer|http_bearer|http_basic|token_auth_scheme|(?:get_)?(?:bearer_)?token|get_token|extract_token|get_bearer_token)$|_scheme$/iu.test(
    last,
  );
}

/** A scheme called by hand or passed on: `Bearer`, `Basic`. */
function isSchemeWord(node: SyntaxNode): boolean {
  return (
    node.type === "string" &&
    /^["'](?:bearer|basic|token|jwt|digest|api-?key|http|https|websocket)\s*["']$/iu.test(
      textOf(node),
    )
  );
}

function isEmptyString(node: SyntaxNode): boolean {
  return node.type === "string" && textOf(node).length === 2;
}
