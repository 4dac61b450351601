import type { CommandContext } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import type { ProgressLine } from "./progress-line.ts";

/** Stops a run at Ctrl-C. */
export interface Interrupt {
  /** Nothing new is started after this; what is under way is finished. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  readonly release: () => void;
}

/** The first Ctrl-C stops gently, the second ends the process at once. */
export function listenForInterrupt(
  { io, note }: CommandContext,
  progress: ProgressLine,
  /** How the user names the run. */
  reference: string,
): Interrupt {
  const controller = new AbortController();
  const release = io.onInterrupt(() => {
    if (controller.signal.aborted) {
      progress.clear();
      note(`Ended; what was stored is kept. Go on: assay run --resume ${reference}`);
      io.exitNow(exitCodes.interrupted);
      return;
    }
    controller.abort();
    progress.clear();
    note("Stopping: what is under way is finished and kept. Once more Ctrl-C ends at once.");
  });
  return { signal: controller.signal, release };
}
