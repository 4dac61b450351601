import { wordsOf } from "../secrets/secret-names.ts";

const nouns =
  /^(?:password|passwd|pwd|passphrase|pw|plaintext|passwort|kennwort|passe|motdepasse|contrasena|contraseña|senha|wachtwoord|hasło|haslo|lösenord)$/u;
const otherThings =
  /^(?:hash|hashed|hashes|hasher|digest|encrypted|salt|salted|stored|expected|existing|db|smtp|redis|postgres|pg|database|broker|mail|email|dummy|ok|is|has|valid|field|reset|forgot|min|max)$/u;

/** Cheap, and true of every name of a password, in the languages in which people name them. */
export function speaksOfPasswords(text: string): boolean {
  return /pass|pwd?|kennwort|contrase[nñ]a|senha|wachtwoord|has[lł]o|lösenord/iu.test(text);
}

/** Whether a name says that it holds somebody's password as it was typed. */
export function isPasswordName(name: string): boolean {
  if (!speaksOfPasswords(name)) return false;
  const words = wordsOf(name);
  while (
    words.length > 1 &&
    /^(?:plain|raw|text|bytes|str|value|in|input|again)$/u.test(words.at(-1) ?? "")
  ) {
    words.pop();
  }
  return nouns.test(words.at(-1) ?? "") && !words.some((word) => otherThings.test(word));
}

/** Whether a name says that it holds the hash of a password. */
export function isPasswordHashName(name: string): boolean {
  return (
    (/passw|pwd/iu.test(name) || wordsOf(name).some((word) => nouns.test(word))) &&
    wordsOf(name).some((word) => /^(?:hash|hashed|digest|encrypted)$/u.test(word))
  );
}

/** Whether a function's name says that it hashes, or verifies, a password. */
export function passwordWorkOf(name: string): "hash" | "verify" | null {
  const words = wordsOf(name);
  if (!words.some((word) => nouns.test(word) || word === "passwords")) return null;
  if (words.some((word) => /^(?:hash|hashed|encrypt|make|rehash|set|generate)$/u.test(word))) {
    return /^(?:generate|set|make)$/u.test(words[0] ?? "") &&
      words.length > 2 &&
      !words.includes("hash")
      ? null
      : words[0] === "generate" && !words.includes("hash")
        ? null
        : "hash";
  }
  return words.some((word) =>
    /^(?:verify|check|compare|verifies|matches|match|correct)$/u.test(word),
  ) &&
    !words.some((word) =>
      /^(?:strength|policy|length|breach\w*|pwned|leak\w*|compromised|common|complexity|reset)$/u.test(
        word,
      ),
    )
    ? "verify"
    : null;
}

/** The same of a method, for which its class may say that passwords are meant: `PasswordHasher.hash`. */
export function passwordWorkOfMethod(
  name: string,
  className: string | null,
): "hash" | "verify" | null {
  const own = passwordWorkOf(name);
  if (own !== null || className === null || !/passw|pwd/iu.test(className)) return own;
  return /^_?(?:hash|verify|check|encrypt|matches)(?:_|$)/u.test(name)
    ? passwordWorkOf(`${name}_password`)
    : null;
}

/** Whether a class is what callers send, by its name: for classes that are not shown. */
export function isRequestName(name: string): boolean {
  return /(?:Create|In|Input|Login|Register|Registration|SignUp|Signup|SignIn|Request|Payload|Form|Credentials|Schema|Data|DTO|Dto|Command|Update|Change|Reset|Body)$/u.test(
    name,
  );
}
