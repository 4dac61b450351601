import type { Comparison, Flip, GateComparison } from "../../../compare/index.ts";
import { formatCount } from "../format-rate.ts";
import { displayWidth, paragraph, printable, truncateText } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import { styleOfDecision } from "./decision-style.ts";

/** How many cases of a gate are shown with a reason. */
const most = { required: 5, advisory: 3 } as const;

/**
 * The cases that flipped, gate by gate, each with the reason of an answer that fails. Of advisory
 * gates about which the data cannot tell, only the names.
 *
 * @param options.isOneOfSeveral there are more comparisons to read: advisory gates by names only
 * @param options.showsAll nothing is shortened
 */
export function renderFlips(
  { gates }: Comparison,
  theme: Theme,
  { isOneOfSeveral, showsAll }: { readonly isOneOfSeveral: boolean; readonly showsAll: boolean },
): readonly string[] {
  const flipped = gates.filter(({ flips }) => flips.length > 0);
  const isBrief = ({ level, decision }: GateComparison) =>
    !showsAll && level === "advisory" && (isOneOfSeveral || decision === "inconclusive");
  const full = flipped
    .filter((gate) => !isBrief(gate))
    .toSorted((a, b) => Number(b.level === "required") - Number(a.level === "required"))
    .flatMap((gate) => [
      renderTitle(gate, theme),
      ...renderCases(gate, theme, showsAll ? gate.flips.length : most[gate.level]),
      "",
    ]);
  const brief = flipped.filter(isBrief).flatMap((gate) => renderNames(gate, theme));
  return brief.length > 0 ? [...full, ...brief] : full.slice(0, -1);
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

function renderCases(gate: GateComparison, theme: Theme, room: number): readonly string[] {
  const ordered = worseFirst(gate);
  const shown = ordered.slice(0, room);
  const rest = ordered.slice(shown.length).map(({ case: id }) => printable(id));
  return [
    ...shown.flatMap((flip) => renderFlip(flip, theme)),
    ...(rest.length > 0
      ? paragraph(`… ${rest.length} more: ${rest.join(", ")}`, {
          width: theme.columns,
          first: 2,
          rest: 4,
        }).map((line) => theme.colours.dim(line))
      : []),
  ];
}

/** `~ openapi  −blog-crud, +jwt-auth`: in a line what became worse and better. */
function renderNames(gate: GateComparison, theme: Theme): readonly string[] {
  const { mark, paint } = styleOfDecision(gate.decision, theme);
  const names = worseFirst(gate).map(
    ({ direction, case: id }) => `${direction === "worse" ? "−" : "+"}${printable(id)}`,
  );
  const head = `${mark} ${gate.gate}`;
  const [first = "", ...rest] = paragraph(`${head} ${names.join(", ")}`, {
    width: theme.columns,
    first: 0,
    rest: 4,
  });
  return first.startsWith(head)
    ? [paint(head) + first.slice(head.length), ...rest]
    : [first, ...rest];
}

function worseFirst({ flips }: GateComparison): readonly Flip[] {
  return flips.toSorted(
    (a, b) => Number(b.direction === "worse") - Number(a.direction === "worse"),
  );
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
