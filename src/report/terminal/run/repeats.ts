import type { CaseRepeats } from "../../repeats.ts";
import type { ArmSummary } from "../../summarise-run.ts";
import { formatCount, formatRate } from "../format-rate.ts";
import { paragraph, printable, renderTable, type Cell, type Row } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import type { Theme } from "../theme.ts";
import type { RunReport } from "./run-report.ts";

const mostCases = 20;
const flaky = { mark: "⚠", word: "flaky" };

/**
 * With repeats: the cases that do not pass every time, with pass@k and pass^k of each and over all,
 * and which of them are flaky. Nothing where each case was asked once.
 */
export function renderRepeats({ run, arms }: RunReport, theme: Theme): readonly string[] {
  const { colours, columns } = theme;
  const sizes = [...new Set([2, run.repeats])].filter((k) => k <= run.repeats);
  const rows = arms.flatMap((arm): readonly Row[] =>
    arm.repeats === null
      ? []
      : [
          ...(arms.length > 1
            ? [{ across: { text: printable(arm.label), paint: colours.bold } }]
            : []),
          ...rowsOfArm(arm.repeats.cases, sizes, theme),
        ],
  );
  if (rows.length === 0) return [];
  const table = {
    columns: [
      { title: "  case", shrinksTo: 12 },
      { title: "passes", align: "right" as const },
      ...sizes.flatMap((k) => [
        { title: `pass@${k}`, align: "right" as const },
        { title: `pass^${k}`, align: "right" as const },
      ]),
      { title: "" },
    ],
    rows,
    paintTitles: colours.dim,
  };
  const note = ["pass@k: one of k answers or more passes; pass^k: all k do.", ...overall(arms)];
  return [
    ...(rows.every((row) => "across" in row)
      ? rows.flatMap((row) => renderTable({ columns: [], rows: [row] }, columns))
      : renderTable(table, columns)),
    ...paragraph(note.join(" "), { width: columns, first: 2 }).map((line) => colours.dim(line)),
  ];
}

function rowsOfArm(
  cases: readonly CaseRepeats[],
  sizes: readonly number[],
  theme: Theme,
): readonly Row[] {
  const steady = cases.filter(({ answers, passes }) => answers > 0 && passes === answers).length;
  const others = cases.filter(({ answers, passes }) => answers === 0 || passes < answers);
  const rest = [
    ...(others.length > mostCases ? [`${others.length - mostCases} more cases do not`] : []),
    ...(steady > 0 || others.length === 0
      ? [
          `${steady} of ${formatCount(cases.length, "case")} ${steady === 1 ? "passes" : "pass"} every time`,
        ]
      : []),
  ];
  return [
    ...others.slice(0, mostCases).map((one) => rowOf(one, sizes, theme)),
    ...(rest.length > 0
      ? [{ across: { text: `  ${rest.join("; ")}`, paint: theme.colours.dim } }]
      : []),
  ];
}

function rowOf(one: CaseRepeats, sizes: readonly number[], theme: Theme): readonly Cell[] {
  const { answers, passes, flakiness } = one;
  const { mark, paint } = flakiness?.observed
    ? { mark: flaky.mark, paint: theme.colours.yellow }
    : styleOfOutcome(answers === 0 ? "error" : "fail", theme);
  const rates = sizes.flatMap((k) => [one.passAtK[k - 1], one.passHatK[k - 1]]);
  return [
    { text: `${mark} ${printable(one.case)}`, paint },
    { text: answers === 0 ? "–" : `${passes}/${answers}` },
    ...rates.map((rate) => ({ text: formatRate(rate ?? null) })),
    {
      text: flakiness?.observed ? `${flaky.word}${flakiness.confirmed ? ", confirmed" : ""}` : "",
      paint,
    },
  ];
}

/** `Over all cases: pass@5 94%, pass^5 63%.` */
function overall(arms: readonly ArmSummary[]): readonly string[] {
  const words = arms.flatMap(({ label, repeats }) => {
    if (!repeats?.overall) return [];
    const { k, passAtK, passHatK } = repeats.overall;
    const rates = `pass@${k} ${formatRate(passAtK)}, pass^${k} ${formatRate(passHatK)}`;
    return [arms.length > 1 ? `${printable(label)} ${rates}` : rates];
  });
  return words.length === 0 ? [] : [`Over all cases: ${words.join("; ")}.`];
}
