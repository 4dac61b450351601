import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import type { PythonClass, PythonFunction } from "../types.ts";
import { passwordWorkOf } from "./password-names.ts";

/** What a call does with the values that it is given, as far as passwords go. */
export interface PasswordCall {
  readonly work:
    /** bcrypt, Argon2, scrypt or PBKDF2, or code of the user's that says so by its name. */
    | "hash"
    | "verify"
    /** A fast hash, an encoding or a reversible encryption. */
    | "weak"
    /** Hands its argument on as it is. */
    | "same"
    | "other";
  /** Top-level package of a library that hashes; null for all else. */
  readonly library: string | null;
  readonly inputs: readonly SyntaxNode[];
  /** The function or class of the answer that runs. */
  readonly own: PythonFunction | PythonClass | null;
}

const known = new WeakMap<SyntaxNode, PasswordCall>();

export function passwordCall(program: Program, call: SyntaxNode): PasswordCall {
  const cached = known.get(call);
  if (cached !== undefined) return cached;
  const read = readCall(program, call);
  known.set(call, read);
  return read;
}

/** Functions that run another one, with the place of that among their arguments. */
const runners: Readonly<Record<string, number>> = {
  run_in_threadpool: 0,
  to_thread: 0,
  run_sync: 0,
  submit: 0,
  partial: 0,
  map: 0,
  run_in_executor: 1,
};

const strong =
  /^(?:argon2\b.*\.(?:hash\w*|verify\w*)|bcrypt\.(?:hashpw|checkpw|kdf)|passlib\b.*\.(?:hash|encrypt|verify\w*)|pwdlib\b.*\.(?:hash|verify\w*)|hashlib\.(?:scrypt|pbkdf2_hmac)|scrypt\.\w+|nacl\.pwhash\b.*|werkzeug\.security\.\w+|django\.contrib\.auth\.hashers\.\w+|flask_bcrypt\b.*|Crypto(?:dome)?\.Protocol\.KDF\.\w+|cryptography\..*\.(?:Scrypt|PBKDF2HMAC|Argon2id)\.\w+|fastapi_users\b.*\.(?:hash|verify_and_update))$/u;
const passlibWeak =
  /^passlib\b.*\b(?:md5_crypt|sha1_crypt|sha256_crypt|sha512_crypt|plaintext|hex_\w+|ldap_\w+|des_crypt|nthash|lmhash|mysql\w+|oracle\w+|apr_md5_crypt)\b/u;
const weak =
  /^(?:hashlib\.(?:md5|sha1|sha224|sha256|sha384|sha512|sha3_\d+|shake_\d+|blake2[bs]|new|file_digest)|hmac\.(?:new|digest|HMAC)|zlib\.(?:crc32|adler32)|base64\.\w*encode\w*|binascii\.\w+|builtins\.hash|cryptography\.fernet\.\w*Fernet\.encrypt|Crypto(?:dome)?\.Hash\.\w+\.new|crypt\.crypt)$/u;
const verifying = /verify|check|compare/iu;
const same =
  /^(?:str|bytes|SecretStr|cast|normalize|encode|decode|strip|lstrip|rstrip|get_secret_value|lower|upper|casefold|format|join|deepcopy|copy|unquote|unquote_plus)$/u;

function readCall(program: Program, call: SyntaxNode): PasswordCall {
  let callee = childAt(call, "function");
  let inputs: readonly SyntaxNode[] = [
    ...positionalArguments(call),
    ...keywordArguments(call).values(),
  ];
  const runner = callee === undefined ? undefined : runners[lastName(callee)];
  if (runner !== undefined && Object.hasOwn(runners, lastName(callee as SyntaxNode))) {
    const run = positionalArguments(call)[runner];
    if (run?.type === "identifier" || run?.type === "attribute") {
      callee = run;
      inputs = inputs.filter((one) => one !== run);
    }
  }
  if (callee === undefined) return { work: "other", library: null, inputs, own: null };
  const last = lastName(callee);
  const found = program.resolve(callee);
  if (found.kind === "function" || found.kind === "class") {
    return { work: "other", library: null, inputs, own: found };
  }
  const name = nameOf(program, callee, found);
  if (passlibWeak.test(name) || weak.test(name)) {
    return { work: "weak", library: null, inputs, own: null };
  }
  if (strong.test(name)) {
    const library = name.split(".")[0] ?? null;
    return { work: verifying.test(last) ? "verify" : "hash", library, inputs, own: null };
  }
  const receiver = callee.type === "attribute" ? childAt(callee, "object") : undefined;
  if (same.test(last)) {
    const own =
      receiver !== undefined &&
      !/^(?:unicodedata|typing|copy|urllib\.parse)$/u.test(textOf(receiver));
    return { work: "same", library: null, inputs: own ? [receiver, ...inputs] : inputs, own: null };
  }
  const byName = passwordWorkOf(last) ?? methodOfHasher(last, receiver, name);
  return { work: byName ?? "other", library: null, inputs, own: null };
}

/** `hasher.verify(…)`, `pwd_context.hash(…)` of something that is not shown. */
function methodOfHasher(
  last: string,
  receiver: SyntaxNode | undefined,
  name: string,
): "hash" | "verify" | null {
  if (
    receiver === undefined ||
    !/^(?:hash|verify|verify_and_update|check|encrypt)\w*$/u.test(last)
  ) {
    return null;
  }
  if (!/passw|pwd|hasher|crypt|argon|scrypt|^ph$|\bph\./iu.test(`${textOf(receiver)} ${name}`)) {
    return null;
  }
  return verifying.test(last) ? "verify" : "hash";
}

function nameOf(
  program: Program,
  callee: SyntaxNode,
  found: ReturnType<Program["resolve"]>,
): string {
  if (found.kind === "external" || found.kind === "unbound") return found.name;
  if (callee.type !== "attribute") return textOf(callee);
  const object = childAt(callee, "object");
  if (object === undefined) return textOf(callee);
  const type = madeBy(program, object);
  return `${type ?? textOf(object)}.${lastName(callee)}`;
}

/** The library's class of which an expression is an instance: `pwdlib.PasswordHash.recommended`. */
function madeBy(program: Program, object: SyntaxNode): string | null {
  if (object.type === "call") {
    const maker = childAt(object, "function");
    const found = maker === undefined ? null : program.resolve(maker);
    if (found?.kind === "external" || found?.kind === "unbound") return found.name;
  }
  const type = program.typeOf(object);
  return type !== null && type.kind !== "class" ? type.name : null;
}

function lastName(callee: SyntaxNode): string {
  return textOf(callee.type === "attribute" ? (childAt(callee, "attribute") ?? callee) : callee);
}

/** The first scheme of `CryptContext(schemes=[…])` is none of the slow ones. */
export function hasWeakScheme(call: SyntaxNode): boolean {
  const keywords = keywordArguments(call);
  const schemes = keywords.get("schemes") ?? positionalArguments(call)[0];
  const chosen = keywords.get("default");
  const first =
    chosen ??
    (schemes?.type === "list" || schemes?.type === "tuple" ? namedChildren(schemes)[0] : schemes);
  if (first?.type !== "string") return false;
  return !/argon2|bcrypt|scrypt|pbkdf2/u.test(textOf(first));
}
