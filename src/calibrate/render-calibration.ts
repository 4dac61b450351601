import type { Calibration, GateCalibration } from "./calibrate.ts";

type Figures = Calibration["pooled"];

const columns = [
  "gate",
  "labels",
  "agree",
  "kappa",
  "pass p/f/na",
  "fail p/f/na",
  "na p/f/na",
  "error",
];

/** The calibration as text: a table of the gates, then every disagreement with its evidence. */
export function renderCalibration(calibration: Calibration): string {
  const rows = [
    columns,
    ...calibration.gates.map((gate) => [gate.gate, ...figures(gate)]),
    ["all", ...figures(calibration.pooled)],
  ];
  const unchecked = calibration.unchecked.length
    ? [`Labelled, but decided by no check: ${calibration.unchecked.join(", ")}.`, ""]
    : [];
  return [
    `Verdicts on ${calibration.answers} labelled answers. "fail p/f/na": of the labels "fail", how many`,
    "verdicts say pass, fail, na. Borderline labels are not counted.",
    "",
    ...alignColumns(rows),
    "",
    ...unchecked,
    ...renderDisagreements(calibration.gates),
  ].join("\n");
}

function figures({ labels, agreement, kappa, confusion }: Figures): string[] {
  const errors = confusion.pass.error + confusion.fail.error + confusion.na.error;
  const triples = [confusion.pass, confusion.fail, confusion.na].map(
    (row) => `${row.pass}/${row.fail}/${row.na}`,
  );
  return [
    String(labels),
    agreement === null ? "–" : `${(agreement * 100).toFixed(1)} %`,
    kappa === null ? "–" : kappa.toFixed(3),
    ...triples,
    String(errors),
  ];
}

/** Kappa is not defined where labels and verdicts are all the same: shown as a dash. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((_, index) =>
    Math.max(...rows.map((row) => (row[index] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

function renderDisagreements(gates: readonly GateCalibration[]): string[] {
  const all = gates.flatMap((gate) => gate.disagreements);
  if (all.length === 0) return ["No disagreement."];
  const lines = all.flatMap(({ gate, answer, label, why, borderline, verdict }) => {
    const [place] = verdict.evidence;
    return [
      `${gate}  ${answer}${borderline ? "  (borderline)" : ""}`,
      `  label    ${label}: ${why}`,
      `  verdict  ${verdict.outcome}: ${verdict.reason}`,
      ...(place ? [`  at       ${place.file}, line ${place.line}: ${place.excerpt}`] : []),
      "",
    ];
  });
  return ["Disagreements:", "", ...lines];
}
