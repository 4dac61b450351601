import { recordAnswers, requireRecordable, type RecordableSet } from "../../models/index.ts";
import type { RunRecord, Sample } from "../../record/index.ts";
import { formatCount } from "../../report/index.ts";
import { UserError } from "../../user-error.ts";

/**
 * `--record`, before anything is asked.
 *
 * @throws UserError `cli/record` where there is nothing to record, or more than one model;
 * `recordings/other-model`
 */
export async function requireRecordableRun(run: RunRecord): Promise<void> {
  await requireRecordable(
    run.suite.folder,
    run.promptVersions.map((version) => ({
      ...setOf(run, version),
      answers: run.plan.flatMap((place) =>
        place.promptVersion === version.name
          ? [{ requestHash: requestHashOf(run, place.case), repeat: place.repeat }]
          : [],
      ),
    })),
  );
}

/**
 * Writes the answers of a run into the recordings of its suite.
 *
 * @returns what was done, as a sentence
 */
export async function recordRun(run: RunRecord, samples: readonly Sample[]): Promise<string> {
  const count = await recordAnswers(
    run.suite.folder,
    run.promptVersions.map((version) => ({
      ...setOf(run, version),
      answers: samples.flatMap(({ promptVersion, case: caseId, repeat, status, answer }) => {
        const isAnswer =
          answer !== null &&
          (status === "answered" ||
            status === "refused" ||
            status === "filtered" ||
            status === "truncated");
        return isAnswer && promptVersion === version.name
          ? [{ caseId, requestHash: requestHashOf(run, caseId), repeat, status, answer }]
          : [];
      }),
    })),
  );
  return `Recorded ${formatCount(count, "answer")} in ${run.suite.folder}/recordings: \`assay run\` without --model replays them.`;
}

function setOf(
  run: RunRecord,
  { name, hash }: RunRecord["promptVersions"][number],
): Omit<RecordableSet, "answers"> {
  const [model, second] = run.models;
  if (!model || second || model.kind === "recordings") {
    throw new UserError(
      "cli/record",
      model && !second
        ? "There is nothing to record: recordings are replayed."
        : "Recordings are of one model.",
      { place: "--record", hint: "Name one model to ask: --model sonnet --record" },
    );
  }
  return {
    promptVersion: name,
    promptHash: hash,
    model: model.id,
    askedOn: run.startedAt.slice(0, 10),
  };
}

function requestHashOf(run: RunRecord, caseId: string): string {
  const planned = run.suite.cases.find(({ id }) => id === caseId);
  if (!planned) throw new Error(`The plan names the unknown case ${caseId}.`);
  return planned.requestHash;
}
