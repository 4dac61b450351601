import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { argumentAt, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { SecretNoun } from "./secret-names.ts";

/** Where functions of libraries take a key or a password by position. */
const sinks: Readonly<
  Record<
    string,
    {
      readonly at: number;
      readonly keyword: string;
      readonly noun: SecretNoun;
      readonly of?: RegExp;
    }
  >
> = {
  encode: { at: 1, keyword: "key", noun: "key", of: /jwt|jws|jose/iu },
  decode: { at: 1, keyword: "key", noun: "key", of: /jwt|jws|jose/iu },
  new: { at: 0, keyword: "key", noun: "key", of: /(?:^|\.)hmac$/iu },
  digest: { at: 0, keyword: "key", noun: "key", of: /(?:^|\.)hmac$/iu },
  HMAC: { at: 0, keyword: "key", noun: "key" },
  Fernet: { at: 0, keyword: "key", noun: "key" },
  AESGCM: { at: 0, keyword: "key", noun: "key" },
  ChaCha20Poly1305: { at: 0, keyword: "key", noun: "key" },
  URLSafeTimedSerializer: { at: 0, keyword: "secret_key", noun: "key" },
  URLSafeSerializer: { at: 0, keyword: "secret_key", noun: "key" },
  TimedSerializer: { at: 0, keyword: "secret_key", noun: "key" },
  TimedJSONWebSignatureSerializer: { at: 0, keyword: "secret_key", noun: "key" },
  TimestampSigner: { at: 0, keyword: "secret_key", noun: "key" },
  Signer: { at: 0, keyword: "secret_key", noun: "key" },
  construct_event: { at: 2, keyword: "secret", noun: "secret" },
  HTTPBasicAuth: { at: 1, keyword: "password", noun: "password" },
  BasicAuth: { at: 1, keyword: "password", noun: "password" },
  DigestAuth: { at: 1, keyword: "password", noun: "password" },
  login: {
    at: 1,
    keyword: "password",
    noun: "password",
    of: /smtp|mail|^server$|^(?:imap|ftp)\w*$/iu,
  },
};

/** The key that a call is given by its place, where the call is one that takes a key. */
export function sinkOf(
  program: Program,
  call: LocatedCall,
): { readonly value: SyntaxNode; readonly noun: SecretNoun } | null {
  const sink = Object.hasOwn(sinks, call.name) ? sinks[call.name] : undefined;
  if (sink === undefined) return null;
  if (sink.of !== undefined && (call.receiver === null || !isOf(program, call.receiver, sink.of))) {
    return null;
  }
  const value = argumentAt(call.node, sink.keyword, sink.at);
  return value === undefined ? null : { value, noun: sink.noun };
}

function isOf(program: Program, receiver: SyntaxNode, wanted: RegExp): boolean {
  if (wanted.test(textOf(receiver))) return true;
  const found = program.resolve(receiver);
  return (found.kind === "external" || found.kind === "unbound") && wanted.test(found.name);
}

/** Both sides of `hmac.compare_digest(a, b)`. */
export function comparedBy(call: LocatedCall): readonly SyntaxNode[] {
  return call.name === "compare_digest" ? positionalArguments(call.node).slice(0, 2) : [];
}

/** `auth=("user", "password")` */
export function passwordOfPair(value: SyntaxNode): SyntaxNode | null {
  if (value.type !== "tuple") return null;
  return value.children.filter((one) => one.named)[1] ?? null;
}

/** The keyword argument, and the call, in whose value a node stands; nearest first. */
export function* argumentsAround(
  node: SyntaxNode,
): Generator<{ readonly keyword: string | null; readonly callee: string }> {
  let keyword: string | null = null;
  for (let above = node.parent; above !== null; above = above.parent) {
    if (above.type === "keyword_argument") keyword = textOf(childAt(above, "name") ?? above);
    else if (above.type === "call") {
      yield { keyword, callee: textOf(childAt(above, "function") ?? above) };
      keyword = null;
    } else if (/_statement$|_definition$|^block$/u.test(above.type)) return;
  }
}
