import {
  compareArms,
  requireComparable,
  resolveComparisonExit,
  type Arm,
  type DifferenceKind,
  type Scope,
} from "../../compare/index.ts";
import { renderComparison, renderComparisonJson } from "../../report/index.ts";
import type { CompareFlags } from "../compare.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { openArms } from "./open-arms.ts";
import { agreeOnChecks } from "./agree-on-checks.ts";

/** `assay compare`. */
export async function compare(
  references: readonly string[],
  flags: CompareFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const opened = await openArms(references, flags, context);
  const { notices, references: names } = opened;
  const allowed: readonly DifferenceKind[] = [...(flags.allow ?? []), "checks"];
  // Before anything is graded again.
  requireComparable(opened.arms, allowed);
  const takesStored = flags.allow?.includes("checks") ?? false;
  const arms = takesStored ? opened.arms : await agreeOnChecks(opened, context);
  const report = compareArms(
    arms,
    {
      scope: flags.scope ?? defaultScope(arms),
      margin: flags.margin / 100,
      alpha: flags.alpha,
    },
    allowed,
  );
  const verdicts = report.comparisons.map(({ verdict }) => verdict);
  const found = resolveComparisonExit(verdicts, { strict: flags.strict ?? false });
  const exitCode = flags.exitZero && found === exitCodes.findings ? exitCodes.fine : found;
  context.print(
    flags.json
      ? renderComparisonJson(report, exitCode)
      : renderComparison(
          { report, notices, references: names, showsAll: flags.full ?? false },
          context.theme,
        ),
  );
  return exitCode;
}

/** A model is chosen for cases to come; a prompt is changed for those that are there. */
function defaultScope(arms: readonly Arm[]): Scope {
  return new Set(arms.map(({ model }) => model)).size > 1 ? "population" : "suite";
}
