import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { returnedExpressions } from "../function-body.ts";
import { secretNounOf } from "./secret-names.ts";

/** Where a value comes from. */
export type SecretSource =
  /** Written in the code, alone or as what is taken where the environment says nothing. */
  | { readonly kind: "literal" | "default"; readonly node: SyntaxNode; readonly text: string }
  /** The environment, settings, a file, or code of the user's. */
  | { readonly kind: "outside" }
  /** Random, made at run time. */
  | { readonly kind: "made" }
  | { readonly kind: "unknown" };

const unknown: SecretSource = { kind: "unknown" };
const outside: SecretSource = { kind: "outside" };
const deepest = 10;

/** Follows an expression through names, wrappers, defaults and functions to where its value comes from. */
export function sourceOf(program: Program, node: SyntaxNode, depth = 0): SecretSource {
  if (depth > deepest) return unknown;
  switch (node.type) {
    case "string":
    case "concatenated_string":
      return ofString(program, node, depth);
    case "await": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? unknown : sourceOf(program, inner, depth + 1);
    }
    case "binary_operator":
      return together(
        namedChildren(node).filter((one) => one.type !== "integer"),
        (one) => sourceOf(program, one, depth + 1),
      );
    case "boolean_operator":
      return either(namedChildren(node).map((one) => sourceOf(program, one, depth + 1)));
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      return either(
        [yes, no].flatMap((one) => (one === undefined ? [] : sourceOf(program, one, depth + 1))),
      );
    }
    case "subscript":
      return ofSubscript(node);
    case "call":
      return ofCall(program, node, depth);
    case "identifier":
    case "attribute":
      return ofName(program, node, depth);
    default:
      return unknown;
  }
}

