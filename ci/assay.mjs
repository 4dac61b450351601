import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = path.join(root, "dist/cli/main.js");
/** A checkout runs its sources; the package has none. */
const source = path.join(root, "src/cli/main.ts");
const pinnedNode = path.join(root, "node_modules/.bin/node");

/**
 * Runs the assay that these scripts belong to. Arguments are never read by a shell.
 *
 * @param {readonly string[]} args
 * @param {{ deadlineMs?: number, echo?: boolean }} [options] deadlineMs: when it is told to stop,
 * so that what was done is stored; echo: print what it says while it runs
 * @returns {Promise<{ exitCode: number, stdout: string, stderr: string }>}
 */
export function runAssay(args, { deadlineMs, echo = true } = {}) {
  const isCheckout = existsSync(source);
  const node = isCheckout && existsSync(pinnedNode) ? pinnedNode : process.execPath;
  return new Promise((resolve, reject) => {
    const child = spawn(node, [isCheckout ? source : built, ...args], {
      env: { ...process.env, NO_COLOR: "1", COLUMNS: process.env["COLUMNS"] ?? "100" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks = { stdout: /** @type {Buffer[]} */ ([]), stderr: /** @type {Buffer[]} */ ([]) };
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      child[name].on("data", (/** @type {Buffer} */ chunk) => {
        chunks[name].push(chunk);
        if (echo) process[name].write(chunk);
      });
    }
    // A job that is cancelled interrupts this process: assay stores what it has, and so do we wait.
    const stop = () => void child.kill("SIGINT");
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    const timer = deadlineMs === undefined ? undefined : setTimeout(stop, deadlineMs);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      const textOf = (/** @type {Buffer[]} */ parts) => Buffer.concat(parts).toString("utf8");
      resolve({
        exitCode: code ?? 130,
        stdout: textOf(chunks.stdout),
        stderr: textOf(chunks.stderr),
      });
    });
  });
}
