import type { BatchState } from "../../models/index.ts";
import { formatCount } from "../../report/index.ts";
import type { CommandContext } from "../context.ts";
import type { ProgressLine } from "./progress-line.ts";

/** A batch may take an hour: not more often than this is it said that it still does. */
const leastPauseMs = 60_000;

/** Says on stderr that a batch was submitted, when more of it has ended, and when all has. */
export function createBatchNotes(
  { io, note }: Pick<CommandContext, "io" | "note">,
  progress: ProgressLine,
): (state: BatchState) => void {
  const told = new Map<string, { readonly ended: number; readonly atMs: number }>();
  return ({ id, total, ended }) => {
    const last = told.get(id);
    const atMs = io.now().getTime();
    const isDone = ended === total;
    const isNews = last === undefined || (isDone && last.ended < total);
    const isTime = last !== undefined && ended > last.ended && atMs - last.atMs >= leastPauseMs;
    if (!isNews && !isTime) return;
    told.set(id, { ended, atMs });
    progress.clear();
    const what = `Batch ${id}: ${ended} of ${formatCount(total, "request")} ended.`;
    note(
      last === undefined && !isDone
        ? `${what} Ctrl-C leaves it to itself; --resume picks it up.`
        : what,
    );
  };
}
