/** What a command writes to. */
export interface OutputStream {
  /** @param written called once the reader has taken the text, or is gone */
  write(text: string, written?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width in cells, where it is a terminal. */
  readonly columns?: number | undefined;
}

/** Everything that a command knows of the world outside, so that a test can bring its own. */
export interface Io {
  /** The result. */
  readonly stdout: OutputStream;
  /** Progress, notes and errors. */
  readonly stderr: OutputStream;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Calls the listener at each Ctrl-C until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once, without waiting for anything. */
  readonly exitNow: (code: number) => void;
}

/** The real streams. A reader that goes away (`assay show latest | head`) is no error. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    now: () => new Date(),
    onInterrupt(listener) {
      process.on("SIGINT", listener);
      process.on("SIGTERM", listener);
      return () => {
        process.off("SIGINT", listener);
        process.off("SIGTERM", listener);
      };
    },
    // oxlint-disable-next-line unicorn/no-process-exit -- for whom waiting is too long
    exitNow: (code) => process.exit(code),
  };
}
