import { answeredGate } from "../../record/index.ts";
import { paragraph, printable, renderTable, type Theme } from "../../report/index.ts";
import { builtInCheckIds, type Gate } from "../../suite/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RunFlags } from "../run.ts";
import type { OpenedSuite } from "../shared/open-suite.ts";
import { shellWord } from "../shared/shell-word.ts";

const builtIn = builtInCheckIds.filter((id) => id !== answeredGate);

/**
 * Whether no check decides any of these gates. That a model answers at all is no check of its
 * answer, unless just that was asked for by name.
 */
export function hasNoCheck(
  gates: readonly Gate[],
  { byName }: { readonly byName: boolean },
): boolean {
  return gates.every(
    ({ id, check }) =>
      check === "unchecked" || (id === answeredGate && !(byName && gates.length === 1)),
  );
}

/**
 * Says which gates there are and how to add checks, before anything is asked: answers that nothing
 * looks at must not pass.
 *
 * @param selected the gates of the suite that were to be graded
 */
export function explainMissingChecks(
  selected: readonly Gate[],
  { suite, agent }: OpenedSuite,
  { flags, context }: { readonly flags: RunFlags; readonly context: CommandContext },
): ExitCode {
  const { print, theme } = context;
  const { colours, columns } = theme;
  const gates = selected.filter(({ id }) => id !== answeredGate);
  if (flags.json) {
    print(
      JSON.stringify(
        { nothingDecided: true, suite: suite.path, agent: agent.path, gates },
        null,
        2,
      ),
    );
    return exitCodes.incomplete;
  }
  const derive = `assay derive ${shellWord(agent.path)}`;
  const place = suite.path ?? `the suite that \`${derive}\` writes`;
  const isBehind = suite.path !== null && agent.statements.length > 0;
  const wrapped = (text: string, first = 0) => paragraph(text, { width: columns, first });
  const title =
    gates.length === 0
      ? `! ${isBehind ? `${suite.path} has` : `${agent.path} states`} no gate: there is nothing to grade answers by.`
      : `! No check decides ${gates.length === 1 ? "this gate" : "any of these gates"}: nothing was run.`;
  const lines = [
    ...wrapped(title).map((line) => colours.bold(colours.yellow(line))),
    "",
    ...(gates.length === 0
      ? wrapped(
          isBehind
            ? `What ${agent.path} states becomes gates by: ${derive}`
            : "State what answers must meet, as bullets below a heading such as “Quality Gates”.",
        )
      : [
          ...listGates(gates, theme),
          "",
          ...wrapped(`Say what decides a gate by its \`check\` in ${place}:`),
          ...wrapped(`check: ${builtIn[0]}`, 2),
          ...wrapped(`a built-in check: ${builtIn.join(", ")}`, 6),
          ...wrapped("check: ./checks/mine.ts", 2),
          ...wrapped("a file of yours", 6),
          ...wrapped("check: { promptfoo: { type: contains, value: … } }", 2),
          ...wrapped("an assertion of promptfoo's", 6),
        ]),
  ];
  print(lines.join("\n"));
  return exitCodes.incomplete;
}

/** A line a gate: its id, its line of the agent file, and as much of its statement as fits. */
function listGates(gates: readonly Gate[], { colours, columns }: Theme): readonly string[] {
  return renderTable(
    {
      columns: [
        { title: "gate" },
        { title: "line", align: "right" },
        { title: "statement", shrinksTo: 10 },
      ],
      rows: gates.map(({ id, source, statement }) => [
        { text: id },
        { text: String(source[0]?.line ?? "–") },
        { text: printable(statement), paint: colours.dim },
      ]),
      paintTitles: colours.dim,
    },
    columns,
  );
}
