import { describeRun, listNotices } from "../../run-words.ts";
import { printable, wrapText } from "../layout/index.ts";
import type { RunReport } from "./run-report.ts";
import type { Theme } from "../theme.ts";

/** What must be known before any number: where the answers come from, and of which run. */
export function renderHeading({ run, samples }: RunReport, theme: Theme): readonly string[] {
  const { colours, columns } = theme;
  return [
    ...listNotices(run, samples)
      .flatMap((notice) => wrapText(printable(notice), columns))
      .map((line) => colours.bold(line)),
    ...wrapText(describeRun(run), columns).map((line) => colours.dim(line)),
  ];
}