function ofString(program: Program, node: SyntaxNode, depth: number): SecretSource {
  const parts = node.type === "string" ? [node] : namedChildren(node);
  const holes = parts
    .flatMap((one) => namedChildren(one))
    .filter((one) => one.type === "interpolation")
    .map((one) => childAt(one, "expression") ?? namedChildren(one)[0] ?? one);
  const text = parts
    .flatMap((one) => namedChildren(one))
    .map((one) => (one.type === "interpolation" ? "" : textOf(one)))
    .filter((one) => !/^(?:[bBrRuUfFtT]*(?:"""|'''|["']))$/u.test(one))
    .join("");
  if (holes.length === 0) return { kind: "literal", node, text };
  const source = together(holes, (one) => sourceOf(program, one, depth + 1));
  return source.kind === "literal" ? { kind: "literal", node, text: text + source.text } : source;
}

/** A value put together: a literal only where all parts are. */
function together(
  nodes: readonly SyntaxNode[],
  sourceOfPart: (node: SyntaxNode) => SecretSource,
): SecretSource {
  const parts = nodes.map(sourceOfPart);
  const [first] = parts;
  if (first !== undefined && parts.every((one) => one.kind === "literal")) return first;
  return parts.find((one) => one.kind !== "literal" && one.kind !== "unknown") ?? unknown;
}

/** One of several values: a literal among others is a default. */
function either(parts: readonly SecretSource[]): SecretSource {
  const literal = parts.find(
    (one) => (one.kind === "literal" || one.kind === "default") && one.text.trim() !== "",
  );
  if (literal === undefined || !("text" in literal)) {
    return parts.find((one) => one.kind !== "unknown" && one.kind !== "literal") ?? unknown;
  }
  return parts.length === 1 ? literal : { ...literal, kind: "default" };
}

function ofSubscript(node: SyntaxNode): SecretSource {
  const object = textOf(childAt(node, "value") ?? node);
  return /(?:^|\.)environ$|settings|config/iu.test(object) ? outside : unknown;
}

function ofName(program: Program, node: SyntaxNode, depth: number): SecretSource {
  const found = program.resolve(node);
  switch (found.kind) {
    case "value": {
      if (found.node === node) return unknown;
      if (found.node === found.annotation) return isSettings(textOf(node)) ? outside : unknown;
      if (found.through !== "assign") return unknown;
      const source = sourceOf(program, found.node, depth + 1);
      const isField = node.type === "attribute" && source.kind === "literal";
      return isField ? { ...source, kind: "default" } : source;
    }
    case "external":
    case "unbound":
      return found.name.startsWith("builtins.") || isSentByCaller(program, node, found.name)
        ? unknown
        : outside;
    case "parameter":
      return unknown;
    default:
      return isSettings(textOf(node)) ? outside : unknown;
  }
}

/** `form.password` of a parameter whose class is not shown and is none of settings. */
function isSentByCaller(program: Program, node: SyntaxNode, name: string): boolean {
  let root = node;
  while (root.type === "attribute") root = childAt(root, "object") as SyntaxNode;
  return (
    root !== node &&
    root.type === "identifier" &&
    textOf(root) !== "self" &&
    program.resolve(root).kind === "parameter" &&
    !isSettings(textOf(node)) &&
    !/settings|config|environment/iu.test(name)
  );
}

/** `settings.jwt_secret`, `self._config.key`, `get_settings().secret` */
function isSettings(text: string): boolean {
  return /(?:settings|config|conf|cfg|env|secrets)(?:\(\))?\.\w/iu.test(text);
}

/** Calls whose value is that of their argument. */
const wrappers =
  /^(?:SecretStr|SecretBytes|Secret|str|bytes|bytearray|b64decode|urlsafe_b64decode|b64encode|urlsafe_b64encode|fromhex|unhexlify|sha256|sha512|cast|PostgresDsn|RedisDsn|AnyUrl|MongoDsn|MultiHostUrl|make_url|URL|SHA256)$/u;
const wrappedMethods =
  /^(?:encode|decode|strip|lstrip|rstrip|lower|upper|get_secret_value|digest|hexdigest|unicode_string|replace|format|render_as_string|ljust|rjust|zfill)$/u;
const makers =
  /(?:^|\.)(?:secrets\.\w+|os\.urandom|urandom|token_urlsafe|token_hex|token_bytes|generate_key|generate_private_key|uuid4|uuid\.uuid4|randbytes|SystemRandom\w*)$/u;

function ofCall(program: Program, call: SyntaxNode, depth: number): SecretSource {
  const callee = childAt(call, "function");
  if (callee === undefined) return unknown;
  const environment = readEnvironment(call);
  if (environment !== null) {
    const { fallback } = environment;
    return fallback === null ? outside : asDefault(sourceOf(program, fallback, depth + 1));
  }
  const text = textOf(callee);
  const last = text.split(".").at(-1) ?? "";
  if (/^(?:Field|field)$/u.test(last)) return ofField(program, call, depth);
  if (makers.test(text)) return { kind: "made" };
  const first = positionalArguments(call)[0];
  if (wrappers.test(last) && first !== undefined) return sourceOf(program, first, depth + 1);
  const receiver = callee.type === "attribute" ? childAt(callee, "object") : undefined;
  const isLibrarys =
    receiver !== undefined && /^(?:jwt|jws|jose|json|base64|codecs)\b/u.test(textOf(receiver));
  if (receiver !== undefined && !isLibrarys && wrappedMethods.test(last)) {
    return sourceOf(program, receiver, depth + 1);
  }
  if (/^(?:read_text|read_bytes|read|readline)$/u.test(last)) return outside;
  const [one] = program.calleesAt(call);
  if (one?.kind === "function") {
    return either(returnedExpressions(one).map((next) => sourceOf(program, next, depth + 1)));
  }
  return unknown;
}

function asDefault(source: SecretSource): SecretSource {
  if (source.kind !== "literal") return source.kind === "unknown" ? outside : source;
  return source.text.trim() === "" ? outside : { ...source, kind: "default" };
}

/** `Field("x")`, `Field(default="x")`, `Field(default_factory=lambda: "x")`; without any: required. */
function ofField(program: Program, call: SyntaxNode, depth: number): SecretSource {
  const keywords = keywordArguments(call);
  const factory = keywords.get("default_factory");
  const value =
    keywords.get("default") ??
    (factory?.type === "lambda" ? childAt(factory, "body") : factory) ??
    positionalArguments(call)[0];
  if (value === undefined || value.type === "ellipsis" || value.type === "none") return unknown;
  return asDefault(sourceOf(program, value, depth + 1));
}

/** A call that reads the environment or a settings object by name: what it reads, and what else it gives. */
export function readEnvironment(
  call: SyntaxNode,
): { readonly name: string; readonly fallback: SyntaxNode | null } | null {
  const callee = childAt(call, "function");
  const [first, second] = positionalArguments(call);
  if (callee === undefined || first === undefined) return null;
  const name = /^["']([A-Za-z_]\w*)["']$/u.exec(textOf(first))?.[1];
  if (name === undefined) return null;
  const text = textOf(callee);
  const reads =
    /(?:^|\.)(?:getenv|environ\.get|environ\.pop)$/u.test(text) ||
    (/^[A-Z][A-Z\d_]*$/u.test(name) &&
      /(?:^|[._])(?:env|environ|config|conf|cfg|settings|secrets?|environment)(?:_\w+|\.(?:str|get|bool|url|__getitem__))?$|(?:^|[._])(?:get|require|required|must|read|load)_?(?:env|secret|setting|config)?(?:_\w+)?$/iu.test(
        text,
      ));
  if (!reads) return null;
  return { name, fallback: keywordArguments(call).get("default") ?? second ?? null };
}

/** Whether a name or an attribute of an expression says that it is a secret: `settings.api_key`. */
export function nounOfExpression(node: SyntaxNode): ReturnType<typeof secretNounOf> {
  switch (node.type) {
    case "identifier":
      return secretNounOf(textOf(node));
    case "attribute":
      return secretNounOf(textOf(childAt(node, "attribute") ?? node));
    case "call": {
      const callee = childAt(node, "function");
      if (
        callee?.type === "attribute" &&
        wrappedMethods.test(textOf(childAt(callee, "attribute") ?? callee))
      ) {
        return nounOfExpression(childAt(callee, "object") ?? callee);
      }
      return null;
    }
    case "subscript": {
      const key = /^["']([\w-]+)["']$/u.exec(textOf(childAt(node, "subscript") ?? node))?.[1];
      return key === undefined ? null : secretNounOf(key);
    }
    case "boolean_operator": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? null : nounOfExpression(inner);
    }
    default:
      return null;
  }
}
