import type { RunReport } from "./run-report.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable, wrapText } from "../layout/index.ts";
import type { Theme } from "../theme.ts";

/** What must be known before any number: where the answers come from, and of which run. */
export function renderHeading(report: RunReport, theme: Theme): readonly string[] {
  const { colours, columns } = theme;
  const origin = describeOrigin(report);
  return [
    ...(origin === null ? [] : wrapText(origin, columns).map((line) => colours.bold(line))),
    ...report.run.notices.flatMap((notice) =>
      paragraph(printable(notice), { width: columns }).map((line) => colours.yellow(line)),
    ),
    ...paragraph(describeRun(report), { width: columns }).map((line) => colours.dim(line)),
  ];
}

/** That answers are recordings, of when, and that nothing was asked; null: all are live. */
function describeOrigin({ run, samples }: RunReport): string | null {
  const answers = samples.flatMap(({ answer }) => (answer ? [answer] : []));
  const recorded = answers.filter(({ source }) => source === "recording");
  if (recorded.length === 0) {
    const replays = run.models.every(({ kind }) => kind === "recordings");
    return replays ? "Replay of recorded answers: no model was asked." : null;
  }
  const days = recorded
    .flatMap(({ answeredAt }) => (answeredAt === null ? [] : [answeredAt.slice(0, 10)]))
    .toSorted();
  const [first, last] = [days[0], days.at(-1)];
  const when =
    first === undefined
      ? "of unknown date"
      : first === last
        ? `of ${first}`
        : `of ${first} to ${last}`;
  return recorded.length === answers.length
    ? `Recorded answers ${when}: no model was asked.`
    : `${recorded.length} of ${answers.length} answers are recordings ${when}; the others were asked live.`;
}

function describeRun({ run }: RunReport): string {
  const live = run.models.filter(({ kind }) => kind !== "recordings").map(({ id }) => id);
  const factors = [
    formatCount(run.suite.cases.length, "case"),
    ...(run.promptVersions.length > 1
      ? [formatCount(run.promptVersions.length, "prompt version")]
      : []),
    ...(run.models.length > 1 ? [formatCount(run.models.length, "model")] : []),
    ...(run.repeats > 1 ? [formatCount(run.repeats, "repeat")] : []),
  ];
  return [
    printable(run.agent.name),
    factors.join(" × "),
    ...(live.length > 0 ? [printable(live.join(", "))] : []),
    `run ${run.id}`,
  ].join(" · ");
}
