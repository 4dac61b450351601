import { readFileSync, statSync } from "node:fs";
import { UserError } from "../user-error.ts";
import { parseAgent } from "./parse-agent.ts";
import type { Agent } from "./types.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads an agent file.
 * @throws UserError where there is no such file, where it is a folder, binary or not UTF-8, and for all that `parseAgent` refuses.
 */
export function readAgent(path: string): Agent {
  return parseAgent(decode(readBytes(path), path), path);
}

function readBytes(path: string): Uint8Array {
  try {
    if (statSync(path).isDirectory()) {
      throw new UserError("agent/is-a-folder", "this is a folder, not an agent file", {
        place: path,
        hint: "Name the agent file itself, for example agents/my-agent.md.",
      });
    }
    return readFileSync(path);
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause)) throw cause;
    if (cause instanceof UserError) throw cause;
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") {
      throw new UserError("agent/no-such-file", "there is no such agent file", {
        place: path,
        hint: "Check the path; it is relative to the folder in which you are.",
        cause,
      });
    }
    const denied = cause.code === "EACCES" || cause.code === "EPERM";
    const reason = denied ? "no permission" : cause.message;
    throw new UserError("agent/unreadable", `the agent file cannot be read: ${reason}`, {
      place: path,
      hint: "Check the path and the rights on the file.",
      cause,
    });
  }
}

function decode(bytes: Uint8Array, path: string): string {
  const [first, second] = bytes;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!utf16 && bytes.includes(0)) {
    throw new UserError("agent/binary", "this is a binary file, not Markdown", {
      place: path,
      hint: "Name a Markdown file with YAML front matter.",
    });
  }
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new UserError(
      "agent/not-utf8",
      utf16 ? "the file is UTF-16, not UTF-8" : "the file is not UTF-8",
      {
        place: `${path}:${utf16 ? 1 : firstBadLine(bytes)}`,
        hint: "Save the file as UTF-8.",
        cause,
      },
    );
  }
}

/** The line that holds the first byte which is not UTF-8. A line feed is never part of a longer character. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    try {
      utf8.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
    line += 1;
  }
  return line;
}
