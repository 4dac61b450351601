import type { Comparison, GateComparison } from "../../../compare/index.ts";
import { formatCount, formatRate } from "../format-rate.ts";
import { paragraph, printable, renderTable, type Cell, type Row } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import { letterOf } from "./comparison-view.ts";
import { styleOfDecision } from "./decision-style.ts";
import {
  formatBounds,
  formatConfidence,
  formatP,
  formatPoints,
  formatSize,
} from "../format-points.ts";

/** From this many columns on, p values have room. */
const wide = 92;

/** A row a gate: the rates over the cases that both decide, the change, and what it means. */
export function renderGateTable(
  comparison: Comparison,
  index: number,
  theme: Theme,
): readonly string[] {
  const { colours, columns } = theme;
  const { gates, total, alpha, margin } = comparison;
  const compared = gates.filter(({ pairs }) => pairs > 0);
  const hasP = columns >= wide;
  const rows = (level: GateComparison["level"]): readonly Row[] => {
    const own = compared.filter((gate) => gate.level === level);
    return own.length === 0
      ? []
      : [
          { across: { text: level, paint: colours.dim } },
          ...own.map((gate) => rowOf(gate, { hasP, theme })),
        ];
  };
  const table = {
    columns: [
      { title: "  gate", shrinksTo: 14 },
      { title: letterOf(0), align: "right" as const },
      { title: letterOf(index + 1), align: "right" as const },
      { title: "change", align: "right" as const },
      { title: formatConfidence(alpha), align: "right" as const },
      ...(hasP ? [{ title: "p", align: "right" as const }] : []),
      { title: "cases", align: "right" as const },
      { title: "" },
    ],
    paintTitles: colours.dim,
    rows: [rowOf(total, { hasP, theme }), ...rows("required"), ...rows("advisory")],
  };
  const hasAdvisory = compared.some(({ level }) => level === "advisory");
  const legend = [
    "change: over the cases that both decide",
    "cases: that flipped to worse and to better",
    `no regression: a drop of ${formatSize(margin)} or more is ruled out`,
    ...(hasAdvisory ? ["advisory gates never fail a comparison"] : []),
  ].join("; ");
  return [
    ...renderTable(table, columns),
    ...paragraph(legend, { width: columns, first: 2 }).map((line) => colours.dim(line)),
    ...renderLeftOver(gates, theme),
  ];
}

function rowOf(
  gate: GateComparison,
  { hasP, theme }: { readonly hasP: boolean; readonly theme: Theme },
): readonly Cell[] {
  const { colours } = theme;
  const { mark, words, paint } = styleOfDecision(gate.decision, theme);
  const { difference, rates, p, flips } = gate;
  const count = (direction: "worse" | "better") =>
    flips.filter((flip) => flip.direction === direction).length;
  return [
    { text: `${mark} ${gate.gate ?? "every required gate"}`, paint },
    { text: formatRate(rates?.before ?? null) },
    { text: formatRate(rates?.after ?? null) },
    { text: difference ? formatPoints(difference.estimate) : "–", paint },
    { text: difference ? formatBounds(difference) : "", paint: colours.dim },
    ...(hasP
      ? [{ text: p ? formatP(Math.min(p.worse, p.better)).slice(1).replace("=", "") : "" }]
      : []),
    { text: flips.length === 0 ? "" : `−${count("worse")} +${count("better")}` },
    { text: words, paint },
  ];
}

/** Gates without a single case that both sides decide, and those that apply to fewer cases. */
function renderLeftOver(gates: readonly GateComparison[], theme: Theme): readonly string[] {
  const none = gates.filter(({ pairs }) => pairs === 0);
  const unchecked = none.filter(({ unpaired }) => unpaired.unchecked.length > 0);
  const others = none.filter((gate) => !unchecked.includes(gate));
  const names = (list: readonly GateComparison[]) => list.map(({ gate }) => gate).join(", ");
  const lines = [
    ...(unchecked.length > 0
      ? [
          `· ${formatCount(unchecked.length, "gate")} not checked: this says nothing about ${unchecked.length === 1 ? "it" : "them"}.`,
        ]
      : []),
    ...(others.length > 0
      ? [
          `– ${formatCount(others.length, "gate")} not compared, decided on no case by both: ${names(others)}.`,
        ]
      : []),
    ...gates.filter(({ level }) => level === "required").flatMap(describeShift),
    ...describeShifts(gates.filter(({ level }) => level === "advisory")),
    ...gates.flatMap(({ gate, level, unpaired }) =>
      level === "required" && unpaired.missing.length > 0
        ? [
            `! ${gate}: ${formatCount(unpaired.missing.length, "case")} without a decision on both sides, counted nowhere.`,
          ]
        : [],
    ),
  ];
  return lines.flatMap((text) =>
    paragraph(printable(text), { width: theme.columns, first: 0, rest: 2 }).map((line) =>
      theme.colours.dim(line),
    ),
  );
}

/** Where a gate applies to other cases than before: neither better nor worse, but to be known. */
function describeShift({ gate, unpaired }: GateComparison): readonly string[] {
  const { noLongerApplies, newlyApplies } = unpaired;
  const parts = [
    ...(noLongerApplies.length > 0 ? [`no longer applies: ${noLongerApplies.join(", ")}`] : []),
    ...(newlyApplies.length > 0 ? [`newly applies: ${newlyApplies.join(", ")}`] : []),
  ];
  return parts.length === 0 ? [] : [`– ${gate} ${parts.join("; ")}`];
}

/** The same of advisory gates, in numbers. */
function describeShifts(gates: readonly GateComparison[]): readonly string[] {
  const words = gates.flatMap(({ gate, unpaired }) => {
    const { noLongerApplies, newlyApplies } = unpaired;
    const counts = [
      ...(noLongerApplies.length > 0 ? [`−${noLongerApplies.length}`] : []),
      ...(newlyApplies.length > 0 ? [`+${newlyApplies.length}`] : []),
    ];
    return counts.length === 0 ? [] : [`${gate} ${counts.join(" ")}`];
  });
  return words.length === 0
    ? []
    : [`– cases to which a gate no longer (−) or newly (+) applies: ${words.join(", ")}`];
}
