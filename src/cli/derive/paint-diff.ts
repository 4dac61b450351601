import { printable, type Paint, type Theme } from "../../report/index.ts";

/** A unified diff with its lines coloured; lines are left whole, so that they can be copied. */
export function paintDiff(diff: string, { colours }: Theme): string {
  return diff
    .split("\n")
    .map((line) => paintOf(line, colours)(printable(line)))
    .join("\n");
}

function paintOf(line: string, colours: Theme["colours"]): Paint {
  if (line.startsWith("+++") || line.startsWith("---")) return colours.bold;
  if (line.startsWith("@@")) return colours.cyan;
  if (line.startsWith("+")) return colours.green;
  return line.startsWith("-") ? colours.red : String;
}
