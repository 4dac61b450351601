import type { Throttling } from "../../record/index.ts";

/** Why the service asked for patience. */
export type ThrottleCause = "rate-limit" | "overloaded";

/** The right to have one request under way. */
export interface Slot {
  /** The request was answered. */
  readonly succeeded: () => void;
  /**
   * The request was turned away.
   *
   * @param pauseMs how long the service asked to wait; null: it did not say
   */
  readonly throttled: (cause: ThrottleCause, pauseMs: number | null) => void;
  /** Gives the right back; further calls do nothing. */
  readonly release: () => void;
}

/** How many requests to one model may be under way. */
export interface AdaptiveLimiter {
  /**
   * Waits for a place, in the order of asking.
   *
   * @throws the signal's reason when it is aborted first
   */
  acquire(signal: AbortSignal): Promise<Slot>;
  /** What was done so far, for run.json. */
  report(): Throttling;
}

/** More changes than this tell nobody anything. */
const mostChanges = 1_000;

/**
 * Starts at the ceiling. A 429 or 529 halves the limit, once an episode: requests that were sent
 * before the halving say nothing new about it. As many answers in a row as the limit allows at a
 * time raise it by one, up to the ceiling (additive increase, multiplicative decrease; Chiu and
 * Jain 1989). Where the service says how long to wait, nothing is sent until then.
 *
 * @param options.ceiling most requests at a time, 1 or more
 * @param options.now milliseconds since 1970
 * @param options.elapsedMs milliseconds since any moment; a clock that is never set
 */
export function createAdaptiveLimiter(options: {
  readonly model: string;
  readonly ceiling: number;
  readonly now: () => number;
  readonly elapsedMs?: () => number;
}): AdaptiveLimiter {
  const { model, ceiling, now, elapsedMs = () => performance.now() } = options;
  const waiting: (() => void)[] = [];
  const changes: Throttling["changes"][number][] = [];
  let limit = ceiling;
  let lowest = ceiling;
  let underWay = 0;
  let episodes = 0;
  /** Answers since the last change. */
  let answered = 0;
  let opensAt = 0;
  let timer: NodeJS.Timeout | null = null;

  function change(to: number, cause: Throttling["changes"][number]["cause"]): void {
    if (to !== limit && changes.length < mostChanges) {
      changes.push({ at: new Date(now()).toISOString(), to, cause });
    }
    limit = to;
    lowest = Math.min(lowest, to);
    answered = 0;
  }

  function admit(): void {
    const pauseMs = opensAt - elapsedMs();
    if (pauseMs > 0) {
      timer ??= setTimeout(() => {
        timer = null;
        admit();
      }, pauseMs);
      return;
    }
    while (underWay < limit) {
      const next = waiting.shift();
      if (!next) return;
      underWay += 1;
      next();
    }
  }

  function makeSlot(): Slot {
    const episode = episodes;
    let isReleased = false;
    return {
      succeeded() {
        if (episode !== episodes || limit === ceiling) return;
        answered += 1;
        if (answered >= limit) change(limit + 1, "recovery");
      },
      throttled(cause, pauseMs) {
        if (pauseMs !== null) opensAt = Math.max(opensAt, elapsedMs() + pauseMs);
        if (episode !== episodes) return;
        episodes += 1;
        change(Math.max(1, Math.floor(limit / 2)), cause);
      },
      release() {
        if (isReleased) return;
        isReleased = true;
        underWay -= 1;
        admit();
      },
    };
  }

  return {
    acquire(signal) {
      return new Promise((resolve, reject) => {
        const leave = () => {
          const place = waiting.indexOf(enter);
          if (place >= 0) waiting.splice(place, 1);
          reject(reasonOf(signal));
        };
        const enter = () => {
          signal.removeEventListener("abort", leave);
          resolve(makeSlot());
        };
        if (signal.aborted) {
          reject(reasonOf(signal));
          return;
        }
        signal.addEventListener("abort", leave, { once: true });
        waiting.push(enter);
        admit();
      });
    },
    report: () => ({ model, ceiling, lowest, episodes, changes: [...changes] }),
  };
}

function reasonOf(signal: AbortSignal): Error {
  const { reason } = signal as { readonly reason: unknown };
  return reason instanceof Error ? reason : new Error("aborted", { cause: reason });
}
