/** Marks of the report and what stands for them, one cell each. */
const plain: ReadonlyMap<string, string> = new Map([
  ["✓", "+"],
  ["✗", "x"],
  ["−", "-"],
  ["–", "-"],
  ["·", "|"],
  ["…", "."],
  ["→", ">"],
  ["×", "x"],
  ["“", '"'],
  ["”", '"'],
  ["\u00A0", " "],
]);

/** A report for a terminal that has ASCII only: its own marks replaced, anything else a `?`. */
export function toAscii(text: string): string {
  // oxlint-disable-next-line no-control-regex -- colours begin with an escape, and stay
  return text.replaceAll(/[^\u0000-\u007F]/gu, (mark) => plain.get(mark) ?? "?");
}
