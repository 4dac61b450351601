import type { ArmFacts, Spread } from "../../../compare/index.ts";
import { formatTokens } from "../../format-tokens.ts";
import { formatUsd } from "../../format-usd.ts";
import { paragraph, renderTable, type Cell } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import { letterOf } from "./comparison-view.ts";

const unknown = "unknown";
const measures = [
  { title: "cost", of: (arm: ArmFacts) => arm.costUsd, format: formatUsd },
  { title: "input tokens", of: (arm: ArmFacts) => arm.inputTokens, format: formatTokens },
  { title: "output tokens", of: (arm: ArmFacts) => arm.outputTokens, format: formatTokens },
  { title: "latency", of: (arm: ArmFacts) => arm.latencyMs, format: formatLatency },
] as const;

/** What an answer costs and takes, median and 90th percentile, arm beside arm. */
export function renderUsage(arms: readonly ArmFacts[], theme: Theme): readonly string[] {
  const { colours, columns } = theme;
  const isKnown = measures.some(({ of }) => arms.some((arm) => of(arm).known > 0));
  if (!isKnown) {
    return paragraph("Cost, tokens and latency of these answers are unknown.", {
      width: columns,
    }).map((line) => colours.dim(line));
  }
  const partly = measures.flatMap(({ title, of }) =>
    arms.flatMap((arm, index) => {
      const { known } = of(arm);
      return known > 0 && known < arm.answers
        ? [`${title} of ${known} of the ${arm.answers} answers of ${letterOf(index)}`]
        : [];
    }),
  );
  return [
    ...renderTable(
      {
        columns: [
          { title: "an answer's" },
          ...arms.map((_, index) => ({
            title: `${letterOf(index)} median (p90)`,
            align: "right" as const,
          })),
        ],
        paintTitles: colours.dim,
        rows: measures.map(({ title, of, format }): readonly Cell[] => [
          { text: title },
          ...arms.map((arm) => ({ text: formatSpread(of(arm), format) })),
        ]),
      },
      columns,
    ),
    ...(partly.length > 0
      ? paragraph(`Known only: ${partly.join("; ")}.`, { width: columns, first: 2 }).map((line) =>
          colours.dim(line),
        )
      : []),
  ];
}

function formatSpread({ median, p90 }: Spread, format: (value: number) => string): string {
  return median === null || p90 === null ? unknown : `${format(median)} (${format(p90)})`;
}

function formatLatency(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
