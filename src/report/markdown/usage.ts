import type { UsageRow, UsageSummary } from "../usage/summarise-usage.ts";
import { formatTokens } from "../format-tokens.ts";
import { formatUsd } from "../format-usd.ts";
import { formatCount } from "../terminal/format-rate.ts";
import { codeSpan, escapeMarkdown } from "./escape-markdown.ts";

/** What a run took, a sentence a model and role; nothing where nothing was asked. */
export function describeUsage(usage: UsageSummary | null): readonly string[] {
  return usage === null ? [] : usage.rows.map(describeRow);
}

function describeRow({ role, model, count, tokens, costUsd, unknownCosts }: UsageRow): string {
  const name = model === null ? "a model that is not known" : codeSpan(model);
  const parts = [
    formatCount(count, "reply", "replies"),
    ...(tokens === null
      ? ["tokens unknown"]
      : [
          `${formatTokens(tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens)} tokens in`,
          `${formatTokens(tokens.outputTokens)} out`,
        ]),
    costUsd === null
      ? "cost unknown"
      : `${formatUsd(costUsd)}${unknownCosts > 0 ? ` and what ${formatCount(unknownCosts, "reply", "replies")} of unknown cost took` : ""}`,
  ];
  return `${role === "judge" ? "Judged by" : "Answered by"} ${name}: ${escapeMarkdown(parts.join(", "))}.`;
}
