import { setFlagsFromString } from "node:v8";
import type { CheckedGate, GradingTask } from "../checks/index.ts";
import type { Verdict } from "../record/index.ts";
import { countWorkers, expectAnswers } from "./count-workers.ts";
import { createSeat, type Seat } from "./seat.ts";
import { startThread, type ThreadLimits } from "./thread.ts";

/** An answer to grade. */
export interface PoolTask extends GradingTask {
  /** Ids of the gates to decide, in this order; all gates of the pool where it is left out. */
  readonly gates?: readonly string[];
}

/** Grades answers in worker threads. */
export interface GradingPool {
  /**
   * The verdicts by gate id. A check that throws, hangs, ends its thread or returns no verdict gives
   * `error` with the reason, and so do all gates of an answer that cannot be read. Never rejects.
   */
  readonly grade: (task: PoolTask) => Promise<Record<string, Verdict>>;
  /** Ends all threads, whatever they do. Idle ones do not keep the process alive. */
  readonly close: () => Promise<void>;
}

export interface PoolOptions {
  readonly gates: readonly CheckedGate[];
  /** Files of the user's are relative to it. */
  readonly suiteFolder: string;
  /** File of the user's with prices, for what judges cost (default: the built-in ones). */
  readonly prices?: string | null;
  /** How many answers come at once, where that is known; else it is judged by those that came. */
  readonly answers?: number;
  /** Threads at most (default: as many as are worth their start). */
  readonly workers?: number;
  /** Other limits than the usual ones, in milliseconds of a thread's own time. */
  readonly timeLimits?: { readonly checkMs?: number; readonly loadingMs?: number };
}

/** What a check may take of its own time; on recorded answers, none takes a tenth of it. */
const checkLimitMs = 5000;

/** promptfoo's assertions may start programs, or ask somebody else. */
const promptfooLimitMs = 60_000;

/** Loading all checks; promptfoo alone takes a second. */
const loadingLimitMs = 60_000;

/**
 * Starts as many worker threads as the answers are worth; where their number is not known, one, and
 * further ones as answers come.
 *
 * @throws UserError as `loadChecks`, also for a check that hangs while it is loaded
 */
export async function createGradingPool(options: PoolOptions): Promise<GradingPool> {
  const { gates, suiteFolder, prices = null, answers = 0 } = options;
  const limits = limitsOf(options);
  keepMemorySmall({ isStream: options.answers === undefined, threadMb: limits.semiSpaceMb });
  const allGates = gates.map(({ id }) => id);
  const create = () => createSeat(() => startThread({ gates, suiteFolder, prices }, limits));
  const first = create();
  const seats = [first];
  while (seats.length < workersFor(answers)) seats.push(create());
  const idle = [...seats];
  const waiting: ((seat: Seat) => void)[] = [];
  const graded = { count: 0, ms: 0 };

  function workersFor(count: number): number {
    return options.workers ?? countWorkers(count);
  }

  async function close(): Promise<void> {
    await Promise.all(seats.map((seat) => seat.close()));
  }

  function takeSeat(): Promise<Seat> | Seat {
    const free = idle.shift();
    if (free !== undefined) return free;
    if (seats.length < workersFor(Math.max(answers, expectAnswers(graded)))) {
      const seat = create();
      seats.push(seat);
      return seat;
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(seat: Seat): void {
    const next = waiting.shift();
    // To the front: what was just at work is warm, and what is not needed is not started.
    if (next === undefined) idle.unshift(seat);
    else next(seat);
  }

  try {
    // All start at the same time. What one cannot load the others cannot, and the first says it.
    await Promise.race(seats.map((seat) => seat.open()));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async grade({ text, request, status, gates: wanted = allGates }) {
      const seat = await takeSeat();
      const startedMs = performance.now();
      try {
        return await seat.grade({ text, request, status }, wanted);
      } finally {
        graded.count += 1;
        graded.ms += performance.now() - startedMs;
        giveBack(seat);
      }
    },
    close,
  };
}

function limitsOf({ gates, answers, timeLimits = {} }: PoolOptions): ThreadLimits {
  const { checkMs = checkLimitMs, loadingMs = loadingLimitMs } = timeLimits;
  const foreign = new Set(
    gates.flatMap(({ id, check }) => (typeof check === "string" ? [] : [id])),
  );
  return {
    loadingMs,
    semiSpaceMb: answers === undefined ? semiSpaceMb.stream : semiSpaceMb.known,
    stepMs: ({ gate }) =>
      gate !== null && foreign.has(gate) ? Math.max(checkMs, promptfooLimitMs) : checkMs,
  };
}

/**
 * Megabytes of new objects that a thread may fill before it clears up (`npm run bench --
 * calibration-set streaming`). With four, a thread is a sixth quicker than with one, and takes some
 * 15 MB more; of a stream, which may be endless, memory counts more.
 */
const semiSpaceMb = { known: 4, stream: 1 } as const;

/**
 * Settings of V8 that hold for the whole process, as it knows none for a thread, and that new
 * threads take over. The space for new objects does not grow, which keeps the thread that starts
 * the others small; theirs begins as large as it may become. A stream goes without V8's quickest
 * compiler, whose code takes 20 MB and saves next to nothing.
 */
function keepMemorySmall({ isStream, threadMb }: { isStream: boolean; threadMb: number }): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString(`--min-semi-space-size=${threadMb}`);
  if (isStream) setFlagsFromString("--no-sparkplug");
}
