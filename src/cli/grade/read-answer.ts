import { readFile } from "node:fs/promises";
import { UserError } from "../../user-error.ts";
import type { Io } from "../io.ts";

/**
 * The text of an answer, from a file, or for `-` from stdin.
 *
 * @throws UserError where there is no file, or no text in it
 */
export async function readAnswer(file: string, { stdin }: Pick<Io, "stdin">): Promise<string> {
  const place = file === "-" ? "stdin" : file;
  const text = decodeText(file === "-" ? await readAll(stdin) : await readBytes(file), place);
  if (text.trim() === "") {
    throw new UserError("grade/empty", "The answer is empty: there is nothing to grade.", {
      place,
      hint: "Give the model's whole reply as Markdown.",
    });
  }
  return text;
}

/** The text of a file that a flag names, such as a request. */
export async function readTextFile(file: string): Promise<string> {
  return decodeText(await readBytes(file), file);
}

async function readAll(stdin: Io["stdin"]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    const messages: Readonly<Record<string, string>> = {
      ENOENT: "There is no such file.",
      ENOTDIR: "There is no such file.",
      EISDIR: "This is a folder, not a file.",
      EACCES: "The file cannot be read: no permission.",
    };
    const message = messages[code];
    if (message === undefined) throw cause;
    throw new UserError("grade/no-file", message, {
      place: file,
      hint: "Name a text file, or - for stdin.",
      cause,
    });
  }
}

function decodeText(bytes: Uint8Array, place: string): string {
  if (bytes.includes(0)) {
    throw new UserError("grade/binary", "This is no text: it has NUL bytes.", {
      place,
      hint: "Give Markdown in UTF-8.",
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError("grade/not-utf-8", "This is not UTF-8 text.", {
      place,
      hint: "Save it as UTF-8.",
      cause,
    });
  }
}
