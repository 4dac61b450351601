import http from "node:http";
import { UserError } from "../../user-error.ts";

/** Names that tools agree on; lower case counts first, as with curl. */
const names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"] as const;
let isInUse = false;

/**
 * Sends this process's requests through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name,
 * if any. Node does so by itself only when it is started with NODE_USE_ENV_PROXY=1.
 *
 * @throws UserError `models/proxy` where this Node cannot
 */
export function useProxy(env: Readonly<Record<string, string | undefined>>): void {
  const name = names.find((one) => (env[one] ?? "") !== "");
  if (name === undefined || isInUse || env["NODE_USE_ENV_PROXY"] === "1") return;
  // Node 22 does not have it.
  const set: typeof http.setGlobalProxyFromEnv | undefined = http.setGlobalProxyFromEnv;
  if (set === undefined) {
    throw new UserError("models/proxy", "This version of Node uses a proxy only when told so.", {
      place: name,
      hint: "Set NODE_USE_ENV_PROXY=1 as well.",
    });
  }
  try {
    set(env);
  } catch (cause) {
    throw new UserError("models/proxy", "The proxy's address cannot be read.", {
      place: name,
      hint: "It must be a URL such as http://proxy.example:3128.",
      cause,
    });
  }
  isInUse = true;
}
