import { answeredGate, type RunRecord } from "../../record/index.ts";
import { paragraph, printable } from "../../report/index.ts";
import { decidedCheckIds } from "../../suite/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { OpenedSuite } from "../shared/open-suite.ts";

/** Whether no check decides a selected gate. That a model answers at all is no check of its answer. */
export function hasNoCheck({ gates, suite }: Pick<RunRecord, "gates" | "suite">): boolean {
  const selected = suite.gates.filter(({ id }) => gates.includes(id));
  return selected.every(
    ({ id, check }) => check === "unchecked" || (id === answeredGate && gates.length > 1),
  );
}

/**
 * Says which gates there are and how to add checks, before anything is asked: answers that nothing
 * looks at must not pass.
 */
export function explainMissingChecks(
  { suite, agent }: OpenedSuite,
  { print, theme }: CommandContext,
): ExitCode {
  const { colours, columns } = theme;
  const gates = suite.gates.filter(({ id }) => id !== answeredGate);
  const where = suite.path ?? `the suite that \`assay derive ${agent.path}\` writes`;
  const lines = [
    ...paragraph(
      gates.length === 0
        ? `! ${agent.path} states no gate: there is nothing to grade answers by.`
        : `! No check decides any of these gates: nothing was run.`,
      { width: columns, first: 0, rest: 2 },
    ).map((line) => colours.bold(colours.yellow(line))),
    "",
    ...gates.flatMap(({ id, statement, source }) => {
      const place = source[0] === undefined ? "" : ` (${agent.path}:${source[0].line})`;
      return paragraph(`· ${id}: ${printable(statement)}${place}`, {
        width: columns,
        first: 0,
        rest: 4,
      });
    }),
    ...(gates.length > 0 ? [""] : []),
    ...paragraph(
      gates.length === 0
        ? "State what answers must meet, for instance as bullets below a heading “Quality Gates”."
        : `Say what decides them in ${where}, as each gate's \`check\`:`,
      { width: columns },
    ),
    ...(gates.length === 0
      ? []
      : [
          `  check: ${decidedCheckIds[0] ?? "parses"}`,
          ...paragraph(`a built-in check, one of ${decidedCheckIds.join(", ")}`, {
            width: columns,
            first: 6,
          }),
          "  check: ./checks/mine.ts",
          "      a file of yours",
          "  check: { promptfoo: { type: contains, value: … } }",
          "      an assertion of promptfoo's",
        ]),
  ];
  print(lines.join("\n"));
  return exitCodes.incomplete;
}
