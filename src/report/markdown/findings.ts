import type { Outcome, RunRecord, Sample } from "../../record/index.ts";
import type { ArmSummary } from "../summarise-run.ts";
import { formatCount } from "../terminal/format-rate.ts";
import { markOf, wordOf } from "../terminal/outcome-style.ts";
import { labelSample } from "../terminal/sample-label.ts";
import {
  codeSpan,
  escapeHtml,
  escapeMarkdown,
  proseWithCode,
  tableRow,
} from "./escape-markdown.ts";
import type { Block } from "./fit-blocks.ts";

/** Longer reasons are cut, so that a row of a table stays readable. */
const mostOfReason = 300;
const mostOfExcerpt = 120;

/** What failed, then what could not be decided: for each gate a table folded away. */
export function renderFindings(
  run: RunRecord,
  samples: readonly Sample[],
  arms: readonly ArmSummary[],
): readonly Block[] {
  const gates = (arms[0]?.gates ?? []).toSorted(
    (a, b) => Number(b.level === "required") - Number(a.level === "required"),
  );
  return (["fail", "error"] as const).flatMap((outcome) =>
    gates.flatMap(({ gate, level, statement }) => {
      const rows = samples.flatMap((sample) => rowsOf(run, sample, gate, outcome));
      const words = `${formatCount(rows.length, "answer")} ${wordOf(outcome, rows.length)}`;
      const title = `${markOf(outcome)} <b>${gate}</b>: ${words} · ${level} · ${escapeHtml(statement)}`;
      return rows.length === 0 ? [] : [fold(title, ["answer", "reason", "place"], rows)];
    }),
  );
}

/** Answers that are missing, with the reason. */
export function renderMissing(run: RunRecord, samples: readonly Sample[]): readonly Block[] {
  const rows = samples
    .filter(({ missing }) => missing !== null)
    .map((sample) =>
      tableRow([escapeMarkdown(labelSample(run, sample)), shorten(sample.missing ?? "")]),
    );
  if (rows.length === 0) return [];
  const title = `! ${formatCount(rows.length, "answer")} missing`;
  return [fold(title, ["answer", "reason"], rows)];
}

function rowsOf(run: RunRecord, sample: Sample, gate: string, outcome: Outcome): readonly string[] {
  const verdict = sample.verdicts?.[gate];
  if (verdict?.outcome !== outcome) return [];
  const [first, ...others] = verdict.evidence;
  const place = first
    ? [
        codeSpan(`${first.file}:${first.line}`),
        codeSpan(cut(first.excerpt, mostOfExcerpt)),
        ...(others.length > 0 ? [`+${others.length} more`] : []),
      ]
    : [];
  return [
    tableRow([
      escapeMarkdown(labelSample(run, sample)),
      shorten(verdict.reason),
      place.filter((part) => part !== "").join("<br>"),
    ]),
  ];
}

function shorten(text: string): string {
  return proseWithCode(cut(text, mostOfReason));
}

/** To so many characters; not within one of two code units. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - 1)
    .replace(/[\u{D800}-\u{DBFF}]$/u, "")
    .trimEnd()}…`;
}

function fold(title: string, head: readonly string[], rows: readonly string[]): Block {
  return {
    before: [
      `<details><summary>${title}</summary>`,
      "",
      tableRow(head),
      tableRow(head.map(() => "---")),
    ],
    rows,
    after: ["", "</details>"],
  };
}
