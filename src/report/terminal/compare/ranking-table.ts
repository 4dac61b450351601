import type { Ranking } from "../../../compare/index.ts";
import { formatInterval, formatRate } from "../format-rate.ts";
import { paragraph, printable, renderTable, type Cell } from "../layout/index.ts";
import type { Theme } from "../theme.ts";

/** All arms, the best first; those that share a letter are not told apart. */
export function renderRanking(ranking: Ranking, theme: Theme): readonly string[] {
  const { colours, columns } = theme;
  const hasRepeats = ranking.arms.some(({ reliability }) => reliability !== null);
  return [
    ...renderTable(
      {
        columns: [
          { title: "ranking", shrinksTo: 14 },
          { title: "passes", align: "right" },
          { title: "95% interval", align: "right" },
          ...(hasRepeats ? [{ title: "all repeats", align: "right" as const }] : []),
          { title: "group" },
        ],
        paintTitles: colours.dim,
        rows: ranking.arms.map((arm): readonly Cell[] => [
          { text: printable(arm.name) },
          { text: formatRate(arm.rate) },
          { text: formatInterval(arm.interval), paint: colours.dim },
          ...(hasRepeats ? [{ text: formatRate(arm.reliability?.passHatK ?? null) }] : []),
          { text: arm.letters, paint: colours.bold },
        ]),
      },
      columns,
    ),
    ...paragraph(
      `passes: answers that pass every required gate; arms that share a letter are not told apart (every pair tested, Holm, ${formatAlpha(ranking.alpha)})`,
      { width: columns, first: 2 },
    ).map((line) => colours.dim(line)),
  ];
}

function formatAlpha(alpha: number): string {
  return `α=${String(alpha).replace(/^0/u, "")}`;
}
