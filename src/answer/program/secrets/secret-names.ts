/** What a name says that it holds. */
export type SecretNoun = "secret" | "password" | "key" | "token";

/**
 * Whether a name says that its value is a secret: `SECRET_KEY`, `jwtSecret`, `smtp_password`,
 * `X-API-Key`, `admin_token`. Names that go on to something else are none: `token_type`,
 * `password_hash`, `API_KEY_HEADER`, `TOKEN_URL`, nor are keys that hide nothing: `cache_key`.
 */
export function secretNounOf(name: string): SecretNoun | null {
  const known = nouns.get(name);
  if (known !== undefined) return known;
  const noun = readNoun(name);
  nouns.set(name, noun);
  return noun;
}

const nouns = new Map<string, SecretNoun | null>();

function readNoun(name: string): SecretNoun | null {
  if (!/secret|passw|pwd|pass$|passphrase|_pw$|^pw$|key|token|pepper/iu.test(name)) return null;
  const words = wordsOf(name);
  while (words.length > 1 && trailing.has(words.at(-1) ?? "")) words.pop();
  if (words.some((word) => denied.has(word))) return null;
  const last = words.at(-1) ?? "";
  if (/^(?:secret|secrets|pepper|secretkey|clientsecret|jwtsecret)$/u.test(last)) return "secret";
  if (/^(?:password|passwd|pwd|passphrase|pw)$/u.test(last)) return "password";
  if (last === "pass" && words.length > 1) return "password";
  if (/^(?:apikey|authkey)$/u.test(last)) return "key";
  if (last === "token") return "token";
  if (last !== "key") return null;
  if (words.includes("secret")) return "secret";
  return words.some((word) => qualifiers.has(word)) ? "key" : null;
}

/** `SMTP_Password`, `smtpPassword`, `smtp-password` → smtp, password. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{Ll}]+/u)
    .filter((word) => word !== "");
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** What may follow the noun without changing what the value is. */
const trailing = setOf(
  "v value bytes str text raw plain current previous old new dev prod local fallback default b hex s",
);
/** Keys are secret by what they are for. */
const qualifiers = setOf(
  "api secret private signing sign signature encryption encrypt crypto cipher jwt hmac fernet aes access auth master admin webhook session internal service token stripe sendgrid openai license hash",
);
const denied = setOf(
  "sensitive redact reserved special stop revoked dummy unusable masked redacted hash hashed hashes hasher digest placeholder invalid missing wrong bad expired incorrect weak error errors message msg detail field fields name names header headers cookie param params parameter scheme schemes prefix suffix type types url uri path file dir directory length len min max ttl expire expires expiry lifetime age minutes seconds days hours algorithm algorithms alg pattern regex policy context format label title event action status code location version id ids env alias claim claims purpose scope scopes description hint template limit rate cache idempotency primary foreign public partition sort lock confirm page next cursor csrf xsrf blacklist blocklist denylist grant sub audience issuer changed",
);
