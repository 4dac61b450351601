import type { StepGate, TrendStep } from "../../../compare/index.ts";
import { formatP, formatPoints, styleOfDecision } from "../compare/index.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable } from "../layout/index.ts";
import type { HistoryTheme } from "./history-report.ts";
import { gatesOf, isChanged, isWithinNoise, type LetteredStep } from "./letters.ts";

const mostCases = 3;

/** What changed with which run, the newest first: the gates, and what the run was made of. */
export function renderSteps(
  lettered: readonly LetteredStep[],
  theme: HistoryTheme,
): readonly string[] {
  return lettered
    .toReversed()
    .flatMap((one, index) => [...(index > 0 ? [""] : []), ...renderStep(one, theme)]);
}

function renderStep(
  { letter, startedAt, step }: LetteredStep,
  theme: HistoryTheme,
): readonly string[] {
  const { colours, columns } = theme;
  const when = startedAt.slice(0, 16).replace("T", " ");
  const wrapped = (text: string) => paragraph(text, { width: columns, first: 3, rest: 5 });
  const causes = step.changes.map(({ description }) => description);
  return [
    `${colours.bold(colours.cyan(letter))}  ${when} UTC`,
    ...wrapped(`run ${step.to}`).map((line) => colours.dim(line)),
    ...wrapped(
      causes.length > 0
        ? `changed: ${printable(causes.join("; "))}`
        : "changed: nothing that is recorded. The model behind the name, or chance",
    ),
    ...renderGates(step, { wrapped, theme }),
  ];
}

/** Required gates one by one with the cases that flipped, advisory ones in a line, noise in a number. */
function renderGates(
  step: TrendStep,
  options: { readonly wrapped: (text: string) => readonly string[]; readonly theme: HistoryTheme },
): readonly string[] {
  const { wrapped, theme } = options;
  if (step.compared === null) {
    return wrapped("The two runs have no case in common: nothing can be said.");
  }
  const gates = gatesOf(step);
  const changed = gates.filter(isChanged);
  const required = changed.filter(({ level }) => level === "required");
  const single = required.filter(({ gate }) => gate !== null);
  const noise = gates.filter((gate) => gate.gate !== null && isWithinNoise(gate)).length;
  const marked = required.flatMap((gate) => {
    const { paint } = styleOfDecision(gate.decision, theme);
    // The cases of all required gates together are told with the gates that lost them.
    const hasCases = gate.gate !== null || single.length === 0;
    const [first = "", ...rest] = wrapped(describeGate(gate, { hasCases, theme }));
    return [paint(first), ...rest];
  });
  const advisory = changed
    .filter(({ level }) => level === "advisory")
    .map(
      (gate) =>
        `${styleOfDecision(gate.decision, theme).mark} ${gate.gate} ${formatPoints(gate.difference?.estimate ?? 0)}`,
    );
  const broken = single.some(({ decision }) => decision !== "improved")
    ? []
    : step.compared.brokenCases.map(
        ({ case: id, before, after }) =>
          `${printable(id)} ${before.passes}/${before.answers} → ${after.passes}/${after.answers}`,
      );
  const { mark, paint: paintBroken } = styleOfDecision("case-broken", theme);
  return [
    ...marked,
    ...(broken.length > 0
      ? wrapped(`${mark} case broken: ${broken.slice(0, mostCases).join(", ")}`).map((line) =>
          paintBroken(line),
        )
      : []),
    ...(advisory.length > 0 ? wrapped(`advisory: ${advisory.join(", ")}`) : []),
    ...(noise > 0
      ? wrapped(
          `~ ${formatCount(noise, changed.length > 0 ? "other gate" : "gate")} moved, within noise`,
        )
      : changed.length + broken.length === 0
        ? wrapped("No gate moved.")
        : []),
  ];
}

/** `✗ auth −60 pp (regressed, p=.002): jwt-auth 3/3 → 0/3, wallet 3/3 → 1/3 and 2 more`. */
function describeGate(
  gate: StepGate,
  { hasCases, theme }: { readonly hasCases: boolean; readonly theme: HistoryTheme },
): string {
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
  const cases = hasCases && names.length > 0 ? `: ${names.join(", ")}${more}` : "";
  return `${mark} ${gate.gate ?? "every required gate"}${size}${test}${cases}`;
}
