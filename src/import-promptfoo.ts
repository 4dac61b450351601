import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { UserError } from "./user-error.ts";

/** The line that installs it, as users are told. */
const installPromptfoo = "npm install --save-dev promptfoo@0.123.1";

/** What promptfoo reads when it is loaded, and what must not be its default. */
const quiet = {
  // Kept from phoning home.
  PROMPTFOO_DISABLE_TELEMETRY: "1",
  PROMPTFOO_DISABLE_UPDATE: "1",
  PROMPTFOO_DISABLE_SHARING: "1",
  PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
  // A repeat must never be a replay.
  PROMPTFOO_CACHE_ENABLED: "false",
};

let loading: Promise<unknown> | undefined;

/**
 * Loads promptfoo, which takes a second or more: only where it is used. It is kept from phoning
 * home, from answering out of its cache, from printing and from writing into the user's home.
 *
 * @param options.code of the error where it cannot be loaded
 * @param options.message what wants it, as the first half of a sentence
 * @returns promptfoo's exports; the caller says which of them it uses
 * @throws UserError
 */
export async function importPromptfoo<Exports>(options: {
  readonly code: string;
  readonly message: string;
}): Promise<Exports> {
  try {
    return (await (loading ??= load())) as Exports;
  } catch (cause) {
    loading = undefined;
    if (isMissing(cause)) {
      throw new UserError(options.code, `${options.message}, but promptfoo is not installed.`, {
        hint: `Install it: ${installPromptfoo}`,
        cause,
      });
    }
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new UserError(
      options.code,
      `${options.message}, but promptfoo does not load: ${reason}`,
      {
        hint: `Install it again: ${installPromptfoo}`,
        cause,
      },
    );
  }
}

/** Whether it is promptfoo itself that is not there, and not a part of it. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_MODULE_NOT_FOUND" &&
    error.message.includes("'promptfoo'")
  );
}

async function load(): Promise<unknown> {
  const { env } = process;
  Object.assign(env, quiet);
  // promptfoo does not look at the certificate of who gets the key, unless it is told to.
  env["PROMPTFOO_INSECURE_SSL"] ??= "false";
  const logLevel = env["LOG_LEVEL"];
  // No level of its logger: nothing is printed.
  env["LOG_LEVEL"] = "silent";
  keepOutOfHome();
  // A name that is not a literal: the package is optional, also for the type checker.
  const name: string = "promptfoo";
  try {
    return await silently(() => import(name));
  } finally {
    if (logLevel === undefined) delete env["LOG_LEVEL"];
    else env["LOG_LEVEL"] = logLevel;
  }
}

let ownFolder: string | null = null;

/** It writes an id of its own into a folder, as soon as it sends something. */
function keepOutOfHome(): void {
  const { env } = process;
  if (env["PROMPTFOO_CONFIG_DIR"] !== undefined) return;
  ownFolder = path.join(tmpdir(), `assay-promptfoo-${randomUUID()}`);
  env["PROMPTFOO_CONFIG_DIR"] = ownFolder;
  process.once("exit", removeOwnFolder);
}

/** Not at the exit only: threads that are ended have none. */
function removeOwnFolder(): void {
  if (ownFolder !== null) rmSync(ownFolder, { recursive: true, force: true });
}

const silence = new AsyncLocalStorage<true>();
let isFiltered = false;

/**
 * Calls something of promptfoo's. What it and its packages warn of through Node is not printed:
 * our stderr is for our user.
 */
export function silently<Result>(call: () => Promise<Result>): Promise<Result> {
  if (!isFiltered) {
    isFiltered = true;
    const emitWarning = process.emitWarning.bind(process) as (...warning: unknown[]) => void;
    process.emitWarning = (...warning: unknown[]) => {
      if (silence.getStore() !== true) emitWarning(...warning);
    };
  }
  return silence.run(true, call).finally(removeOwnFolder);
}
