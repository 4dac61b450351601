import type { ReporterInput } from "../reporter.ts";
import { summariseRun, type ArmSummary } from "../summarise-run.ts";
import { formatInterval, formatRate } from "../terminal/format-rate.ts";
import { markOf } from "../terminal/outcome-style.ts";
import { describeRun, listNotices } from "../run-words.ts";
import { uncheckedGates } from "../unchecked-gates.ts";
import { summariseUsage } from "../usage/summarise-usage.ts";
import { describeCaveats, describeUnchecked, describeVerdict } from "../verdict-words.ts";
import { codeSpan, escapeMarkdown, proseWithCode, tableRow } from "./escape-markdown.ts";
import { renderFindings, renderMissing } from "./findings.ts";
import { commentLimit, fitBlocks, type Block, type Limit } from "./fit-blocks.ts";
import { renderGateTable } from "./gate-table.ts";
import { renderRepeats } from "./repeats.ts";
import { describeUsage } from "./usage.ts";

/**
 * A run as GitHub's Markdown, for a comment or a step's summary: the verdict, a table of the gates,
 * and folded away, what failed and where. What matters most comes first, since the end is left out
 * where there is too much.
 *
 * @param limit how long it may be; by default a comment of a pull request
 */
export function renderMarkdown(
  input: Pick<ReporterInput, "run" | "samples" | "lines" | "reference">,
  limit: Limit = commentLimit,
): string {
  const { run, samples, lines, reference } = input;
  const arms = summariseRun(run, samples);
  const blocks = [
    paragraphs(heading({ ...input, arms })),
    ...(arms.length > 1 ? [armTable(arms)] : []),
    paragraphs(caveats({ ...input, arms })),
    ...renderGateTable(arms),
    ...renderRepeats(run, arms),
    ...renderMissing(run, samples),
    paragraphs(listUnchecked(arms)),
    paragraphs(describeUsage(summariseUsage(run, lines))),
    ...renderFindings(run, samples, arms),
  ];
  return fitBlocks(
    blocks.filter((block) => block.before.length + block.rows.length > 0),
    limit,
    codeSpan(`assay show ${reference}`),
  );
}

type Parts = Pick<ReporterInput, "run" | "samples" | "reference"> & {
  readonly arms: readonly ArmSummary[];
};

function heading({ run, samples, arms }: Parts): readonly string[] {
  const { outcome, text } = describeVerdict(arms);
  return [
    `### ${markOf(outcome)} ${escapeMarkdown(run.agent.name)}: ${escapeMarkdown(text)}`,
    [
      ...listNotices(run, samples).map((notice) => `**${escapeMarkdown(notice)}**`),
      escapeMarkdown(describeRun(run)),
    ].join("<br>"),
  ];
}

function caveats(parts: Parts): readonly string[] {
  const unchecked = describeUnchecked(parts.arms);
  const lines = [
    ...describeCaveats(parts).map((text) => `⚠️ ${proseWithCode(text)}`),
    ...(unchecked === null ? [] : [escapeMarkdown(unchecked)]),
  ];
  return lines.length === 0 ? [] : [lines.join("<br>")];
}

function listUnchecked(arms: readonly ArmSummary[]): readonly string[] {
  const open = uncheckedGates(arms);
  return open.length === 0 ? [] : [`Not checked yet: ${open.map(codeSpan).join(", ")}.`];
}

/** A row an arm: how many of its answers pass every required gate. */
function armTable(arms: readonly ArmSummary[]): Block {
  return {
    before: [
      tableRow(["", "version", "pass", "rate", "95% interval"]),
      "| --- | --- | ---: | ---: | ---: |",
    ],
    rows: arms.map(({ label, total }) =>
      tableRow([
        markOf(total.failed > 0 ? "fail" : total.passed === total.samples ? "pass" : "error"),
        escapeMarkdown(label),
        `${total.passed} of ${total.passed + total.failed}`,
        formatRate(total.rate),
        formatInterval(total.interval),
      ]),
    ),
    after: [],
  };
}

function paragraphs(texts: readonly string[]): Block {
  return {
    before: texts.flatMap((text, index) => (index === 0 ? [text] : ["", text])),
    rows: [],
    after: [],
  };
}
