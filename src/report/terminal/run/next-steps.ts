import type { Sample } from "../../../record/index.ts";
import { padText, displayWidth, truncateText } from "../layout/index.ts";
import type { RunReport } from "./run-report.ts";
import type { Theme } from "../theme.ts";

/** Where the results are, and the commands that look closer. */
export function renderNextSteps(report: RunReport, { colours, columns }: Theme): readonly string[] {
  const { folder, reference, run, samples } = report;
  const closer =
    samples.find(({ passes }) => passes === false) ??
    samples.find(failsSomewhere) ??
    samples.find(({ verdicts }) => verdicts !== null);
  const version =
    closer && run.promptVersions.length > 1 ? ` --prompt ${closer.promptVersion}` : "";
  const commands = [
    ...(closer
      ? [
          {
            command: `assay show ${reference} ${closer.case}${version}`,
            purpose: "one answer's verdicts beside its code",
          },
        ]
      : []),
    { command: "assay runs", purpose: "all runs" },
  ];
  const widest = Math.max(...commands.map(({ command }) => displayWidth(command)));
  return [
    `${colours.dim("results")}  ${truncateText(folder, columns - 9)}`,
    ...commands.map(({ command, purpose }, index) => {
      const room = columns - 9 - widest - 2;
      const note = displayWidth(purpose) <= room ? colours.dim(purpose) : "";
      const lead = colours.dim(index === 0 ? "look at" : "       ");
      return `${lead}  ${padText(truncateText(command, columns - 9), widest)}  ${note}`.trimEnd();
    }),
  ];
}

function failsSomewhere({ verdicts }: Sample): boolean {
  return Object.values(verdicts ?? {}).some(({ outcome }) => outcome === "fail");
}
