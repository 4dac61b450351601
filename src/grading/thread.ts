import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import type { Verdict } from "../record/index.ts";
import {
  isThreadReport,
  type Order,
  type PackedUserError,
  type Step,
  type ThreadReport,
  type ThreadSetup,
} from "./messages.ts";
import { limitTime } from "./time-limit.ts";

/** How loading or grading ended. But for `done`, the thread is of no use any more. */
export type ThreadEnd =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly error: PackedUserError }
  | { readonly kind: "overdue"; readonly step: Step; readonly limitMs: number }
  | { readonly kind: "died"; readonly step: Step; readonly cause: Death };

/** Why a thread ended by itself: in words, and what was thrown, if anything. */
export interface Death {
  readonly words: string;
  readonly error: unknown;
}

/** A worker thread that has the checks, and grades one answer at a time. */
export interface GradingThread {
  readonly loaded: Promise<ThreadEnd>;
  readonly grade: (
    order: Order,
    decided: (gate: string, verdict: Verdict) => void,
  ) => Promise<ThreadEnd>;
  /** False once it was ended, or ended by itself. */
  readonly isAlive: () => boolean;
  /** Ends the thread, whatever it does. */
  readonly end: () => Promise<void>;
}

export interface ThreadLimits {
  readonly loadingMs: number;
  /** For each step of grading. */
  readonly stepMs: (step: Step) => number;
  /** Megabytes of new objects that a thread may fill before it clears up what it threw away. */
  readonly semiSpaceMb: number;
}

/** Megabytes of a thread's heap, three times what recorded answers take, and enough for one of 1 MB. */
const heapMb = 256;

/** What is under way in a thread. */
interface Activity {
  readonly limitMs: (step: Step) => number;
  readonly decided: (gate: string, verdict: Verdict) => void;
  readonly resolve: (end: ThreadEnd) => void;
}

const beforeAll: Step = { gate: null, check: null, cpuMs: null };

/** Starts a thread, which begins to load the checks. */
export function startThread(setup: ThreadSetup, limits: ThreadLimits): GradingThread {
  const worker = new Worker(workerFile(), {
    workerData: setup,
    // V8 counts three spaces: the one that is filled, and two to which it may be cleared.
    resourceLimits: {
      maxOldGenerationSizeMb: heapMb,
      maxYoungGenerationSizeMb: 3 * limits.semiSpaceMb,
    },
    stdout: true,
  });
  // What a check prints must not mix with the result.
  worker.stdout.on("data", (chunk: Uint8Array) => void process.stderr.write(chunk));

  let activity: Activity | null = null;
  let step = beforeAll;
  let stopClock = (): void => {};
  let thrown: unknown = null;
  let isAlive = true;

  function begin(
    limitMs: Activity["limitMs"],
    decided: Activity["decided"] = () => {},
  ): Promise<ThreadEnd> {
    return new Promise((resolve) => {
      // A thread keeps the process alive while it works, and no longer.
      worker.ref();
      activity = { limitMs, decided, resolve };
      turnTo(beforeAll);
    });
  }

  function turnTo(next: Step): void {
    stopClock();
    step = next;
    if (activity === null) return;
    const limitMs = activity.limitMs(next);
    stopClock = limitTime(worker, { limitMs, cpuMs: next.cpuMs }, () => {
      void endWith({ kind: "overdue", step: next, limitMs });
    });
  }

  function settle(outcome: ThreadEnd): void {
    stopClock();
    const ended = activity;
    activity = null;
    worker.unref();
    ended?.resolve(outcome);
  }

  function hear(report: ThreadReport): void {
    // Of a thread that is being ended nothing counts any more.
    if (!isAlive) return;
    if (report.kind === "step") turnTo(report.step);
    else if (report.kind === "decided") activity?.decided(report.gate, report.verdict);
    else settle(report);
  }

  async function endWith(outcome: ThreadEnd): Promise<void> {
    isAlive = false;
    stopClock();
    await worker.terminate();
    settle(outcome);
  }

  worker.on("message", (message: unknown) => {
    if (isThreadReport(message)) hear(message);
  });
  worker.on("error", (error) => {
    thrown = error;
  });
  worker.on("exit", (code) => {
    if (isAlive) settle({ kind: "died", step, cause: explainDeath(thrown, code) });
    isAlive = false;
  });

  return {
    loaded: begin(() => limits.loadingMs),
    grade(order, decided) {
      const ended = begin(limits.stepMs, decided);
      worker.postMessage(order);
      return ended;
    },
    isAlive: () => isAlive,
    end: () => endWith({ kind: "died", step, cause: { words: "it was ended", error: null } }),
  };
}

/** The sources run as they are, the package from what was built of them. */
function workerFile(): URL {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  return new URL(`./grading-worker${extension}`, import.meta.url);
}

function explainDeath(error: unknown, exitCode: number): Death {
  if (error === null) return { words: `it called process.exit(${exitCode})`, error };
  if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") {
    return { words: `out of memory, more than ${heapMb} MB`, error };
  }
  const message = error instanceof Error ? error.message : inspect(error);
  return { words: message.split("\n")[0] ?? "", error };
}
