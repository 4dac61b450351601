import type * as Anthropic from "@anthropic-ai/sdk";
import { readCredentials } from "./read-credentials.ts";
import { useProxy } from "./use-proxy.ts";

export type Sdk = typeof Anthropic;

/** A client of the API, and the SDK with its classes of errors. */
export interface Connection {
  readonly sdk: Sdk;
  readonly client: Anthropic.Anthropic;
}

export interface ConnectOptions {
  /** ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN, ANTHROPIC_BASE_URL, and the names of proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How often the SDK tries again after 408, 409, 429, 5xx and failed connections. */
  readonly maxRetries: number;
  /** The first byte must come within this time. */
  readonly timeoutMs: number;
}

/**
 * Makes a client. The SDK itself reads ANTHROPIC_CUSTOM_HEADERS (`Name: value`, one a line). It is
 * loaded here, as that takes long and few commands need it.
 *
 * @throws UserError `models/no-key`, `models/bad-key`, `models/proxy`
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { env, maxRetries, timeoutMs } = options;
  const credentials = readCredentials(env);
  useProxy(env);
  const sdk = await import("@anthropic-ai/sdk");
  const client = new sdk.Anthropic({
    ...credentials,
    baseURL: env["ANTHROPIC_BASE_URL"] || null,
    maxRetries,
    timeout: timeoutMs,
    logLevel: "off",
  });
  return { sdk, client };
}
