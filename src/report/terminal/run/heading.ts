import type { RunRecord, Sample } from "../../../record/index.ts";
import { formatCount } from "../format-rate.ts";
import { printable, wrapText } from "../layout/index.ts";
import type { RunReport } from "./run-report.ts";
import type { Theme } from "../theme.ts";

/** What must be known before any number: where the answers come from, and of which run. */
export function renderHeading({ run, samples }: RunReport, theme: Theme): readonly string[] {
  const { colours, columns } = theme;
  const notices = run.notices.length > 0 ? run.notices : describeOrigin(run, samples);
  return [
    ...notices
      .flatMap((notice) => wrapText(printable(notice), columns))
      .map((line) => colours.bold(line)),
    ...wrapText(describeRun(run), columns).map((line) => colours.dim(line)),
  ];
}

/** For a run that came without notices: that its answers are recordings. */
function describeOrigin(run: RunRecord, samples: readonly Sample[]): readonly string[] {
  const isReplay =
    run.models.every(({ kind }) => kind === "recordings") ||
    samples.some(({ answer }) => answer?.source === "recording");
  return isReplay ? ["Recorded answers: no model was asked for them now."] : [];
}

function describeRun(run: RunRecord): string {
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
    `run\u00A0${run.id}`,
  ].join(" · ");
}
