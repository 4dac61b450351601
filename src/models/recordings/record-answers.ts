import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { hashText } from "../../content-hash.ts";
import type { Answer, AnswerStatus } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import {
  manifestSchemaVersion,
  type Manifest,
  type Recording,
  type RecordingSet,
} from "./manifest-schema.ts";
import { readManifest } from "./read-manifest.ts";

/** An answer to be recorded, and what it answers. */
export interface RecordableAnswer {
  readonly caseId: string;
  readonly requestHash: string;
  /** 1-based. */
  readonly repeat: number;
  readonly status: AnswerStatus;
  readonly answer: Answer;
}

/** The answers of one prompt version. */
export interface RecordableSet {
  readonly promptVersion: string;
  readonly promptHash: string;
  /** Model that was asked. */
  readonly model: string;
  /** Day on which asking began, UTC, `2026-11-23`. */
  readonly askedOn: string;
  readonly answers: readonly RecordableAnswer[];
}

const manifestName = "recordings.json";

/**
 * Refuses to mix: recordings of a prompt are of one model. Those of another are replaced only as a
 * whole, by answers to all that they answer.
 *
 * @param planned what is to be recorded; the answers themselves need not be there yet
 * @throws UserError `recordings/other-model`
 */
export async function requireRecordable(
  suiteFolder: string,
  planned: readonly (Pick<RecordableSet, "promptVersion" | "promptHash" | "model"> & {
    readonly answers: readonly Pick<RecordableAnswer, "requestHash" | "repeat">[];
  })[],
): Promise<void> {
  const file = path.join(suiteFolder, "recordings", manifestName);
  const manifest = await readManifest(file);
  for (const { promptHash, promptVersion, model, answers } of planned) {
    const old = manifest?.sets.find((set) => set.promptHash === promptHash);
    if (!old || old.provenance.model === model) continue;
    const keys = new Set(answers.map(keyOf));
    const left = old.answers.filter((recording) => !keys.has(keyOf(recording)));
    if (left.length === 0) continue;
    throw new UserError(
      "recordings/other-model",
      `The recordings of ${promptVersion} are of ${old.provenance.model ?? "a model that is not known"}, and ${left.length} of their ${old.answers.length} answers would stay.`,
      {
        place: file,
        hint: `Record all cases and repeats with ${model}, or take that set out of the file first.`,
      },
    );
  }
}

/**
 * Writes answers into `<suite folder>/recordings/`: the texts first, then the manifest that names
 * them, so that a crash in between leaves the old recordings whole. Recordings of the same prompt,
 * request and repeat are replaced, and so are those of an earlier prompt of the same name.
 *
 * @returns how many answers were written
 */
export async function recordAnswers(
  suiteFolder: string,
  sets: readonly RecordableSet[],
): Promise<number> {
  const folder = path.join(suiteFolder, "recordings");
  const file = path.join(folder, manifestName);
  const manifest = await readManifest(file);
  const before = manifest?.sets ?? [];
  const filled = sets.filter(({ answers }) => answers.length > 0);
  const written: RecordingSet[] = [];
  for (const set of filled) {
    const old = before.find(
      ({ promptHash, provenance }) =>
        promptHash === set.promptHash && provenance.model === set.model,
    );
    written.push(await writeSet(folder, set, old));
  }
  const isReplaced = (old: RecordingSet) =>
    written.some(
      (set) => set.promptHash === old.promptHash || set.promptVersion === old.promptVersion,
    );
  const after: Manifest = {
    schemaVersion: manifestSchemaVersion,
    sets: [...before.filter((old) => !isReplaced(old)), ...written],
  };
  await writeWhole(file, `${JSON.stringify(after, null, 2)}\n`);
  const kept = new Set(after.sets.flatMap(({ answers }) => answers.map((one) => one.file)));
  const gone = before.flatMap(({ answers }) => answers).filter((one) => !kept.has(one.file));
  await Promise.all(gone.map((one) => rm(path.join(folder, one.file), { force: true })));
  return filled.reduce((sum, { answers }) => sum + answers.length, 0);
}

async function writeSet(
  folder: string,
  set: RecordableSet,
  old: RecordingSet | undefined,
): Promise<RecordingSet> {
  const { promptVersion, promptHash, model, answers } = set;
  const recordings: Recording[] = [];
  for (const { caseId, requestHash, repeat, status, answer } of answers) {
    // A name that is not taken by an older text: until the manifest is written, that one counts.
    const short = hashText(answer.text).slice("sha256:".length, "sha256:".length + 8);
    const file = `${promptVersion}/${caseId}.${repeat}.${short}.md`;
    await writeWhole(path.join(folder, file), answer.text);
    const { stopReason, usage, latencyMs } = answer;
    const answerHash = hashText(answer.text);
    recordings.push({
      case: caseId,
      repeat,
      file,
      requestHash,
      answerHash,
      status,
      stopReason,
      usage,
      latencyMs,
    });
  }
  const keys = new Set(recordings.map(keyOf));
  const dates = [
    ...answers.flatMap(({ answer }) => answer.answeredAt?.slice(0, 10) ?? []),
    ...(old ? [old.provenance.sampledFrom, old.provenance.sampledTo] : []),
    set.askedOn,
  ].toSorted();
  return {
    promptVersion,
    promptHash,
    provenance: {
      sampledFrom: dates[0] ?? set.askedOn,
      sampledTo: dates.at(-1) ?? set.askedOn,
      how: "Asked by assay run --record.",
      model,
      note: old?.provenance.note ?? "As the model wrote them.",
    },
    answers: [...(old?.answers.filter((one) => !keys.has(keyOf(one))) ?? []), ...recordings],
  };
}

function keyOf({ requestHash, repeat }: { readonly requestHash: string; readonly repeat: number }) {
  return `${requestHash}/${repeat}`;
}

async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.tmp`;
  const handle = await open(temporary, "w");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}
