import type { Sample } from "../../../record/index.ts";
import { padText, displayWidth, wrapText } from "../layout/index.ts";
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
    // Where the run must be named by its folder, it is not among those that are listed.
    ...(reference === folder ? [] : [{ command: "assay runs", purpose: "all runs" }]),
  ];
  const widest = Math.max(0, ...commands.map(({ command }) => displayWidth(command)));
  const room = columns - labelWidth;
  // A purpose beside each command, or beside none.
  const hasRoom = commands.every(({ purpose }) => widest + 2 + displayWidth(purpose) <= room);
  const lines = commands.flatMap(({ command, purpose }) =>
    hasRoom ? [`${padText(command, widest)}  ${colours.dim(purpose)}`] : wrapText(command, room),
  );
  return [
    ...labelled("results", wrapText(folder, room), colours),
    ...labelled("look at", lines, colours),
  ];
}

const labelWidth = "results  ".length;

function labelled(
  label: string,
  lines: readonly string[],
  { dim }: Theme["colours"],
): readonly string[] {
  return lines.map((line, index) =>
    index === 0 ? `${dim(label)}  ${line}` : " ".repeat(labelWidth) + line,
  );
}

function failsSomewhere({ verdicts }: Sample): boolean {
  return Object.values(verdicts ?? {}).some(({ outcome }) => outcome === "fail");
}
