import type { LoadedRun } from "../../../record/index.ts";
import { summariseRun } from "../../summarise-run.ts";
import { renderFailures } from "./failures.ts";
import { renderGateTable } from "./gate-table.ts";
import { renderHeading } from "./heading.ts";
import { renderMissing } from "./missing.ts";
import { renderNextSteps } from "./next-steps.ts";
import { renderRepeats } from "./repeats.ts";
import type { RunReport } from "./run-report.ts";
import type { Theme } from "../theme.ts";
import { summariseUsage } from "../../usage/summarise-usage.ts";
import { renderUncheckedGates } from "./unchecked-gates.ts";
import { renderUsage } from "./usage.ts";
import { renderVerdict } from "./verdict-sentence.ts";

/**
 * A run for a terminal: where the answers come from, the verdict in a sentence, a table of the
 * gates, what failed and where, what it
 * cost, and what to type next. No line is wider than the theme's columns.
 *
 * @param options.reference how commands name the run: `latest`, or its id
 * @param options.gates only findings of these gates, and all of them; by default the first five a gate
 */
export function renderRun(
  loaded: Pick<LoadedRun, "run" | "samples" | "folder" | "lines">,
  theme: Theme,
  options: { readonly reference: string; readonly gates?: readonly string[] | undefined },
): string {
  const { run, samples, folder, lines: stored } = loaded;
  const { reference, gates } = options;
  const arms = summariseRun(run, samples);
  const report: RunReport = { run, samples, arms, folder, reference };
  const selected = gates
    ? arms.map((arm) => ({ ...arm, gates: arm.gates.filter(({ gate }) => gates.includes(gate)) }))
    : arms;
  const parts = [
    renderHeading(report, theme),
    renderVerdict(report, theme),
    renderGateTable(selected, theme),
    renderRepeats(report, theme),
    renderFailures({ ...report, arms: selected }, theme, gates ? { mostPerGate: Infinity } : {}),
    renderMissing(report, theme),
    renderUncheckedGates(selected, run.suite.path, theme),
    renderUsage(summariseUsage(run, stored), run, theme),
    renderNextSteps(report, theme),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}
