import { hashText } from "../content-hash.ts";
import type { RunRecord, Sample } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import { baselineSchemaVersion, type BaselineRecord } from "./baseline-schema.ts";
import { countOutcomes } from "./count-outcomes.ts";
import { narrowRun, trimEvidence, type ArmId } from "./narrow-run.ts";
import { renderLines } from "./pack-lines.ts";
import type { Baseline, CheckHashes } from "./types.ts";

/**
 * Makes a baseline of one arm of a run: what the run has of it is kept, and nothing is taken from
 * the clock, so that the same run makes the same baseline.
 *
 * @param samples of the arm, in the order of the plan, with the answers' texts
 * @param options.checks of all gates that the run graded
 * @param options.isPartAllowed whether a run may be blessed of which a part is not there; what is
 * not there is left out
 * @throws UserError as `requireBlessable`; `baseline/nothing-decided`
 */
export function makeBaseline(
  run: RunRecord,
  samples: readonly Sample[],
  options: ArmId & { readonly checks: CheckHashes; readonly isPartAllowed: boolean },
): Baseline {
  requireBlessable(run, samples, options);
  const kept = samples
    .filter(({ answer }) => answer !== null || !options.isPartAllowed)
    .map(trimEvidence);
  if (kept.every(({ passes }) => passes === null)) throw nothingDecided(run);
  const narrowed = narrowRun(run, options, kept);
  return {
    record: describeBaseline(narrowed, kept, options.checks),
    run: narrowed,
    samples: kept,
  };
}

/** What baseline.json says of a run and its answers. */
export function describeBaseline(
  run: RunRecord,
  samples: readonly Sample[],
  checks: CheckHashes,
): BaselineRecord {
  const [promptVersion] = run.promptVersions;
  const [model] = run.models;
  if (!promptVersion || !model) throw new Error("A baseline has a prompt version and a model.");
  const answers = samples.flatMap(({ answer }) => answer ?? []);
  return {
    schemaVersion: baselineSchemaVersion,
    run: run.id,
    date: run.finishedAt ?? run.startedAt,
    assay: run.versions.assay,
    recorded: answers.every(({ source }) => source === "recording"),
    agent: { name: run.agent.name, path: run.agent.path, promptHash: run.agent.promptHash },
    promptVersion,
    model,
    servedModels: [...new Set(answers.flatMap(({ servedModel }) => servedModel ?? []))].toSorted(),
    suiteHash: run.suite.hash,
    repeats: run.repeats,
    answers: {
      file: "answers.jsonl.br",
      count: answers.length,
      hash: hashText(renderLines(run, samples)),
    },
    gates: run.suite.gates
      .filter(({ id }) => run.gates.includes(id))
      .map(({ id, level }) => ({ id, level, checkHash: checks.get(id) ?? hashText("") })),
    cases: countOutcomes(run, samples),
  };
}

/**
 * Refuses what is no whole run.
 *
 * @throws UserError `baseline/empty-run`, `baseline/incomplete-run`
 */
export function requireBlessable(
  run: RunRecord,
  samples: readonly Sample[],
  { isPartAllowed }: { readonly isPartAllowed: boolean },
): void {
  if (samples.every(({ answer }) => answer === null)) throw emptyRun(run);
  if (!isPartAllowed) requireWhole(run);
}

function requireWhole(run: RunRecord): void {
  const resume = `\`assay run --resume ${run.id}\` does what is left of it.`;
  const allow = "Or bless what is there: --allow incomplete";
  const refuse = (message: string, hint: string) =>
    new UserError("baseline/incomplete-run", message, { place: `run ${run.id}`, hint });
  if (run.shard !== null) {
    const { index, count } = run.shard;
    throw refuse(
      `The run has only a part of the cases, ${index} of ${count}.`,
      `\`assay merge\` joins the parts. ${allow}`,
    );
  }
  switch (run.status) {
    case "complete":
      return;
    case "running":
      throw refuse("The run has not ended.", `${resume} ${allow}`);
    case "interrupted":
      throw refuse("The run was interrupted.", `${resume} ${allow}`);
    case "incomplete":
      throw refuse("Too many answers of the run are missing.", `Run it again. ${allow}`);
    default:
      throw new Error(run.status satisfies never);
  }
}

function emptyRun(run: RunRecord): UserError {
  return new UserError("baseline/empty-run", "The run has no answer to bless.", {
    place: `run ${run.id}`,
    hint: `\`assay run --resume ${run.id}\` asks for what is missing.`,
  });
}

function nothingDecided(run: RunRecord): UserError {
  return new UserError("baseline/nothing-decided", "No required gate is decided in this run.", {
    place: `run ${run.id}`,
    hint: "Nothing could be compared with it. Give the suite's required gates a `check`.",
  });
}
