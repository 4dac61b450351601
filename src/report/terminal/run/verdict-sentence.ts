import type { ArmSummary } from "../../summarise-run.ts";
import { formatCount, formatInterval, formatRate } from "../format-rate.ts";
import { paragraph, printable, renderTable, type Cell } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import { uncheckedGates } from "./unchecked-gates.ts";
import type { RunReport } from "./run-report.ts";
import type { Theme } from "../theme.ts";
import { findMissedThresholds } from "../../thresholds.ts";

/** What came out: a sentence, and a line for each arm where there are several. */
export function renderVerdict(report: RunReport, theme: Theme): readonly string[] {
  const { outcome, text } = describeTotal(
    report.arms.map(({ total }) => total),
    requiredGates(report.arms),
  );
  const { mark, paint } = styleOfOutcome(outcome, theme);
  const [first = "", ...rest] = paragraph(`${mark} ${text}`, {
    width: theme.columns,
    first: 0,
    rest: 2,
  });
  return [
    [first, ...rest].map((line) => theme.colours.bold(paint(line))).join("\n"),
    ...(report.arms.length > 1 ? renderArms(report.arms, theme) : []),
    ...renderCaveats(report, theme),
  ].flatMap((line) => line.split("\n"));
}

type Total = ArmSummary["total"];

/** What passing stands for: a required gate that nothing decides must not seem to be met. */
function requiredGates(arms: readonly ArmSummary[]): string {
  const open = uncheckedGates(arms);
  const isOpen = arms[0]?.gates.some(
    ({ gate, level }) => level === "required" && open.includes(gate),
  );
  return isOpen ? "required gate that is checked" : "required gate";
}

function describeTotal(
  totals: readonly Total[],
  gates: string,
): {
  readonly outcome: "pass" | "fail" | "error";
  readonly text: string;
} {
  const sum = (count: (total: Total) => number) =>
    totals.reduce((all, total) => all + count(total), 0);
  const samples = sum((total) => total.samples);
  const passed = sum((total) => total.passed);
  const failed = sum((total) => total.failed);
  const answers = formatCount(samples, "answer");
  const [only] = totals;
  const rate =
    totals.length === 1 && only?.interval
      ? ` (${formatRate(only.rate)}, 95% interval ${formatInterval(only.interval)})`
      : "";
  if (passed + failed === 0) {
    return {
      outcome: "error",
      text: samples === 0 ? "Nothing was run." : `Nothing was decided about ${answers}.`,
    };
  }
  if (failed > 0) {
    return {
      outcome: "fail",
      // Answers that are missing are no part of it: the lines below say how many there are.
      text: `${failed} of ${formatCount(passed + failed, "answer")} ${failed === 1 ? "fails" : "fail"} a required gate; ${passed} ${passed === 1 ? "passes" : "pass"}${rate}.`,
    };
  }
  return passed === samples
    ? {
        outcome: "pass",
        text: `${samples === 1 ? "The answer passes" : `All ${answers} pass`} every ${gates}${rate}.`,
      }
    : {
        outcome: "error",
        text: `${passed} of ${answers} ${passed === 1 ? "passes" : "pass"} every ${gates}${rate}; none fails.`,
      };
}

function renderArms(arms: readonly ArmSummary[], theme: Theme): readonly string[] {
  const rows = arms.map(({ label, total }): readonly Cell[] => {
    const { mark, paint } = styleOfOutcome(
      total.failed > 0 ? "fail" : total.passed === total.samples ? "pass" : "error",
      theme,
    );
    return [
      { text: `  ${mark}`, paint },
      { text: printable(label) },
      { text: `${total.passed} of ${total.passed + total.failed} pass` },
      { text: formatRate(total.rate) },
      { text: formatInterval(total.interval), paint: theme.colours.dim },
    ];
  });
  const columns = [
    { title: "" },
    { title: "", shrinksTo: 12, gap: 1 },
    { title: "", align: "right" },
    { title: "", align: "right" },
    { title: "", align: "right" },
  ] as const;
  return renderTable({ columns, rows }, theme.columns);
}

function describeIncomplete({
  samples,
  reference,
}: Pick<RunReport, "samples" | "reference">): string {
  const overBudget = samples.filter(({ status }) => status === "over budget").length;
  return overBudget > 0
    ? `The run is partial: ${formatCount(overBudget, "answer")} did not fit the budget; \`assay run --resume ${reference} --budget <more>\` goes on.`
    : `The run is incomplete: too much is missing; \`assay run --retry-errors ${reference}\` asks that again.`;
}

/** What keeps the sentence from being the whole truth. */
function renderCaveats(
  { run, arms, samples, reference }: RunReport,
  theme: Theme,
): readonly string[] {
  const count = (of: (total: Total) => number) =>
    arms.reduce((all, { total }) => all + of(total), 0);
  const missing = count(({ missing: number }) => number);
  const undecided = count(({ undecided: number }) => number);
  const unchecked = uncheckedGates(arms);
  const caveats = [
    ...findMissedThresholds(arms).map(
      ({ gate, rate, minPassRate, label }) =>
        `Threshold missed: ${gate}${arms.length > 1 ? ` of ${label}` : ""} passes ${formatRate(rate)}, the suite asks for ${formatRate(minPassRate)}.`,
    ),
    ...(missing > 0 ? [`${formatCount(missing, "answer")} missing: not counted in any rate.`] : []),
    ...(undecided > 0
      ? [`No check could say anything about ${formatCount(undecided, "answer")}.`]
      : []),
    ...(run.status === "interrupted" || run.status === "running"
      ? [`The run was interrupted; \`assay run --resume ${reference}\` goes on.`]
      : []),
    ...(run.status === "incomplete" ? [describeIncomplete({ samples, reference })] : []),
  ];
  const gates = arms[0]?.gates.length ?? 0;
  return [
    ...caveats.flatMap((text) =>
      paragraph(`! ${text}`, { width: theme.columns, rest: 2 }).map((line) =>
        theme.colours.yellow(line),
      ),
    ),
    ...(unchecked.length > 0
      ? paragraph(
          `${unchecked.length} of ${formatCount(gates, "gate")} ${unchecked.length === 1 ? "is" : "are"} not checked yet: this says nothing about them.`,
          { width: theme.columns, first: 2 },
        ).map((line) => theme.colours.dim(line))
      : []),
  ];
}
