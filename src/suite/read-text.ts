import { readFileSync } from "node:fs";
import { UserError } from "../user-error.ts";

/**
 * The text of a file, its byte order mark taken off. A UserError where there is no such file, where
 * it is a folder, and where it is not UTF-8 text.
 */
export function readText(path: string, what: string): string {
  const bytes = readBytes(path, what);
  if (bytes.includes(0)) {
    throw new UserError("suite/not-text", `The ${what} is not a UTF-8 text file.`, {
      place: path,
      hint: "Save it as UTF-8 text.",
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError("suite/not-text", `The ${what} is not valid UTF-8.`, {
      place: `${path}:${lineOfBadByte(bytes)}`,
      hint: "Save it as UTF-8 text.",
      cause,
    });
  }
}

function readBytes(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new UserError("suite/no-such-file", `There is no ${what} here.`, {
        place: path,
        hint: "Check the path.",
        cause,
      });
    }
    if (code === "EISDIR") {
      throw new UserError("suite/is-folder", `The ${what} is a folder, not a file.`, {
        place: path,
        hint: "Name the file in it.",
        cause,
      });
    }
    if (code === "EACCES" || code === "EPERM") {
      throw new UserError("suite/not-readable", `The ${what} cannot be read: no permission.`, {
        place: path,
        hint: "Allow reading it.",
        cause,
      });
    }
    throw cause;
  }
}

function lineOfBadByte(bytes: Buffer): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, start);
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    start = end + 1;
    line += 1;
  }
}
