import { wordsOf } from "./secret-names.ts";
import type { SecretPlace } from "./secret-place.ts";
import { isMark } from "./url-password.ts";

/** Words of protocols and formats that stand where secrets do and are none. */
const protocolWords =
  /^(?:bearer|basic|digest|jwt|hs\d+|rs\d+|es\d+|header|cookie|query|none|null|undefined|access|refresh|string|str|int|text|true|false|required|optional)$/iu;

/**
 * Whether a text, where a secret belongs, is one. None are header names, paths, marks for values,
 * key templates, hashes, messages, and labels that only repeat the words of their own name
 * (`ACCESS_TOKEN = "access_token"`); what is taken where the environment says nothing is no label.
 */
export function isSecretText(
  text: string,
  { noun, name, how }: SecretPlace,
  isFallback = false,
): boolean {
  const value = text.trim().replace(/^(?:Bearer|Token|Basic|ApiKey)\s+/u, "");
  if (value === "" || isMark(value)) return false;
  if (how === "sink" || how === "url") return true;
  if (/^[A-Za-z][\w+.-]*:\/\/[^@]*$|^\.{0,2}\//u.test(value)) return false;
  if (/\.(?:pem|key|crt|txt|json|ya?ml|env)$/iu.test(value)) return false;
  if (/^\$(?:2[aby]|argon2\w*|scrypt|pbkdf2\S*|5|6)\$/u.test(value)) return false;
  if (noun === "secret") return true;
  if (/^X-[\w-]+$|^(?:Authorization|WWW-Authenticate|Cookie)$/iu.test(value)) return false;
  if (protocolWords.test(value) || /:$|\{|%s/u.test(value)) return false;
  if (/^[A-Z].*\s\w|\s\w.*[.!]$/u.test(value)) return false;
  if (how === "entry" && /\s/u.test(value)) return false;
  // A password that is called `password` is one where something is logged in with it.
  if (noun === "password" && (how === "argument" || how === "field")) return true;
  if (isFallback) return true;
  const own = new Set(wordsOf(name));
  const words = wordsOf(value);
  return !(words.length > 0 && !/\d/u.test(value) && words.every((word) => own.has(word)));
}
