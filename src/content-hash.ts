import { createHash } from "node:crypto";

/**
 * `sha256:` and 64 hexadecimal digits of a text. Line ends are read as LF, so that a checkout
 * with CRLF has the same hashes.
 */
export function hashText(text: string): string {
  const normalised = text.replaceAll("\r\n", "\n");
  return `sha256:${createHash("sha256").update(normalised, "utf8").digest("hex")}`;
}
