import type { PriceOrigin, PriceTable } from "../../models/index.ts";
import type { RunRecord } from "../../record/index.ts";
import { formatTokens, formatUsd, wrapText } from "../../report/index.ts";
import type { Forecast, ModelForecast } from "../../run/index.ts";
import { formatDuration } from "./format-duration.ts";

/** What asking a model will take, for `--dry-run`: a paragraph each for input, price and duration. */
export function describeModelForecast(
  { inputTokens, priceUsd, duration }: ModelForecast,
  columns: number,
): readonly string[] {
  const { from, to, likely, likelyBasis } = priceUsd;
  const expected =
    likely === null
      ? `a likely one is not known: ${likelyBasis}`
      : `likely about ${formatUsd(likely)}, ${likelyBasis}`;
  const parts = {
    input: `${formatInput(inputTokens)} tokens, ${inputTokens.words}`,
    price: from === null && to === null ? "unknown" : `${formatPriceRange(priceUsd)}; ${expected}`,
    duration: `${duration.ms === null ? "unknown" : `about ${formatDuration(duration.ms)}`}: ${duration.basis}`,
  };
  return Object.entries(parts).flatMap(([label, text]) =>
    wrapText(text, columns - indent.length - labelWidth).map(
      (line, index) => indent + (index === 0 ? label : "").padEnd(labelWidth) + line,
    ),
  );
}

const indent = "    ";
const labelWidth = "duration  ".length;

/** `41,830`; `about 42,000` where it was not counted: as exact as that can be. */
export function formatInput({ total, basis }: ModelForecast["inputTokens"]): string {
  if (basis === "counted") return formatTokens(total);
  return `about ${formatTokens(Number(total.toPrecision(2)))}`;
}

/** `$0.05 to $3.26`, `price unknown`. */
export function formatPriceRange({ from, to }: Forecast["total"]["priceUsd"]): string {
  if (from === null && to === null) return "price unknown";
  return [from, to].map((usd) => (usd === null ? "unknown" : formatUsd(usd))).join(" to ");
}

/** Whether the budget is enough for all calls. */
export function describeBudget(
  { total }: Forecast,
  { budgetUsd }: RunRecord["settings"],
): readonly string[] {
  if (budgetUsd === null) return [];
  const { to } = total.priceUsd;
  const budget = `The budget of ${formatUsd(budgetUsd)}`;
  return to !== null && to <= budgetUsd
    ? [`${budget} is enough, however long the answers are.`]
    : [`${budget} may not be enough for all: calls that might exceed it are not started.`];
}

/** Where the prices are from, of the models that are asked. */
export function describePrices(
  { models }: Forecast,
  originOf: (model: string) => PriceOrigin | null,
): readonly string[] {
  const origins = models.map(({ model }) => originOf(model));
  const known = [...new Set(origins.filter((origin) => origin !== null).map(describeOrigin))];
  const isLacking = models.some(({ priceUsd }) => priceUsd.from === null || priceUsd.to === null);
  return [
    ...(known.length > 0 ? [`Prices: ${known.join(". ")}.`] : []),
    ...(isLacking
      ? ["Prices that are not known can be given: --prices <file>, see docs/models.md."]
      : []),
  ];
}

/** Finds where the prices of a model are from; null: none is known. */
export function findPriceOrigin(
  { models }: PriceTable,
  priceId: string | null,
): PriceOrigin | null {
  return priceId === null ? null : (models.get(priceId)?.origin ?? null);
}

function describeOrigin({ file, asOf, sources }: PriceOrigin): string {
  return [
    file ?? "built in",
    ...(asOf === null ? [] : [`of ${asOf}`]),
    ...(sources.length > 0 ? [`from ${sources.join("; ")}`] : []),
  ].join(", ");
}
