import type { Agent } from "../../agent/index.ts";
import { formatCount, paragraph, type Theme } from "../../report/index.ts";
import type { Suite } from "../../suite/index.ts";
import { shellWord } from "../shared/shell-word.ts";

/** What a derived suite has, what is open in it, and what to do next. */
export function renderSuiteSummary(
  options: {
    readonly suite: Suite;
    readonly agent: Agent;
    readonly suitePath: string;
    readonly state: "written" | "updated" | "unchanged";
  },
  { colours, columns }: Theme,
): string {
  const { suite, agent, suitePath, state } = options;
  const open = suite.gates.filter(({ check }) => check === "unchecked");
  const proposed = suite.cases.filter(({ origin }) => origin === "proposed");
  const accepted = suite.cases.length - proposed.length;
  const wrapped = (text: string, first = 2) =>
    paragraph(text, { width: columns, first, rest: first === 0 ? 0 : 4 });
  const dim = (lines: readonly string[]) => lines.map((line) => colours.dim(line));
  return [
    ...paragraph(`✓ ${suitePath} ${state}`, { width: columns }).map((line) =>
      colours.bold(colours.green(line)),
    ),
    ...wrapped(
      `${formatCount(suite.gates.length, "gate")}: ${suite.gates.length - open.length} checked, ${open.length} not checked yet`,
    ),
    ...dim(open.length === 0 ? [] : wrapped(`· ${open.map(({ id }) => id).join(", ")}`, 2)),
    ...wrapped(
      `${formatCount(suite.cases.length, "case")}: ${accepted} run, ${proposed.length} proposed`,
    ),
    ...dim(proposed.length === 0 ? [] : wrapped(`· ${proposed.map(({ id }) => id).join(", ")}`, 2)),
    "",
    ...wrapped(`Read it: it is yours to edit, and deriving again keeps what you changed.`, 0),
    ...(open.length === 0
      ? []
      : wrapped(
          "To have a gate checked, write what decides it as its `check`: a built-in check, a file of yours (./checks/mine.ts) or a promptfoo assertion.",
          0,
        )),
    ...(proposed.length === 0
      ? []
      : wrapped("To accept a proposed case, change its `origin` to `written`.", 0)),
    ...(suite.cases.length === 0
      ? wrapped("It has no cases yet: write some into it, an id and the request of a user each.", 0)
      : []),
    // One line, also where it is long: it is there to be copied.
    `Then: assay run ${shellWord(agent.path)}`,
  ].join("\n");
}
