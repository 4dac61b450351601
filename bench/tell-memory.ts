/**
 * For `node --import`: has a process tell its largest resident set when it ends, `maxRSS <KiB>` as
 * the last line of stderr. Threads inherit it and say nothing.
 */
export const tellMemory = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread } from "node:worker_threads";
  if (isMainThread) {
    process.on("exit", () => process.stderr.write("maxRSS " + process.resourceUsage().maxRSS + "\\n"));
  }
`)}`;

/** The largest resident set in MiB, out of what such a process wrote to stderr. */
export function readMemory(stderr: string): number {
  return Number(/^maxRSS (\d+)$/mu.exec(stderr)?.[1]) / 1024;
}
