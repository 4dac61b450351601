import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashText } from "../../content-hash.ts";
import { UserError } from "../../user-error.ts";
import type { Model, ModelReply, ModelRequest } from "../types.ts";
import { checkRecordings } from "./check-recordings.ts";
import { findRecording, type RecordingLookup } from "./find-recording.ts";
import type { Manifest } from "./manifest-schema.ts";
import { readManifest } from "./read-manifest.ts";

type FoundRecording = Extract<RecordingLookup, { kind: "found" }>;

export const recordingsModelId = "recordings";

/**
 * Replays the answers of `<suite folder>/recordings/`; nothing is ever sent. A repeat that was not
 * recorded is a failure with the cause `no-recording`, never another repeat's answer.
 *
 * @param suiteFolder folder of suite.yaml
 * @param agentPath for the command that a message proposes
 */
export function createRecordingsModel({
  suiteFolder,
  agentPath,
}: {
  readonly suiteFolder: string;
  readonly agentPath: string;
}): Model {
  const folder = path.join(suiteFolder, "recordings");
  const file = path.join(folder, "recordings.json");
  const live = `assay run ${agentPath} --model claude-sonnet-5-5 (with ANTHROPIC_API_KEY set)`;
  let manifest: Promise<Manifest> | undefined;
  const answers = new Map<string, Promise<string>>();

  async function load(): Promise<Manifest> {
    const read = await readManifest(file);
    if (read) return read;
    throw new UserError("recordings/none", "There are no recorded answers for this suite.", {
      place: file,
      hint: `Ask a model: ${live}.`,
    });
  }

  function answerOf(lookup: FoundRecording): Promise<string> {
    const { file: name } = lookup.recording;
    const text = answers.get(name) ?? readAnswer(folder, lookup);
    answers.set(name, text);
    return text;
  }

  return {
    id: recordingsModelId,
    kind: "recordings",
    async prepare(requests) {
      const known = await (manifest ??= load());
      checkRecordings(known, requests, { file, live });
      await Promise.all(
        requests.map(async (request) => {
          const lookup = findRecording(known, request);
          if (lookup.kind === "found") await answerOf(lookup);
        }),
      );
    },
    async ask(request, { signal }): Promise<ModelReply> {
      if (signal.aborted) return { kind: "aborted" };
      const lookup = findRecording(await (manifest ??= load()), request);
      if (lookup.kind !== "found") return missing(request, lookup);
      const { set, recording } = lookup;
      return {
        kind: "answer",
        status: recording.status,
        answer: {
          text: await answerOf(lookup),
          source: "recording",
          stopReason: recording.stopReason,
          servedModel: set.provenance.model,
          usage: recording.usage,
          costUsd: null,
          latencyMs: recording.latencyMs,
          answeredAt: null,
        },
      };
    },
  };
}

/** The recorded text, byte for byte, held against the hash of the manifest. */
async function readAnswer(folder: string, { recording }: FoundRecording): Promise<string> {
  const file = path.join(folder, recording.file);
  const hint = `Restore it: git checkout -- ${file}`;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const message = isMissing
      ? "A recorded answer is missing."
      : `A recorded answer cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
    throw new UserError("recordings/no-file", message, {
      place: file,
      hint,
      cause,
    });
  }
  if (hashText(text) !== recording.answerHash) {
    throw new UserError(
      "recordings/edited",
      "The recorded answer is not as the model wrote it: its hash is another than in recordings.json.",
      { place: file, hint },
    );
  }
  return text;
}

function missing(
  { caseId, promptVersion, repeat }: ModelRequest,
  lookup: Exclude<RecordingLookup, { kind: "found" }>,
): ModelReply {
  const reason =
    lookup.kind === "none" && lookup.reason === "repeat"
      ? `There is no recording of repeat ${repeat} of ${caseId} with ${promptVersion}.`
      : `There is no recording of ${caseId} with ${promptVersion}.`;
  return { kind: "failure", status: "infrastructure", cause: "no-recording", reason };
}
