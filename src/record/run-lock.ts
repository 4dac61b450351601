import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { z } from "zod";
import { UserError } from "../user-error.ts";
import { cannotWrite } from "./cannot-write.ts";

const ownerSchema = z.object({ pid: z.number(), host: z.string(), started: z.string() });
const lockName = /^lock\.(\d+)$/u;
/** A lock file that its process has not written to yet is believed for this long. */
const graceMs = 10_000;

/**
 * Takes the right to write a run's folder, so that no two processes write the same run. The lock
 * of a process that was killed is taken over: the holder is whoever made the file `lock.<n>` with
 * the highest number, and making a file that must not exist yet is atomic, so that of two
 * processes which find the same dead holder one wins. Older files stay until the release: a
 * process that saw an empty folder a moment ago must not succeed with a low number.
 *
 * @returns a function that gives the lock back
 * @throws UserError `record/locked`, `record/cannot-write`
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const owner = { pid: process.pid, host: hostname(), started: await startOf(process.pid) };
  for (;;) {
    const highest = await highestLock(folder).catch((error: unknown) => {
      throw cannotWrite(folder, error);
    });
    if (highest > 0 && (await isHeld(lockFile(folder, highest)))) {
      throw await lockedError(lockFile(folder, highest));
    }
    const mine = highest + 1;
    try {
      await writeFile(lockFile(folder, mine), `${JSON.stringify(owner)}\n`, { flag: "wx" });
    } catch (error) {
      if (codeOf(error) === "EEXIST") continue;
      throw cannotWrite(lockFile(folder, mine), error);
    }
    return async () => {
      // From the top down, so that a dead holder's file never stands as the highest for long.
      for (let number = mine; number > 0; number -= 1) {
        await rm(lockFile(folder, number), { force: true });
      }
    };
  }
}

/** Whether a living process writes the run. */
export async function isRunLocked(folder: string): Promise<boolean> {
  const highest = await highestLock(folder);
  return highest > 0 && (await isHeld(lockFile(folder, highest)));
}

function lockFile(folder: string, number: number): string {
  return path.join(folder, `lock.${number}`);
}

async function highestLock(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(lockName.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

async function isHeld(file: string): Promise<boolean> {
  const owner = await ownerOf(file);
  if (owner === "gone") return false;
  if (owner === "unreadable") return Date.now() - (await modifiedAt(file)) < graceMs;
  // What another machine's processes do cannot be seen from here.
  if (owner.host !== hostname()) return true;
  return isAlive(owner.pid) && (await startOf(owner.pid)) === owner.started;
}

async function ownerOf(file: string): Promise<z.infer<typeof ownerSchema> | "gone" | "unreadable"> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    return codeOf(error) === "ENOENT" ? "gone" : "unreadable";
  }
}

async function modifiedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * When a process started, as far as the system tells: numbers of processes are used again, in
 * containers mostly the same ones. Empty where there is no /proc; then the number alone counts.
 */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    const stats = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may have spaces; the start is the 20th field behind it.
    return `${boot} ${stats.slice(stats.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
  } catch {
    return "";
  }
}

async function lockedError(file: string): Promise<UserError> {
  const owner = await ownerOf(file);
  const who =
    typeof owner === "string" ? "another process" : `process ${owner.pid} on ${owner.host}`;
  return new UserError("record/locked", `The run is being written by ${who}.`, {
    place: file,
    hint: "Wait until it ends, or stop it. If that process no longer exists, delete this file.",
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
