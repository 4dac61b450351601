import type { RunRecord } from "../../record/index.ts";
import type { ArmSummary } from "../summarise-run.ts";
import { formatRate } from "../terminal/format-rate.ts";
import { codeSpan, escapeMarkdown, tableRow } from "./escape-markdown.ts";
import type { Block } from "./fit-blocks.ts";

/** With repeats: the cases that do not pass every time, and pass@k and pass^k over all. */
export function renderRepeats(run: RunRecord, arms: readonly ArmSummary[]): readonly Block[] {
  const rows = arms.flatMap(({ label, repeats }) =>
    (repeats?.cases ?? [])
      .filter(({ answers, passes }) => answers === 0 || passes < answers)
      .map((one) =>
        tableRow([
          codeSpan(one.case),
          ...(arms.length > 1 ? [escapeMarkdown(label)] : []),
          one.answers === 0 ? "–" : `${one.passes} of ${one.answers}`,
          formatRate(one.passAtK[run.repeats - 1] ?? null),
          formatRate(one.passHatK[run.repeats - 1] ?? null),
          one.flakiness?.observed ? `⚠️ flaky${one.flakiness.confirmed ? ", confirmed" : ""}` : "",
        ]),
      ),
  );
  const overall = arms.flatMap(({ label, repeats }) => {
    if (!repeats?.overall) return [];
    const { k, passAtK, passHatK } = repeats.overall;
    const rates = `pass@${k} ${formatRate(passAtK)}, pass^${k} ${formatRate(passHatK)}`;
    return [arms.length > 1 ? `${label} ${rates}` : rates];
  });
  const head = [
    "case",
    ...(arms.length > 1 ? ["version"] : []),
    "passes",
    `pass@${run.repeats}`,
    `pass^${run.repeats}`,
    "",
  ];
  const line = tableRow(head.map((title) => (/^(?:case|version|)$/u.test(title) ? "---" : "---:")));
  return [
    ...(rows.length > 0 ? [{ before: [tableRow(head), line], rows, after: [] }] : []),
    ...(overall.length > 0
      ? [
          {
            before: [`Over all cases: ${escapeMarkdown(overall.join("; "))}.`],
            rows: [],
            after: [],
          },
        ]
      : []),
  ];
}
