import type { StepGate, Trend } from "../../../compare/index.ts";
import { styleOfDecision } from "../compare/decision-style.ts";
import { formatP, formatPoints } from "../compare/format-points.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable } from "../layout/index.ts";
import type { HistoryTheme } from "./history-report.ts";
import { gatesOf, isChanged, isWithinNoise, type LetteredStep } from "./letters.ts";

const mostCases = 3;

/** What changed with which run, the newest first: the gates, and what the run was made of. */
export function renderSteps(
  trend: Trend,
  lettered: readonly LetteredStep[],
  theme: HistoryTheme,
): readonly string[] {
  return lettered
    .toReversed()
    .flatMap((one, index) => [...(index > 0 ? [""] : []), ...renderStep(trend, one, theme)]);
}

function renderStep(
  trend: Trend,
  { letter, at, step }: LetteredStep,
  theme: HistoryTheme,
): readonly string[] {
  const { colours, columns } = theme;
  const point = trend.points[at];
  const when = (point?.startedAt ?? "").slice(0, 16).replace("T", " ");
  const gates = gatesOf(step);
  const changed = gates.filter(isChanged);
  const noise = gates.filter((gate) => gate.gate !== null && isWithinNoise(gate)).length;
  const wrapped = (text: string) => paragraph(text, { width: columns, first: 3, rest: 5 });
  const causes = step.changes.map(({ description }) => description);
  return [
    `${colours.bold(colours.cyan(letter))}  ${when} UTC  ${colours.dim(step.to)}`,
    ...wrapped(
      causes.length > 0
        ? `changed: ${printable(causes.join("; "))}`
        : "changed: nothing that is recorded. The model behind the name, or chance",
    ),
    ...changed.flatMap((gate) => {
      const { paint } = styleOfDecision(gate.decision, theme);
      const [first = "", ...rest] = wrapped(describeGate(gate, theme));
      return [paint(first), ...rest];
    }),
    ...(step.compared === null
      ? wrapped("The two runs have no case in common: nothing can be said.")
      : noise > 0
        ? wrapped(
            `~ ${formatCount(noise, changed.length > 0 ? "other gate" : "gate")} moved, within noise`,
          )
        : changed.length === 0
          ? wrapped("No gate moved.")
          : []),
  ];
}

/** `✗ auth −60 pp (p=.002): jwt-auth 3/3 → 0/3, wallet 3/3 → 1/3 and 2 more`. */
function describeGate(gate: StepGate, theme: HistoryTheme): string {
  const { mark, words } = styleOfDecision(gate.decision, theme);
  const { difference, p, flips } = gate;
  const isUp = gate.decision === "improved";
  const size = difference ? ` ${formatPoints(difference.estimate)}` : "";
  const test = p ? ` (${words}, ${formatP(isUp ? p.better : p.worse)})` : "";
  const own = flips.filter(({ direction }) => direction === (isUp ? "better" : "worse"));
  const names = own
    .slice(0, mostCases)
    .map(
      ({ case: id, before, after }) =>
        `${printable(id)} ${before.passes}/${before.answers} → ${after.passes}/${after.answers}`,
    );
  const more = own.length > mostCases ? ` and ${own.length - mostCases} more` : "";
  const cases = names.length > 0 ? `: ${names.join(", ")}${more}` : "";
  return `${mark} ${gate.gate ?? "every required gate"}${size}${test}${cases}`;
}
