import type { Comparison, Flip, GateComparison } from "../../../compare/index.ts";
import { formatCount } from "../format-rate.ts";
import { displayWidth, paragraph, printable, truncateText } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import { styleOfDecision } from "./decision-style.ts";

const mostFlips = 5;

/**
 * The cases that flipped, gate by gate, each with the reason of an answer that fails. Of advisory
 * gates about which the data cannot tell, only the names.
 */
export function renderFlips({ gates }: Comparison, theme: Theme): readonly string[] {
  const flipped = gates
    .filter(({ flips }) => flips.length > 0)
    .toSorted((a, b) => Number(b.level === "required") - Number(a.level === "required"));
  return flipped.flatMap((gate, index) => {
    const isBrief = gate.level === "advisory" && gate.decision === "inconclusive";
    const lines = [renderTitle(gate, theme), ...renderCases(gate, isBrief, theme)];
    return index === 0 ? lines : ["", ...lines];
  });
}

function renderTitle(gate: GateComparison, theme: Theme): string {
  const { mark, paint } = styleOfDecision(gate.decision, theme);
  const count = (direction: Flip["direction"]) =>
    gate.flips.filter((flip) => flip.direction === direction).length;
  const [worse, better] = [count("worse"), count("better")];
  const facts = [
    ...(worse > 0 ? [`${formatCount(worse, "case")} worse`] : []),
    ...(better > 0 ? [`${formatCount(better, "case")} better`] : []),
    gate.level,
    printable(gate.statement),
  ].join(" · ");
  const head = `${mark} ${gate.gate}`;
  const tail = truncateText(`  ${facts}`, theme.columns - displayWidth(head));
  return theme.colours.bold(paint(head)) + theme.colours.dim(tail);
}

function renderCases(gate: GateComparison, isBrief: boolean, theme: Theme): readonly string[] {
  const ordered = gate.flips.toSorted(
    (a, b) => Number(b.direction === "worse") - Number(a.direction === "worse"),
  );
  if (isBrief) {
    const words = ordered.map(
      ({ direction, case: id }) => `${direction === "worse" ? "−" : "+"}${printable(id)}`,
    );
    return paragraph(words.join(", "), { width: theme.columns, first: 2 });
  }
  const rest = ordered.slice(mostFlips).map(({ case: id }) => printable(id));
  return [
    ...ordered.slice(0, mostFlips).flatMap((flip) => renderFlip(flip, theme)),
    ...(rest.length > 0
      ? paragraph(`… ${rest.length} more: ${rest.join(", ")}`, {
          width: theme.columns,
          first: 2,
          rest: 4,
        }).map((line) => theme.colours.dim(line))
      : []),
  ];
}

function renderFlip(flip: Flip, theme: Theme): readonly string[] {
  const { before, after, example, direction } = flip;
  const move = `${before.passes}/${before.answers} → ${after.passes}/${after.answers}`;
  const when = direction === "better" ? "before: " : "";
  const reason = example ? `: ${when}${printable(example.reason)}` : "";
  return [
    ...paragraph(`${printable(flip.case)} ${move}${reason}`, {
      width: theme.columns,
      first: 2,
      rest: 4,
    }),
    ...renderPlace(flip, theme),
  ];
}

function renderPlace({ example }: Flip, { colours, columns }: Theme): readonly string[] {
  const place = example?.place;
  if (!place) return [];
  const indent = 4;
  const where = truncateText(`${printable(place.file)}:${place.line}`, columns - indent);
  const room = columns - indent - displayWidth(where) - 2;
  // A few cells of code say nothing.
  const excerpt = room >= 12 ? `  ${truncateText(printable(place.excerpt), room)}` : "";
  return [`${" ".repeat(indent)}${colours.cyan(where)}${excerpt}`];
}
