import type { Outcome, Sample, Verdict } from "../../../record/index.ts";
import type { GateSummary } from "../../summarise-run.ts";
import { formatCount } from "../format-rate.ts";
import { displayWidth, paragraph, printable, truncateText } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import type { RunReport } from "./run-report.ts";
import { labelSample } from "../sample-label.ts";
import type { Theme } from "../theme.ts";

interface Finding {
  readonly sample: Sample;
  readonly verdict: Verdict;
}

/**
 * What failed, then what could not be decided, by gate: the case, the reason, and the first place
 * in the answer.
 *
 * @param mostPerGate how many findings of a gate are shown; the others are counted
 */
export function renderFailures(
  report: RunReport,
  theme: Theme,
  { mostPerGate = 5 }: { readonly mostPerGate?: number } = {},
): readonly string[] {
  const gates = (report.arms[0]?.gates ?? []).toSorted(
    (a, b) => Number(b.level === "required") - Number(a.level === "required"),
  );
  const groups = (["fail", "error"] as const).flatMap((outcome) =>
    gates.map((gate) => renderGroup(gate, outcome, { report, theme, mostPerGate })),
  );
  return joinGroups(groups.filter((lines) => lines.length > 0));
}

function joinGroups(groups: readonly (readonly string[])[]): readonly string[] {
  return groups.flatMap((lines, index) => (index === 0 ? lines : [""].concat(lines)));
}

function renderGroup(
  { gate, level, statement }: GateSummary,
  outcome: Outcome,
  { report, theme, mostPerGate }: { report: RunReport; theme: Theme; mostPerGate: number },
): readonly string[] {
  const findings = findingsOf(report.samples, gate, outcome);
  if (findings.length === 0) return [];
  return [
    ...renderGateTitle({ gate, level, statement, outcome, count: findings.length }, theme),
    ...findings.slice(0, mostPerGate).flatMap((finding) => renderFinding(finding, report, theme)),
    ...renderRest(findings.length - mostPerGate, gate, report, theme),
  ];
}

function findingsOf(
  samples: readonly Sample[],
  gate: string,
  outcome: Outcome,
): readonly Finding[] {
  return samples.flatMap((sample) => {
    const verdict = sample.verdicts?.[gate];
    return verdict?.outcome === outcome ? [{ sample, verdict }] : [];
  });
}

function renderGateTitle(
  title: {
    readonly gate: string;
    readonly level: string;
    readonly statement: string;
    readonly outcome: Outcome;
    readonly count: number;
  },
  theme: Theme,
): readonly string[] {
  const { colours, columns } = theme;
  const { mark, word, plural, paint } = styleOfOutcome(title.outcome, theme);
  const head = `${mark} ${title.gate}`;
  const verb = title.count === 1 ? word : plural;
  const facts = `  ${formatCount(title.count, "answer")} ${verb} · ${title.level} · `;
  const room = columns - displayWidth(head);
  const tail = truncateText(facts + printable(title.statement), room);
  return [colours.bold(paint(head)) + colours.dim(tail)];
}

function renderFinding(
  { sample, verdict }: Finding,
  { run }: RunReport,
  theme: Theme,
): readonly string[] {
  const { colours, columns } = theme;
  const label = labelSample(run, sample);
  const [first = "", ...rest] = paragraph(`${label}: ${printable(verdict.reason)}`, {
    width: columns,
    first: 2,
    rest: 4,
  });
  const head = first.startsWith(`  ${label}:`)
    ? `  ${colours.bold(label)}:${first.slice(label.length + 3)}`
    : first;
  return [head, ...rest, ...renderPlace(verdict, theme)];
}

/** The first place of a verdict, in one line, and how many more there are. */
function renderPlace({ evidence }: Verdict, { colours, columns }: Theme): readonly string[] {
  const [first] = evidence;
  if (!first) return [];
  const more = evidence.length > 1 ? `  +${evidence.length - 1} more` : "";
  const indent = 4;
  const place = truncateText(
    `${printable(first.file)}:${first.line}`,
    columns - indent - displayWidth(more),
  );
  const room = columns - indent - displayWidth(place) - 2 - displayWidth(more);
  // A few cells of code say nothing.
  const excerpt = room >= 12 ? truncateText(printable(first.excerpt), room) : "";
  return [
    `${" ".repeat(indent)}${colours.cyan(place)}${excerpt === "" ? "" : `  ${excerpt}`}${colours.dim(more)}`,
  ];
}

function renderRest(
  count: number,
  gate: string,
  { reference }: RunReport,
  { colours, columns }: Theme,
): readonly string[] {
  if (count <= 0) return [];
  return paragraph(`… ${count} more: assay show ${reference} --gate ${gate}`, {
    width: columns,
    first: 2,
    rest: 4,
  }).map((line) => colours.dim(line));
}
