import type {
  BaselineChanges,
  BaselineRecord,
  GateChange,
  WrittenFile,
} from "../../../baseline/index.ts";
import { formatCount, formatRate } from "../format-rate.ts";
import { paragraph, printable, renderTable, wrapText, type Cell } from "../layout/index.ts";
import type { Theme } from "../theme.ts";

/** A run that was blessed, and what that changes. */
export interface BlessingView {
  /** Of the baseline. */
  readonly folder: string;
  readonly record: BaselineRecord;
  readonly notices: readonly string[];
  /** Today's checks graded the answers again before. */
  readonly isRegraded: boolean;
  /** Id of the run that was the baseline until now; null: none. */
  readonly previous: string | null;
  /** null: there is none before it, or nothing changes. */
  readonly changes: BaselineChanges | null;
  readonly written: readonly WrittenFile[];
  readonly isDryRun: boolean;
}

/** What was blessed, what it changes, and what to do next. */
export function renderBlessing(view: BlessingView, theme: Theme): string {
  const { record, folder, notices, isRegraded, previous, changes, written, isDryRun } = view;
  const { colours, columns } = theme;
  const isSame = previous !== null && changes === null;
  const title = isDryRun
    ? `Run ${record.run} would become the baseline ${folder}.`
    : isSame
      ? `Run ${record.run} is the baseline already: nothing changes.`
      : `✓ Run ${record.run} is the baseline ${folder} now.`;
  const facts = [
    record.promptVersion.name,
    record.model.id,
    `${formatCount(record.cases.length, "case")} × ${record.repeats}`,
    formatCount(record.answers.count, "answer"),
    `run of ${record.date.slice(0, 10)}`,
    ...(isRegraded ? ["graded again by today's checks"] : []),
  ].join(" · ");
  const parts = [
    [
      ...notices.flatMap((text) => paragraph(printable(text), { width: columns })),
      ...paragraph(printable(title), { width: columns, first: 0, rest: 2 }),
    ].map((line) => colours.bold(line)),
    paragraph(printable(facts), { width: columns }).map((line) => colours.dim(line)),
    ...(changes === null ? [] : [["", ...renderChanges(changes, previous, theme)]]),
    ...(written.length === 0 ? [] : [["", ...renderNext(written, folder, theme)]]),
  ];
  return parts.flat().join("\n");
}

function renderChanges(
  { facts, gates }: BaselineChanges,
  previous: string | null,
  theme: Theme,
): readonly string[] {
  const { colours, columns } = theme;
  return [
    ...paragraph(`What changes against the baseline until now, run ${previous}:`, {
      width: columns,
    }),
    ...facts.flatMap((fact) => paragraph(printable(fact), { width: columns, first: 2, rest: 4 })),
    ...(gates.length === 0
      ? []
      : [
          "",
          ...renderTable(
            {
              columns: [
                { title: "gate", shrinksTo: 14 },
                { title: "until now", align: "right" },
                { title: "", align: "right", gap: 1 },
                { title: "from now on", align: "right" },
                { title: "", align: "right", gap: 1 },
              ],
              paintTitles: colours.dim,
              rows: gates.map(({ gate, before, after }): readonly Cell[] => [
                { text: gate ?? "every required gate" },
                ...cellsOf(before, theme),
                ...cellsOf(after, theme),
              ]),
            },
            columns,
          ),
        ]),
  ];
}

/** `13/16` and `81%`. */
function cellsOf(count: GateChange["before"], { colours }: Theme): readonly [Cell, Cell] {
  if (count === null) return [{ text: "–" }, { text: "" }];
  const { passes, answers } = count;
  return [
    { text: `${passes}/${answers}` },
    { text: formatRate(passes / answers), paint: colours.dim },
  ];
}

function renderNext(
  written: readonly WrittenFile[],
  folder: string,
  { colours, columns }: Theme,
): readonly string[] {
  const next = `Review and commit ${folder}; \`assay run --baseline\` compares with it.`;
  const entries = [
    ...written.map(({ path, bytes }, index) => ({
      label: index === 0 ? "written" : "",
      text: `${path} (${formatSize(bytes)})`,
    })),
    { label: "next", text: next },
  ];
  const indent = 9;
  return entries.flatMap(({ label, text }) =>
    wrapText(printable(text), columns - indent).map(
      (line, index) => colours.dim((index === 0 ? label : "").padEnd(indent)) + line,
    ),
  );
}

function formatSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} KB`;
}
