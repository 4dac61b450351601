import { UserError } from "../user-error.ts";
import { findDifferences, type DifferenceKind, type RunDifference } from "./find-differences.ts";
import type { Arm } from "./types.ts";

/**
 * Refuses arms of which a comparison would say nothing, or something untrue.
 *
 * @param allow in what the runs may differ
 * @throws UserError `compare/too-few`, `compare/empty-run`, `compare/not-comparable`
 */
export function requireComparable(arms: readonly Arm[], allow: readonly DifferenceKind[]): void {
  const [first, ...others] = arms;
  if (!first || others.length === 0) {
    throw new UserError("compare/too-few", "A comparison takes two arms or more.", {
      hint: "Name two runs, or two prompt versions of one: assay compare latest --prompt a b",
    });
  }
  for (const arm of arms) requireAnswers(arm);
  for (const other of others) {
    const differences = findDifferences(first, other);
    const refused = differences.filter(({ kind }) => !allow.includes(kind));
    if (refused.length > 0) throw notComparable(first, other, refused);
  }
}

function requireAnswers({ name, run, samples }: Arm): void {
  if (samples.some(({ answer }) => answer !== null)) return;
  throw new UserError("compare/empty-run", `There is no answer of ${name} to compare.`, {
    place: `run ${run.id}`,
    hint: `\`assay run --resume ${run.id}\` asks for what is missing.`,
  });
}

function notComparable(first: Arm, other: Arm, differences: readonly RunDifference[]): UserError {
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  return new UserError(
    "compare/not-comparable",
    [
      `${first.name} and ${other.name} cannot be compared as they are: the runs differ in more than prompt and model.`,
      ...differences.map(({ description }) => description),
    ].join("\n"),
    {
      place: `run ${first.run.id}, run ${other.run.id}`,
      hint: `To compare all the same: ${kinds.map((kind) => `--allow ${kind}`).join(" ")}`,
    },
  );
}
