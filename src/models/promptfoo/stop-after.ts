/** A signal that follows another one, and that ends after some time, too. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether it was the time that ended it. */
  readonly isTimeout: () => boolean;
  readonly release: () => void;
}

export function stopAfter(timeoutMs: number, signal: AbortSignal): Deadline {
  const controller = new AbortController();
  let isTimeout = false;
  const abort = () => controller.abort();
  const timer = setTimeout(() => {
    isTimeout = !signal.aborted;
    abort();
  }, timeoutMs);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    isTimeout: () => isTimeout,
    release() {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  };
}
