import { findDifferences, type Arm, type DifferenceKind } from "../compare/index.ts";
import { gatesOfCase, judgeSample, type RunRecord, type Sample } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import type { Baseline, CheckHashes } from "./types.ts";

/** In what a baseline may differ from a run where that is allowed. Gates and checks are adopted. */
export type BaselineDifference = Extract<DifferenceKind, "agent" | "cases" | "requests">;

/** A baseline brought to the suite of a run. */
export interface FittedBaseline {
  readonly arm: Arm;
  /** Gates whose verdicts are not of today's checks: to be decided again on the stored answers. */
  readonly outdated: readonly string[];
  /** What of the suite is another than when the run was blessed, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Brings a baseline to the gates of a run that is to be compared with it: gates, levels and checks
 * are those of the run, as the baseline's answers can be graded by them. Cases must be the same,
 * with the same texts; those that the run leaves out on purpose are left out here, too.
 *
 * @param run planned or done
 * @param options.checks today's, of all gates of the run
 * @param options.isSelection the run has a part of the suite's cases, as somebody asked for it
 * @param options.place of the baseline, for messages
 * @throws UserError `baseline/not-comparable`, with the list of what differs
 */
export function fitBaseline(
  baseline: Baseline,
  run: RunRecord,
  options: {
    readonly checks: CheckHashes;
    readonly isSelection: boolean;
    readonly allow: readonly BaselineDifference[];
    readonly place: string;
  },
): FittedBaseline {
  const adopted = adoptGates(baseline, run, options);
  requireFitting(adopted, run, options);
  const hashes = new Map(baseline.record.gates.map(({ id, checkHash }) => [id, checkHash]));
  const outdated = run.gates.filter(
    (id) => hashes.get(id) !== options.checks.get(id) || isUndecided(adopted, id),
  );
  return { arm: adopted, outdated, notes: describeGates(baseline, run) };
}

function adoptGates(
  { run: blessed, samples, record }: Baseline,
  run: RunRecord,
  { isSelection }: { readonly isSelection: boolean },
): Arm {
  const planned = new Map(run.suite.cases.map((one) => [one.id, one]));
  const cases = blessed.suite.cases
    .filter(({ id }) => !isSelection || planned.has(id))
    .map((one) => ({ ...one, gates: (planned.get(one.id) ?? one).gates }));
  const adopted: RunRecord = {
    ...blessed,
    suite: { ...blessed.suite, gates: run.suite.gates, cases },
    gates: run.gates,
  };
  const kept = new Map(cases.map((one) => [one.id, one]));
  return {
    name: "baseline",
    run: adopted,
    promptVersion: record.promptVersion.name,
    model: record.model.id,
    samples: samples.flatMap((sample) => {
      const own = kept.get(sample.case);
      return own ? [{ ...sample, ...judgeSample(sample, gatesOfCase(adopted, own)) }] : [];
    }),
  };
}

/** Whether an answer has no verdict on a gate that counts for its case. */
function isUndecided({ run, samples }: Arm, gate: string): boolean {
  const cases = new Map(run.suite.cases.map((one) => [one.id, one]));
  return samples.some(
    ({ case: id, answer, verdicts }: Sample) =>
      answer !== null &&
      verdicts?.[gate] === undefined &&
      gatesOfCase(run, cases.get(id)).some((one) => one.id === gate),
  );
}

function requireFitting(
  before: Arm,
  run: RunRecord,
  { allow, place }: { readonly allow: readonly BaselineDifference[]; readonly place: string },
): void {
  const after: Arm = { ...before, name: "this run", run, samples: [] };
  const refused = findDifferences(before, after).filter(
    ({ kind }) => isRefusable(kind) && !allow.includes(kind),
  );
  if (refused.length === 0) return;
  const flags = [...new Set(refused.map(({ kind }) => `--allow ${kind}`))];
  throw new UserError(
    "baseline/not-comparable",
    [
      "The baseline does not fit this run: they differ in more than prompt, model and checks.",
      ...refused.map(({ description }) => description),
    ].join("\n"),
    {
      place,
      hint: `Bless a run of today's suite: assay bless <run>. Or leave out what differs: ${flags.join(" ")}`,
    },
  );
}

function isRefusable(kind: DifferenceKind): kind is BaselineDifference {
  return kind === "agent" || kind === "cases" || kind === "requests";
}

/** Gates that can no longer fail the comparison must not go unnoticed. */
function describeGates({ record, run: blessed }: Baseline, run: RunRecord): readonly string[] {
  const levels = new Map(run.suite.gates.map(({ id, level }) => [id, level]));
  const known = new Set(record.gates.map(({ id }) => id));
  const named = (title: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`${title}: ${ids.join(", ")}.`];
  const levelled = record.gates.filter(({ id, level }) => (levels.get(id) ?? level) !== level);
  return [
    ...named(
      "Gates of the baseline that the suite has no more",
      record.gates.filter(({ id }) => !levels.has(id)).map(({ id }) => id),
    ),
    ...named(
      "Gates that are advisory now, required in the baseline",
      levelled.filter(({ level }) => level === "required").map(({ id }) => id),
    ),
    ...named(
      "Gates that are required now, advisory in the baseline",
      levelled.filter(({ level }) => level === "advisory").map(({ id }) => id),
    ),
    ...named(
      "Gates added since the baseline",
      run.gates.filter((id) => !known.has(id) && !blessed.gates.includes(id)),
    ),
  ];
}
