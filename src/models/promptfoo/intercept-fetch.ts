import { AsyncLocalStorage } from "node:async_hooks";

/** Stands in for `fetch`; `send` is the real one. */
export type Interceptor = (
  send: typeof fetch,
  ...request: Parameters<typeof fetch>
) => Promise<Response>;

const interceptors = new AsyncLocalStorage<Interceptor>();
let isInstalled = false;

/**
 * Calls something whose requests go through the interceptor, those of nobody else. promptfoo has no
 * option for it, and what it does with replies must be known and prevented: it throws away a paid
 * answer whose headers say that no further request is left, asks again after a timeout of its own,
 * hides statuses, and does not tell which model answered.
 */
export function interceptFetch<Result>(
  interceptor: Interceptor,
  call: () => Promise<Result>,
): Promise<Result> {
  install();
  return interceptors.run(interceptor, call);
}

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const send = globalThis.fetch;
  globalThis.fetch = (...request) => {
    const interceptor = interceptors.getStore();
    return interceptor ? interceptor(send, ...request) : send(...request);
  };
}
