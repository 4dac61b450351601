import type { Comparison, GateComparison } from "../../../compare/index.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import type { ComparisonView } from "./comparison-view.ts";
import { styleOfDecision } from "./decision-style.ts";
import {
  formatBounds,
  formatCases,
  formatConfidence,
  formatP,
  formatPoints,
  formatSize,
} from "../format-points.ts";

const mostNames = 3;

/** The verdict on each candidate, in a sentence or two, and what keeps it from being all. */
export function renderVerdicts(
  { report, hasBlessedBaseline = false }: ComparisonView,
  theme: Theme,
): readonly string[] {
  const { comparisons } = report;
  return comparisons.flatMap((comparison) => {
    const { mark, paint } = styleOfDecision(comparison.verdict.kind, theme);
    const name = comparisons.length > 1 ? `${printable(comparison.after.name)} ` : "";
    const [lead, ...more] = sentencesOf(comparison, { hasBlessedBaseline });
    const lines = paragraph(`${mark} ${name}${lead}`, { width: theme.columns, first: 0, rest: 2 });
    return [
      ...lines.map((line) => theme.colours.bold(paint(line))),
      ...more.flatMap((text) => paragraph(text, { width: theme.columns, first: 2 })),
    ];
  });
}

function sentencesOf(
  comparison: Comparison,
  known: { readonly hasBlessedBaseline: boolean },
): readonly [string, ...string[]] {
  const { verdict, margin, total } = comparison;
  const [lead = total, ...others] = verdict.gates.map((id) => gateOf(comparison, id));
  const size = describeSize(lead, comparison);
  const also = others.length > 0 ? [`Also ${others.map(nameWithPoints).join(", ")}.`] : [];
  switch (verdict.kind) {
    case "regressed":
      return [
        `regressed: ${nameWithPoints(lead)} (${size}).`,
        ...describeFlips(lead, "worse"),
        ...also,
      ];
    case "case-broken":
      return [
        `case broken: ${listCases(comparison.brokenCases.map(describeMove))}.`,
        ...(total.decision === "inconclusive" || total.decision === "no-regression"
          ? [`All cases together ${changeOf(total)} (${size}), within noise.`]
          : [`All cases together ${changeOf(total)} (${size}).`]),
      ];
    case "improved":
      return [
        `improved: ${nameWithPoints(lead)} (${size}).`,
        ...describeFlips(lead, "better"),
        ...also,
        ...describeOpen(comparison),
      ];
    case "worse-within-margin":
      return [
        `worse, within the margin of ${formatSize(margin)}: ${nameWithPoints(lead)} (${size}).`,
        ...also,
      ];
    case "no-regression":
      return [
        `no regression beyond ${formatSize(margin)}: ${changeOf(total)} (${size}). So it is for every required gate.`,
      ];
    case "inconclusive":
      return [
        `inconclusive: ${changeOf(total)} in answers that pass every required gate (${size}).`,
        ...describeOpen(comparison),
        describePower(comparison, known),
      ];
    case "incomplete":
      return [
        `inconclusive: too much is missing (${describeMissing(comparison)}). A part of the answers proves nothing.`,
      ];
    case "nothing-compared":
      return ["nothing to compare: no required gate is decided on both sides."];
    default:
      return verdict.kind satisfies never;
  }
}

function gateOf({ total, gates }: Comparison, id: string | null): GateComparison {
  return gates.find(({ gate }) => gate === id) ?? total;
}

/** `tests −81 pp`; of all required gates together the change alone. */
function nameWithPoints(gate: GateComparison): string {
  return gate.gate === null
    ? `${changeOf(gate)} in answers that pass every required gate`
    : `${gate.gate} ${changeOf(gate)}`;
}

function changeOf({ difference }: GateComparison): string {
  return difference ? formatPoints(difference.estimate) : "not compared";
}

