import type { GradingTask } from "../checks/index.ts";
import type { Verdict } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import { unpackUserError } from "./messages.ts";
import type { GradingThread, ThreadEnd } from "./thread.ts";

/** A place for one thread after the other: a thread that hangs or dies is replaced. */
export interface Seat {
  /**
   * Starts the thread, unless there is one.
   *
   * @throws UserError where a check cannot be loaded
   */
  readonly open: () => Promise<void>;
  /** A verdict for each gate, whatever the checks do. */
  readonly grade: (task: GradingTask, gates: readonly string[]) => Promise<Record<string, Verdict>>;
  readonly close: () => Promise<void>;
}

/** So many threads one after the other that do not even load the checks are the last ones. */
const mostFailedStarts = 3;

export function createSeat(start: () => GradingThread): Seat {
  let thread: GradingThread | null = null;
  let loaded: Promise<GradingThread> | null = null;
  /** The thread has given no verdict yet. */
  let isFresh = true;
  let failedStarts = 0;
  let isClosed = false;

  async function takeThread(): Promise<GradingThread> {
    if (isClosed) throw new Error("grading was ended");
    if (loaded === null || thread?.isAlive() !== true) loaded = load();
    return loaded;
  }

  async function load(): Promise<GradingThread> {
    if (failedStarts >= mostFailedStarts) throw new Error("no thread could load them");
    const started = start();
    thread = started;
    isFresh = true;
    const end = await started.loaded;
    if (end.kind === "done") {
      failedStarts = 0;
      return started;
    }
    failedStarts += 1;
    await started.end();
    throw explainLoading(end);
  }

  async function grade(
    task: GradingTask,
    gates: readonly string[],
  ): Promise<Record<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    const open = () => gates.filter((gate) => !verdicts.has(gate));
    while (open().length > 0) {
      const taken = await takeThread().catch((error: unknown) => {
        const words = error instanceof Error ? error.message : String(error);
        settleAll(verdicts, open(), `the checks could not be loaded: ${words}`);
        return null;
      });
      if (taken === null) break;
      const end = await taken.grade({ task, gates: open() }, (gate, verdict) => {
        isFresh = false;
        verdicts.set(gate, verdict);
      });
      // A thread may die of what an earlier check left behind: only a fresh one tells whose fault it is.
      if (end.kind === "died" && !isFresh && !isClosed) continue;
      const gate = "step" in end ? end.step.gate : null;
      settleAll(verdicts, gate === null ? open() : [gate], explainGrading(end));
    }
    return Object.fromEntries(gates.flatMap((gate) => pair(gate, verdicts.get(gate))));
  }

  return {
    open: async () => void (await takeThread()),
    grade,
    async close() {
      isClosed = true;
      await thread?.end();
    },
  };
}

function pair(gate: string, verdict: Verdict | undefined): readonly (readonly [string, Verdict])[] {
  return verdict === undefined ? [] : [[gate, verdict]];
}

function settleAll(verdicts: Map<string, Verdict>, gates: readonly string[], reason: string): void {
  for (const gate of gates) {
    verdicts.set(gate, { outcome: "error", score: null, reason, evidence: [] });
  }
}

function explainGrading(outcome: ThreadEnd): string {
  if (outcome.kind === "done") return "the check gave no verdict";
  if (outcome.kind === "refused") return outcome.error.message;
  const { gate, check } = outcome.step;
  if (outcome.kind === "overdue") {
    const within = `within ${outcome.limitMs / 1000} s`;
    return gate === null
      ? `the answer could not be read ${within}`
      : `the check ${check} did not finish ${within}`;
  }
  const { words } = outcome.cause;
  return gate === null
    ? `reading the answer ended its thread: ${words}`
    : `the check ${check} ended its thread: ${words}`;
}

/** What the user can mend is a check of theirs; without one it is a bug. */
function explainLoading(end: Exclude<ThreadEnd, { readonly kind: "done" }>): Error {
  if (end.kind === "refused") return unpackUserError(end.error);
  const { check } = end.step;
  const hint = "Run it alone with `node` to see what it does when it is loaded.";
  if (end.kind === "overdue") {
    const words = `did not finish loading within ${end.limitMs / 1000} s`;
    return check === null
      ? new Error(`a grading thread ${words}`)
      : new UserError("checks/cannot-load", `the check ${check} ${words}`, { hint });
  }
  const { words, error } = end.cause;
  if (check === null) {
    return error instanceof Error ? error : new Error(`a grading thread ended: ${words}`);
  }
  return new UserError(
    "checks/cannot-load",
    `loading the check ${check} ended its thread: ${words}`,
    {
      hint,
      cause: error,
    },
  );
}
