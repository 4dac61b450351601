import { formatCount, printable, renderTable, type Cell } from "../../report/index.ts";
import { selectByGlob, splitCases } from "../../run/index.ts";
import type { CheckReference } from "../../suite/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RunFlags } from "../run.ts";
import type { OpenedSuite } from "../shared/open-suite.ts";

/** `--list`: the cases and gates that the flags select. */
export function listSuite(
  { suite }: OpenedSuite,
  flags: RunFlags,
  { print, theme }: CommandContext,
): ExitCode {
  const selected = selectByGlob(suite.cases, flags.case ?? [], "--case");
  const cases =
    flags.shard === undefined
      ? selected
      : splitCases(
          selected.filter(({ origin }) => origin !== "proposed"),
          flags.shard,
        );
  const gates = selectByGlob(suite.gates, flags.gate ?? [], "--gate");
  if (flags.json) {
    print(JSON.stringify({ suite: suite.path, agent: suite.agentPath, cases, gates }, null, 2));
    return exitCodes.fine;
  }
  const { colours, columns } = theme;
  const table = (titles: readonly string[], rows: readonly (readonly Cell[])[]) =>
    renderTable(
      {
        columns: titles.map((title, index) => ({
          title,
          ...(index === titles.length - 1 ? { shrinksTo: 10 } : {}),
        })),
        rows,
        paintTitles: colours.dim,
      },
      columns,
    );
  const caseRows = cases.map(({ id, origin, request }): readonly Cell[] => [
    { text: id, paint: origin === "proposed" ? colours.dim : undefined },
    { text: origin, paint: origin === "proposed" ? colours.dim : undefined },
    { text: printable(request.replaceAll(/\s+/gu, " ")) },
  ]);
  const gateRows = gates.map(({ id, level, check, statement }): readonly Cell[] => [
    { text: id, paint: check === "unchecked" ? colours.dim : undefined },
    { text: level },
    { text: nameOf(check), paint: check === "unchecked" ? colours.dim : undefined },
    { text: printable(statement) },
  ]);
  const proposed = cases.filter(({ origin }) => origin === "proposed").length;
  const runs = cases.length - proposed;
  print(
    [
      `${formatCount(runs, "case")} to run${proposed > 0 ? `; ${proposed} proposed: change the origin to \`written\` to accept` : ""}.`,
      "",
      ...table(["case", "origin", "request"], caseRows),
      "",
      ...table(["gate", "level", "check", "statement"], gateRows),
    ].join("\n"),
  );
  return exitCodes.fine;
}

function nameOf(check: CheckReference): string {
  return typeof check === "string" ? check : `promptfoo: ${check.promptfoo.type}`;
}
