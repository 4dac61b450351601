/** The innermost reason: `fetch failed` alone helps nobody. */
export function describeRoot(error: Error): string {
  const root = rootOf(error);
  const message = root.message || error.message;
  const code = codeOf(root);
  return message.includes(code) ? message : `${message} ${code}`.trim();
}

/** undici's and Node's code of the innermost reason; empty where it has none. */
export function rootCodeOf(error: Error): string {
  return codeOf(rootOf(error));
}

/** Whether an error of `fetch` came before anything was sent: nothing can have been billed. */
export function cameBeforeSending(error: unknown): boolean {
  return error instanceof Error && codesBeforeSending.includes(rootCodeOf(error));
}

const codesBeforeSending: readonly string[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
];

function rootOf(error: Error): Error {
  let root = error;
  while (root.cause instanceof Error && root.cause !== root) root = root.cause;
  return root;
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
