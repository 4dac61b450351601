import { printable, truncateText } from "../../report/index.ts";
import type { Progress } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";

/** A line that is written over and over; nothing where no terminal listens. */
export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  /** Shows that something is under way before the first answer is. */
  readonly start: (total: number) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** Not more often than this: a terminal needs longer to draw a line than a replay to grade an answer. */
const leastPauseMs = 50;
const clearLine = "\r\u001B[2K";

/** Shows on stderr how far a run is: done, missing so far, the last sample, elapsed time. */
export function createProgressLine({ io, noteTheme }: CommandContext): ProgressLine {
  if (io.stderr.isTTY !== true) return { start: () => {}, update: () => {}, clear: () => {} };
  const startedAt = io.now().getTime();
  let missing = 0;
  let lastDrawnAt = Number.NEGATIVE_INFINITY;
  const draw = (parts: readonly string[]) => {
    const room = (io.stderr.columns ?? noteTheme.columns) - 1;
    const text = truncateText(printable(parts.join("  ")), room);
    io.stderr.write(clearLine + noteTheme.colours.dim(text));
  };
  return {
    start: (total) => draw([`0/${total}`]),
    update({ done, total, sample, status }) {
      if (status === "infrastructure" || status === "over budget") missing += 1;
      const now = io.now().getTime();
      if (now - lastDrawnAt < leastPauseMs && done < total) return;
      lastDrawnAt = now;
      draw([
        `${done}/${total}`,
        ...(missing > 0 ? [`${missing} missing`] : []),
        formatElapsed(now - startedAt),
        `${sample.case} · ${sample.promptVersion}`,
      ]);
    },
    clear: () => void io.stderr.write(clearLine),
  };
}

/** `4 s`, `2 min 05 s`. */
function formatElapsed(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
