import { LineCounter, parseDocument } from "yaml";

/**
 * Line of a value in JSON text, which is read as YAML, as JSON is a part of that; of what is around
 * it, where the value is not there.
 *
 * @returns 1-based
 */
export function findJsonLine(text: string, keys: readonly (string | number)[]): number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let length = keys.length; length > 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return 1;
}

/** 1-based line that an error of JSON.parse is about; the last one, where it does not say. */
export function findSyntaxErrorLine(text: string, error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  const line = /\(line (\d+) column \d+\)/u.exec(message)?.[1];
  return line === undefined ? text.trimEnd().split("\n").length : Number(line);
}
