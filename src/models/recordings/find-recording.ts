import type { ModelRequest } from "../types.ts";
import type { Manifest, Recording, RecordingSet } from "./manifest-schema.ts";

/** What the recordings have for a request. */
export type RecordingLookup =
  | { readonly kind: "found"; readonly set: RecordingSet; readonly recording: Recording }
  /** The prompt version or the case was recorded, but with other words. */
  | { readonly kind: "other-prompt"; readonly recordedHash: string }
  | { readonly kind: "other-request"; readonly recordedHash: string }
  | { readonly kind: "none"; readonly reason: "prompt" | "case" | "repeat" };

/**
 * Finds the answer to exactly this prompt, request and repeat. What was said counts and not its
 * name: a prompt version or a case that was renamed keeps its recordings, one that was edited
 * does not.
 */
export function findRecording(manifest: Manifest, request: ModelRequest): RecordingLookup {
  const samePrompt = manifest.sets.filter(({ promptHash }) => promptHash === request.promptHash);
  const set =
    samePrompt.find(({ promptVersion }) => promptVersion === request.promptVersion) ??
    samePrompt[0];
  if (!set) {
    const named = manifest.sets.find((other) => other.promptVersion === request.promptVersion);
    return named
      ? { kind: "other-prompt", recordedHash: named.promptHash }
      : { kind: "none", reason: "prompt" };
  }
  const sameRequest = set.answers.filter(({ requestHash }) => requestHash === request.requestHash);
  if (sameRequest.length === 0) {
    const named = set.answers.find((recording) => recording.case === request.caseId);
    return named
      ? { kind: "other-request", recordedHash: named.requestHash }
      : { kind: "none", reason: "case" };
  }
  const recorded = sameRequest.filter(({ repeat }) => repeat === request.repeat);
  const recording = recorded.find(({ case: id }) => id === request.caseId) ?? recorded[0];
  return recording ? { kind: "found", set, recording } : { kind: "none", reason: "repeat" };
}
