import type { ArmSummary } from "../../summarise-run.ts";
import { uncheckedGates } from "../../unchecked-gates.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, truncateText } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import type { Theme } from "../theme.ts";

/** The last row of the table of gates. */
export function renderUncheckedRow(count: number, theme: Theme): string {
  const { mark, paint } = styleOfOutcome("unchecked", theme);
  const text = `${mark} ${formatCount(count, "gate")} not checked, named below`;
  return paint(truncateText(text, theme.columns));
}

/** Names what nothing decides yet, and says how that is changed. */
export function renderUncheckedGates(
  arms: readonly ArmSummary[],
  suitePath: string | null,
  theme: Theme,
): readonly string[] {
  const open = uncheckedGates(arms);
  if (open.length === 0) return [];
  const { mark, paint } = styleOfOutcome("unchecked", theme);
  const where = suitePath ?? "a suite (`assay derive` writes one)";
  return [
    ...paragraph(`${mark} Not checked yet (a \`check\` in ${where} decides a gate):`, {
      width: theme.columns,
      first: 0,
      rest: 2,
    }),
    ...paragraph(open.join(", "), { width: theme.columns, first: 2 }),
  ].map((line) => paint(line));
}
