import type { Comparison } from "../../../compare/index.ts";
import { paragraph, printable } from "../layout/index.ts";
import type { Theme } from "../theme.ts";

const mostCases = 8;

/** Cases whose answers disagree: not counted as changes. */
export function renderFlakyCases({ flakyCases }: Comparison, theme: Theme): readonly string[] {
  if (flakyCases.length === 0) return [];
  const { colours, columns } = theme;
  const words = flakyCases.map(({ case: id, before, after }) => {
    const counts = [before, after].map(({ passes, answers }) => `${passes}/${answers}`);
    const confirmed = before.confirmed || after.confirmed ? ", confirmed" : "";
    return counts[0] === counts[1]
      ? `${printable(id)} ${counts[0]} on both${confirmed}`
      : `${printable(id)} ${counts.join(" → ")}${confirmed}`;
  });
  const more = words.length > mostCases ? `; and ${words.length - mostCases} more` : "";
  const text = `⚠ flaky, not counted as changes of their own: ${words.slice(0, mostCases).join("; ")}${more}.`;
  return paragraph(text, { width: columns, first: 0, rest: 2 }).map((line) => colours.yellow(line));
}
