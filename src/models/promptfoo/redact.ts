const secretNames = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/iu;
/** Anything shorter is a setting such as `true`, and would turn up in every other message. */
const shortestSecret = 8;
const longestMessage = 300;

/**
 * What a provider or promptfoo says, fit to be shown and stored: without the secrets of the
 * environment, in one line, cut where it has the whole reply in it.
 */
export function tidyMessage(
  message: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const secrets = Object.entries(env)
    .flatMap(([name, value]) => (secretNames.test(name) ? [value?.trim() ?? ""] : []))
    .filter((value) => value.length >= shortestSecret)
    // One may begin with another one.
    .toSorted((left, right) => right.length - left.length);
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, "[key]"), message);
  const line = clean
    // oxlint-disable-next-line no-control-regex -- promptfoo colours its messages
    .replaceAll(/\u001B\[[0-9;]*m/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage - 1)}…` : line;
}
