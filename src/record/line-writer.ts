import { open, type FileHandle } from "node:fs/promises";
import type { UserError } from "../user-error.ts";
import { cannotWrite } from "./cannot-write.ts";
import type { Line } from "./line-schema.ts";

const newline = "\n";

/** Appends lines to samples.jsonl, one after the other. */
export interface LineWriter {
  /**
   * Resolves when the line is in the file; `durable`: when it also survives a loss of power.
   *
   * @throws UserError `record/cannot-write`; nothing is written any more after that
   */
  append(line: Line, options: { readonly durable: boolean }): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly text: string;
  readonly durable: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens samples.jsonl behind its whole lines: what was torn off is cut away first.
 *
 * An answer was paid for, so that it is synced to the disk before it counts as stored; verdicts can
 * be had again, and are left to the operating system. Lines that arrive during a write go out
 * together with the next one, so that one sync serves many.
 *
 * @param wholeBytes length of the file up to the end of its last whole line
 * @throws UserError `record/cannot-write`
 */
export async function openLineWriter(file: string, wholeBytes: number): Promise<LineWriter> {
  const handle = await open(file, "a+").catch((error: unknown) => {
    throw cannotWrite(file, error);
  });
  let length = wholeBytes;
  try {
    await handle.truncate(length);
    if (length > 0 && !(await endsWithNewline(handle, length))) {
      await handle.writeFile(newline);
      length += 1;
    }
  } catch (error) {
    await handle.close();
    throw cannotWrite(file, error);
  }

  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let broken: UserError | null = null;

  async function write(text: string): Promise<void> {
    if (broken) throw broken;
    const bytes = Buffer.from(text, "utf8");
    try {
      await handle.writeFile(bytes);
      length += bytes.length;
    } catch (error) {
      broken = cannotWrite(file, error);
      // A full disk tears a line in the middle: without the cut, the next line would run into it.
      await handle.truncate(length).catch(() => undefined);
      throw broken;
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const written: Waiting[] = [];
      for (const line of batch) {
        await write(line.text).then(() => written.push(line), line.reject);
      }
      try {
        if (written.some(({ durable }) => durable)) await handle.datasync();
        for (const { resolve } of written) resolve();
      } catch (error) {
        broken ??= cannotWrite(file, error);
        for (const { reject } of written) reject(broken);
      }
    }
    running = null;
  }

  return {
    append(line, { durable }) {
      return new Promise((resolve, reject) => {
        waiting.push({ text: JSON.stringify(line) + newline, durable, resolve, reject });
        running ??= drain();
      });
    },
    async close() {
      await running;
      await handle.close();
    },
  };
}

async function endsWithNewline(handle: FileHandle, length: number): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, length - 1);
  return buffer.toString("latin1") === newline;
}