/** `90% CI −19 to −5; 20 cases × 5; p=.004`. */
function describeSize(gate: GateComparison, { alpha, verdict }: Comparison): string {
  const { difference, p } = gate;
  if (!difference || !p) return formatCases(gate);
  const isUp = verdict.kind === "improved";
  const hasTest = isUp || ["regressed", "worse-within-margin"].includes(verdict.kind);
  return [
    `${formatConfidence(alpha)} ${formatBounds(difference)}`,
    formatCases(gate),
    ...(hasTest ? [formatP(isUp ? p.better : p.worse)] : []),
  ].join("; ");
}

function describeFlips({ flips }: GateComparison, wanted: "worse" | "better"): readonly string[] {
  const found = flips
    .filter(({ direction }) => direction === wanted)
    .toSorted((a, b) => moveOf(b) - moveOf(a));
  if (found.length === 0) return [];
  const title = wanted === "worse" ? "Worst" : "Best";
  return [`${title}: ${listCases(found.map(describeMove))}.`];
}

type Move = Pick<Comparison["brokenCases"][number], "case" | "before" | "after">;

function moveOf({ before, after }: Move): number {
  return Math.abs(after.passes / after.answers - before.passes / before.answers);
}

function describeMove({ case: id, before, after }: Move): string {
  return `${printable(id)} ${before.passes}/${before.answers} → ${after.passes}/${after.answers}`;
}

function listCases(words: readonly string[]): string {
  const more = words.length > mostNames ? ` and ${words.length - mostNames} more` : "";
  return words.slice(0, mostNames).join(", ") + more;
}

/** Required gates about which the data cannot tell. */
function describeOpen({ verdict, gates }: Comparison): readonly string[] {
  const open = verdict.open.filter((gate) => gate !== null);
  const required = gates.filter(({ level, pairs }) => level === "required" && pairs > 0);
  if (open.length === 0) return [];
  return open.length === required.length && open.length > 1
    ? [`~ The data cannot tell about any of the ${open.length} required gates.`]
    : [`~ The data cannot tell about ${open.join(", ")}.`];
}

/** What this comparison could have told, and what would tell more. */
function describePower(
  { power, margin, total }: Comparison,
  { hasBlessedBaseline }: { readonly hasBlessedBaseline: boolean },
): string {
  const { detectable, flipsNeeded, repeatsNeeded, casesNeeded, repeatsForBrokenCase } = power;
  const size = detectable === null ? null : `${Math.max(1, Math.round(detectable * 100))} pp`;
  if (flipsNeeded !== null) {
    const [remedy, finer] = hasBlessedBaseline
      ? ["`assay plan` says what can.", "`assay plan` says what less takes."]
      : ["Use --repeat 5, or add cases.", "For less use --repeat 5, or add cases."];
    const cases = formatCount(total.pairs, "case");
    const found = size === null ? "" : `a drop of ${size} would be found four times in five, `;
    return flipsNeeded > total.pairs
      ? `One answer each of ${cases} cannot tell anything: even if all turned worse, it could be chance. ${remedy}`
      : `With one answer each, ${flipsNeeded} of ${cases} must turn worse and none better to tell; ${found}one broken case never. ${finer}`;
  }
  const goal = formatSize(margin);
  const could =
    size === null
      ? "This comparison could not detect any drop reliably"
      : `This comparison could detect about ${size}`;
  if (hasBlessedBaseline) return `${could}; \`assay plan\` says what ${goal} take.`;
  const more = casesNeeded === null ? "add cases" : `add cases (${casesNeeded} in all)`;
  const remedy =
    repeatsNeeded === null
      ? `${more}: more repeats of these do not help`
      : `use --repeat ${repeatsNeeded}, or ${more}`;
  const isBlind =
    repeatsForBrokenCase !== null && total.answers.after < repeatsForBrokenCase * total.pairs;
  const blindness = isBlind ? ` One broken case shows from --repeat ${repeatsForBrokenCase}.` : "";
  return `${could}; for ${goal} ${remedy}.${blindness}`;
}

function describeMissing({ before, after }: Comparison): string {
  return [before, after]
    .filter(({ missing }) => missing > 0)
    .map(({ missing, samples, name }) => `${missing} of ${samples} answers of ${printable(name)}`)
    .join(", ");
}
