/** A signal that follows another one, and that time or the caller ends, too. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  /** Whether it was the time that ended it, and not the other signal. */
  readonly isTimeout: () => boolean;
  /** To be called in any case. */
  readonly release: () => void;
}

export function stopAfter(timeoutMs: number, signal: AbortSignal): Deadline {
  const controller = new AbortController();
  let isTimeout = false;
  const abort = () => controller.abort();
  const timer = setTimeout(() => {
    isTimeout = true;
    abort();
  }, timeoutMs);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    abort,
    isTimeout: () => isTimeout && !signal.aborted,
    release() {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  };
}
