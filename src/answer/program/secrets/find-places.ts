import { childAt, descend, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { Parameter, PythonClass, PythonModule } from "../types.ts";
import { nounOfExpression, readEnvironment } from "./secret-source.ts";
import { isSeed } from "./is-seed.ts";
import { secretNounOf } from "./secret-names.ts";
import type { SecretPlace } from "./secret-place.ts";
import { comparedBy, passwordOfPair, sinkOf } from "./secret-sinks.ts";
import { passwordInUrl } from "./url-password.ts";

type Found = Omit<SecretPlace, "module">;

/** The places of a module where its names, keywords and operators say that a secret belongs. */
export function placesOfModule(program: Program, module: PythonModule): readonly SecretPlace[] {
  const enums = new Set(module.classes.filter(isEnum).map((one) => one.body));
  const settings = new Set(
    module.classes.filter((one) => isSettings(program, one)).map((one) => one.body),
  );
  const found: Found[] = [];
  for (const node of descend(module.root, (one) => !enums.has(one))) {
    if (node.type === "assignment") found.push(...ofAssignment(node, settings));
    const place = placeAt(node);
    if (place !== null) found.push(place);
  }
  return found.map((one) => ({ ...one, module }));
}

function placeAt(node: SyntaxNode): Found | null {
  switch (node.type) {
    case "keyword_argument":
      return named(node, childAt(node, "name"), childAt(node, "value"), "argument");
    case "default_parameter":
    case "typed_default_parameter":
      return named(node, childAt(node, "name"), childAt(node, "value"), "argument");
    case "pair":
      return ofEntry(node);
    case "comparison_operator":
      return ofComparison(node);
    case "string": {
      const value = passwordInUrl(node);
      return value === null ? null : { name: "URL", noun: "password", value, how: "url", node };
    }
    default:
      return null;
  }
}

function named(
  node: SyntaxNode,
  name: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
  how: Found["how"],
): Found | null {
  if (name === undefined || value === undefined) return null;
  const text = textOf(name);
  if (text === "auth" && how === "argument") {
    const password = passwordOfPair(value);
    return password === null ? null : { name: text, noun: "password", value: password, how, node };
  }
  const noun = secretNounOf(text) ?? (how === "argument" ? nounOfKey(node, text) : null);
  return noun === null ? null : { name: text, noun, value, how, node };
}

/** `ApiKeyMiddleware(app, key="…")`, `add_middleware(TokenAuth, secret="…")`: what is called says whose key it is. */
function nounOfKey(node: SyntaxNode, name: string): "key" | null {
  const call = node.type === "keyword_argument" ? node.parent?.parent : null;
  if (call?.type !== "call" || !/^(?:key|keys|expected|value)$/u.test(name)) return null;
  const callee = textOf(childAt(call, "function") ?? call);
  const first = callee.endsWith("add_middleware") ? positionalArguments(call)[0] : undefined;
  return /(?:api_?key|auth|secret|token|signature|hmac)\w*$/iu.test(
    first === undefined ? callee : textOf(first),
  ) && /^(?:[\w.]*\.)?(?:[A-Z]\w*|add_middleware)$/u.test(callee)
    ? "key"
    : null;
}

/** `KEY = value`, and each of `KEY, SECRET = first, second`. */
function ofAssignment(node: SyntaxNode, settings: ReadonlySet<SyntaxNode>): readonly Found[] {
  const [left, right] = [childAt(node, "left"), childAt(node, "right")];
  if (left === undefined) return [];
  if (/^(?:pattern_list|tuple_pattern)$/u.test(left.type)) {
    const values = right === undefined ? [] : namedChildren(right);
    const targets = namedChildren(left);
    if (targets.length !== values.length) return [];
    return targets.flatMap((one, at) => ofTarget(node, one, values[at] ?? null, false) ?? []);
  }
  const block = node.parent?.parent ?? null;
  return [ofTarget(node, left, right ?? null, block !== null && settings.has(block)) ?? []].flat();
}

function ofTarget(
  node: SyntaxNode,
  target: SyntaxNode,
  value: SyntaxNode | null,
  isField: boolean,
): Found | null {
  const name = targetName(target);
  const annotation = childAt(node, "type");
  // What is called a URL is judged as one.
  const isTyped =
    isField &&
    annotation !== undefined &&
    /\bSecret(?:Str|Bytes)?\b/u.test(textOf(annotation)) &&
    !/url|uri|dsn/iu.test(name);
  const noun = secretNounOf(name) ?? (isTyped ? "secret" : null);
  if (noun === null) return value === null ? null : ofCollection(node, name, value);
  if (isField) return { name, noun, value, how: "field", node };
  return value === null ? null : { name, noun, value, how: "name", node };
}

/** `API_KEYS = {"…": "billing"}`, `VALID_TOKENS = ["…"]`: the first is taken for all. */
function ofCollection(node: SyntaxNode, name: string, value: SyntaxNode): Found | null {
  const noun = /(?:key|token|secret)s$/iu.test(name) ? secretNounOf(name.slice(0, -1)) : null;
  if (noun === null || !/^(?:list|set|tuple|dictionary)$/u.test(value.type)) return null;
  const first = namedChildren(value)[0];
  if (first === undefined) return null;
  if (first.type !== "pair") return { name, noun, value: first, how: "entry", node };
  const [key, content] = [childAt(first, "key"), childAt(first, "value")];
  const isWritten =
    content !== undefined && /^(?:string|dictionary|list|integer|set|tuple)$/u.test(content.type);
  const one = isWritten ? key : content;
  return one === undefined ? null : { name, noun, value: one, how: "entry", node };
}

/** `x`, `self.x`, `config["x"]` */
function targetName(left: SyntaxNode): string {
  if (left.type === "identifier") return textOf(left);
  if (left.type === "attribute") return textOf(childAt(left, "attribute") ?? left);
  if (left.type !== "subscript") return "";
  return /^["']([\w-]+)["']$/u.exec(textOf(childAt(left, "subscript") ?? left))?.[1] ?? "";
}

function ofEntry(node: SyntaxNode): Found | null {
  const [key, value] = [childAt(node, "key"), childAt(node, "value")];
  if (key === undefined || value === undefined || key.type !== "string") return null;
  const name = textOf(key).replaceAll(/^["']|["']$/gu, "");
  if (/^authorization$/iu.test(name)) {
    return /^f?["'](?:Bearer|Token|Basic|ApiKey) \S/u.test(textOf(value))
      ? { name, noun: "token", value, how: "entry", node }
      : null;
  }
  const noun = secretNounOf(name);
  return noun === null ? null : { name, noun, value, how: "entry", node };
}

/** `token != "…"`: the other side says what the text is. */
function ofComparison(node: SyntaxNode): Found | null {
  const sides = namedChildren(node);
  const operator = node.children.find((one) => !one.named)?.type;
  if (sides.length !== 2 || (operator !== "==" && operator !== "!=")) return null;
  return ofSides(sides, node);
}

function ofSides(sides: readonly SyntaxNode[], node: SyntaxNode): Found | null {
  for (const [at, side] of sides.entries()) {
    const other = sides[1 - at];
    const noun = nounOfExpression(side) ?? nounOfHeader(side, node);
    if (noun === null || other === undefined) continue;
    const name = textOf(side);
    // Of two names the one that the code owns is told by its source.
    const value =
      nounOfExpression(other) === null && other.type === "string" ? other : at === 0 ? other : side;
    return { name, noun, value, how: "comparison", node };
  }
  return null;
}

/** `compare_digest(given, "…")`: nothing but a secret is compared so. */
function ofDigest(call: LocatedCall): Found | null {
  if (call.name !== "compare_digest") return null;
  const value = comparedBy(call).find(isText);
  return value === undefined
    ? null
    : { name: "what is compared", noun: "key", value, how: "comparison", node: call.node };
}

/** `x_key` of a parameter `x_key: str = Header()`: what a caller proves itself with. */
function nounOfHeader(side: SyntaxNode, node: SyntaxNode): "key" | null {
  if (side.type !== "identifier" || !/(?:key|secret|token)$/iu.test(textOf(side))) return null;
  const owner = enclosing(node, "function_definition");
  const parameters = owner === undefined ? undefined : childAt(owner, "parameters");
  const own = parameters?.children.find(
    (one) => one.named && textOf(one).startsWith(`${textOf(side)}:`),
  );
  return own !== undefined && /\b(?:Header|Cookie)\(/u.test(textOf(own)) ? "key" : null;
}

/** The places of a call: sinks of libraries, texts for parameters named so, the environment. */
export function placesOfCall(program: Program, call: LocatedCall): readonly SecretPlace[] {
  const { node, module } = call;
  const found: Found[] = [];
  const sink = sinkOf(program, call);
  if (sink !== null) {
    found.push({ name: textOf(childAt(node, "function") ?? node), ...sink, how: "sink", node });
  }
  const compared = ofSides(comparedBy(call), node) ?? ofDigest(call);
  if (compared !== null) found.push(compared);
  const environment = readEnvironment(node);
  const noun = environment === null ? null : secretNounOf(environment.name);
  if (environment !== null && noun !== null) {
    found.push({ name: environment.name, noun, value: node, how: "environment", node });
  }
  const given = positionalArguments(node);
  found.push(...ofEnvironmentSet(call, given), ...ofSeed(call, given));
  if (sink === null && environment === null && given.some(isText)) {
    const parameters = parametersOf(program, call);
    for (const [at, value] of given.entries()) {
      const name = parameters[at]?.name ?? "";
      const own = isText(value) ? secretNounOf(name) : null;
      if (own !== null) found.push({ name, noun: own, value, how: "argument", node: value });
    }
  }
  for (const value of sink === null && environment === null ? given : []) {
    const own = ofSettings.test(textOf(value)) ? nounOfExpression(value) : null;
    if (own !== null) {
      found.push({ name: textOf(value), noun: own, value, how: "argument", node: value });
    }
  }
  return found.map((one) => ({ ...one, module }));
}

/** `settings.acme_api_key`, given to whatever: a secret of the implementation's own. */
const ofSettings = /^(?:\w+\.)*_?(?:settings|config|get_settings\(\)|get_config\(\))\.\w+$/u;

/** `os.environ.setdefault("JWT_SECRET", "…")` */
function ofEnvironmentSet(
  { name: method, receiver, node }: LocatedCall,
  [key, value]: readonly SyntaxNode[],
): readonly Found[] {
  if (method !== "setdefault" || receiver === null || key === undefined) return [];
  if (value === undefined || !textOf(receiver).endsWith("environ")) return [];
  const name = textOf(key).replaceAll(/["']/gu, "");
  const noun = secretNounOf(name);
  return noun === null ? [] : [{ name, noun, value, how: "argument", node }];
}

/** `hashed_password=hash_password("admin123")` */
function ofSeed({ name, node }: LocatedCall, [value]: readonly SyntaxNode[]): readonly Found[] {
  if (value === undefined || !/hash/iu.test(name) || !isSeed(node)) return [];
  const text =
    value.type === "call" ? childAt(childAt(value, "function") ?? value, "object") : value;
  return text !== undefined && isText(text)
    ? [{ name: "password", noun: "password", value: text, how: "argument", node }]
    : [];
}

function isText(node: SyntaxNode): boolean {
  return node.type === "string" || node.type === "concatenated_string";
}

/** The parameters to which the positional arguments of a call go, of functions that the answer shows. */
function parametersOf(program: Program, call: LocatedCall): readonly Parameter[] {
  const [callee] = program.calleesAt(call.node);
  const one = callee?.kind === "class" ? program.resolveMethod(callee, "__init__") : callee;
  if (one?.kind !== "function") return [];
  const bound =
    one.ownerClass !== null && !one.decorators.some((node) => textOf(node) === "staticmethod");
  return bound ? one.parameters.slice(1) : one.parameters;
}

function isEnum(one: PythonClass): boolean {
  return one.bases.some((base) => /(?:Enum|Flag)$/u.test(textOf(base)));
}

/** A class of settings: pydantic's, or one that is called so. */
function isSettings(program: Program, one: PythonClass, depth = 0): boolean {
  if (one.name === "Config") return false;
  if (/(?:Settings|Config|Configuration|Environment)$/u.test(one.name)) return true;
  return one.bases.some((base) => {
    if (textOf(base).endsWith("Settings")) return true;
    const found = depth > 8 ? null : program.resolve(base);
    return found?.kind === "class" && isSettings(program, found, depth + 1);
  });
}
