import { textOf } from "../answer/index.ts";
import type { SyntaxNode } from "../answer/index.ts";

/**
 * Whether a definition stands in the request with the same words: the user's own code, repeated
 * unchanged. White space at the ends of lines and the indentation of the whole do not count.
 */
export function isQuotedFromRequest(definition: SyntaxNode, request: string | null): boolean {
  if (request === null) return false;
  const text = textOf(definition);
  // Nearly all definitions are the answer's own, which their first line tells.
  const [head = ""] = text.split("\n", 1);
  if (!request.includes(normalise(head))) return false;
  const lines = text.split("\n").map(normalise);
  const wanted = lines.filter((line) => line !== "").join("\n");
  const given = request
    .split("\n")
    .map(normalise)
    .filter((line) => line !== "")
    .join("\n");
  return wanted !== "" && `\n${given}\n`.includes(`\n${wanted}\n`);
}

function normalise(line: string): string {
  return line.trim();
}
