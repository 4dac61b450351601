import { UserError } from "../../user-error.ts";

/** What the API knows its customers by: a key, or a bearer token. */
export type Credentials =
  | { readonly apiKey: string; readonly authToken: null }
  | { readonly apiKey: null; readonly authToken: string };

/**
 * Reads ANTHROPIC_API_KEY, or else ANTHROPIC_AUTH_TOKEN.
 *
 * @throws UserError `models/no-key`, `models/bad-key`; the key is never in the message
 */
export function readCredentials(env: Readonly<Record<string, string | undefined>>): Credentials {
  const apiKey = readSecret(env, "ANTHROPIC_API_KEY");
  if (apiKey !== null) return { apiKey, authToken: null };
  const authToken = readSecret(env, "ANTHROPIC_AUTH_TOKEN");
  if (authToken !== null) return { apiKey: null, authToken };
  throw new UserError(
    "models/no-key",
    "A model of Anthropic is asked with a key, and none is set.",
    {
      place: "ANTHROPIC_API_KEY",
      hint: "Set it in the environment or in .env; or leave --model out to replay the recorded answers.",
    },
  );
}

function readSecret(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): string | null {
  const secret = env[name]?.trim() ?? "";
  if (secret === "") return null;
  // A key that no header can carry would come back, in full, in the error of the HTTP client.
  if (/^[\x21-\x7e]+$/u.test(secret)) return secret;
  throw new UserError("models/bad-key", "The key has spaces or characters that no key has.", {
    place: name,
    hint: "Set it again, without quotes or line ends.",
  });
}

/** A text without the secrets, should they stand in it. */
export function withoutSecrets(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  return ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"].reduce((clean, name) => {
    const secret = env[name]?.trim() ?? "";
    return secret === "" ? clean : clean.replaceAll(secret, "…");
  }, text);
}
