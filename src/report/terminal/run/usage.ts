import type { RunRecord } from "../../../record/index.ts";
import { formatTokens } from "../../format-tokens.ts";
import { formatUsd } from "../../format-usd.ts";
import type { UsageRow, UsageSummary, UsageTotal } from "../../usage/summarise-usage.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable, renderTable, type Cell } from "../layout/index.ts";
import type { Theme } from "../theme.ts";

const unknown = "unknown";

/** What a run took: a line a model and role, and below them what is not known or odd. */
export function renderUsage(
  usage: UsageSummary | null,
  run: RunRecord,
  theme: Theme,
): readonly string[] {
  if (usage === null) return [];
  const { colours, columns } = theme;
  const { rows, total } = usage;
  const wrapped = (text: string) => paragraph(`! ${text}`, { width: columns, rest: 2 });
  return [
    ...renderTable(
      {
        columns: [
          { title: "usage", shrinksTo: 12 },
          { title: "replies", align: "right" },
          { title: "input", align: "right" },
          { title: "from cache", align: "right" },
          { title: "to cache", align: "right" },
          { title: "output", align: "right" },
          { title: "cost", align: "right" },
        ],
        rows: [
          ...rows.map(rowOf),
          ...(rows.length > 1 ? [[{ text: "total" }, ...blanks(5), costOf(total)]] : []),
        ],
        paintTitles: colours.dim,
      },
      columns,
    ),
    ...[...rows.flatMap(describeServed), ...describeUnknown(total, run)]
      .flatMap(wrapped)
      .map((line) => colours.yellow(line)),
  ];
}

function rowOf(row: UsageRow): readonly Cell[] {
  const { role, model, count, tokens } = row;
  const name = printable(model ?? "a model that is not known");
  const tokensOf = (kind: keyof NonNullable<typeof tokens>) => ({
    text: tokens === null ? "–" : formatTokens(tokens[kind]),
  });
  return [
    { text: role === "judge" ? `judge ${name}` : name },
    { text: String(count) },
    tokensOf("inputTokens"),
    tokensOf("cacheReadTokens"),
    tokensOf("cacheWriteTokens"),
    tokensOf("outputTokens"),
    costOf(row),
  ];
}

function blanks(count: number): readonly Cell[] {
  return Array.from({ length: count }, () => ({ text: "" }));
}

/** `$1.20+`: and what is not known besides. */
function costOf({ costUsd, unknownCosts }: UsageTotal): Cell {
  if (costUsd === null) return { text: unknown };
  return { text: `${formatUsd(costUsd)}${unknownCosts > 0 ? "+" : ""}` };
}

function describeServed({ model, count, servedBy }: UsageRow): readonly string[] {
  return servedBy.map(
    ({ model: other, answers }) =>
      `${printable(model ?? "")} was asked, and ${printable(other)} answered ${answers} of ${formatCount(count, "time")}.`,
  );
}

function describeUnknown(total: UsageTotal, { status }: RunRecord): readonly string[] {
  const { unknownCosts, lostAttempts, lostInFlight, inBatches, atMostMoreUsd } = total;
  const lost = lostAttempts + lostInFlight;
  const requests = formatCount(lost, "request");
  const verb = lost === 1 ? "was" : "were";
  const parts = [
    ...(unknownCosts > 0
      ? [`the cost of ${formatCount(unknownCosts, "reply", "replies")} is unknown`]
      : []),
    ...(lost > 0
      ? [
          status === "running"
            ? `${requests} ${verb} lost, or under way, and may be billed`
            : `${requests} ${verb} lost on the way and may be billed all the same`,
        ]
      : []),
  ];
  if (inBatches > 0) {
    const verbs = inBatches === 1 ? "is in a batch and is" : "are in batches and are";
    parts.push(`${formatCount(inBatches, "request")} ${verbs} billed when answered`);
  }
  if (parts.length === 0) return [];
  const most =
    atMostMoreUsd === null
      ? lost + inBatches > 0 && ", how much is not known"
      : `: at most ${formatUsd(atMostMoreUsd)} more`;
  const text = parts.join(", and ");
  return [`${text.slice(0, 1).toUpperCase()}${text.slice(1)}${most || ""}.`];
}
