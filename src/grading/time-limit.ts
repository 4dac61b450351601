import { setImmediate as afterReports, setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

/** On the clock, a thread may take this many times its limit: it may have to wait for a processor. */
const patience = 6;

/** A thread that does not tell its processor time within this is taken for one that tells none. */
const longestAnswerMs = 1000;

/**
 * Calls `overdue` once the thread has taken more than its limit, unless the returned function was
 * called before. What counts is the thread's own time, in which it computes or waits for something:
 * on a busy machine, where many programs share a processor, the verdicts stay the same. At the
 * latest, time is up after six times the limit on the clock.
 *
 * @param limit.cpuMs the thread's processor time at the start; null: the clock alone counts
 */
export function limitTime(
  worker: Worker,
  limit: { readonly limitMs: number; readonly cpuMs: number | null },
  overdue: () => void,
): () => void {
  const { limitMs, cpuMs } = limit;
  const startedAt = performance.now();
  const loop = worker.performance.eventLoopUtilization();
  let isStopped = false;
  let timer = setTimeout(look, limitMs);

  function look(): void {
    void decide();
  }

  async function decide(): Promise<void> {
    // While this thread was busy, the other may have finished: its report is read first.
    await afterReports();
    if (isStopped) return;
    const elapsedMs = performance.now() - startedAt;
    const ownMs = elapsedMs >= limitMs * patience ? elapsedMs : await measureOwnMs(elapsedMs);
    if (isStopped) return;
    if (ownMs >= limitMs) overdue();
    else timer = setTimeout(look, Math.max(limitMs - ownMs, limitMs / 20));
  }

  async function measureOwnMs(elapsedMs: number): Promise<number> {
    const usedMs = cpuMs === null ? null : await readCpuMs(worker);
    if (usedMs === null || cpuMs === null) return elapsedMs;
    if (usedMs === "no answer") return 0;
    const { idle } = worker.performance.eventLoopUtilization(loop);
    return Math.min(elapsedMs, idle + usedMs - cpuMs);
  }

  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** Milliseconds of processor time of a thread, also of one that loops; null before Node 24.6. */
async function readCpuMs(worker: Worker): Promise<number | "no answer" | null> {
  if (!("cpuUsage" in worker)) return null;
  const giveUp = new AbortController();
  try {
    return await Promise.race([
      worker.cpuUsage().then(({ user, system }) => (user + system) / 1000),
      sleep(longestAnswerMs, "no answer" as const, { signal: giveUp.signal }),
    ]);
  } catch {
    // The thread ended meanwhile, which is told by its own event.
    return "no answer";
  } finally {
    giveUp.abort();
  }
}
