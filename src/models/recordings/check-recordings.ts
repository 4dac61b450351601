import { UserError } from "../../user-error.ts";
import type { ModelRequest } from "../types.ts";
import { findRecording } from "./find-recording.ts";
import type { Manifest } from "./manifest-schema.ts";

/**
 * Refuses recordings that answer other words than those of the agent file and the suite, and
 * prompt versions of which there is no recording at all.
 *
 * @param file the manifest, for messages
 * @param live the command that asks a model instead
 * @throws UserError `recordings/other-prompt`, `recordings/other-request`, `recordings/none`
 */
export function checkRecordings(
  manifest: Manifest,
  requests: readonly ModelRequest[],
  { file, live }: { readonly file: string; readonly live: string },
): void {
  const looked = requests.map((request) => ({ request, lookup: findRecording(manifest, request) }));
  const otherPrompts = new Map<string, string>();
  const otherRequests = new Map<string, string>();
  for (const { request, lookup } of looked) {
    if (lookup.kind === "other-prompt") {
      otherPrompts.set(
        request.promptVersion,
        `${request.promptVersion} (recorded ${short(lookup.recordedHash)}, now ${short(request.promptHash)})`,
      );
    }
    if (lookup.kind === "other-request") {
      otherRequests.set(
        request.caseId,
        `${request.caseId} (recorded ${short(lookup.recordedHash)}, now ${short(request.requestHash)})`,
      );
    }
  }
  if (otherPrompts.size > 0) {
    const list = [...otherPrompts.values()].join(", ");
    throw new UserError(
      "recordings/other-prompt",
      `The prompt has changed since its answers were recorded: ${list}. Old answers say nothing about it.`,
      { place: file, hint: `Ask a model: ${live}. Or put the prompt back.` },
    );
  }
  if (otherRequests.size > 0) {
    const list = [...otherRequests.values()].join(", ");
    throw new UserError(
      "recordings/other-request",
      `The request has changed since its answer was recorded: ${list}.`,
      {
        place: file,
        hint: `Ask a model: ${live}. Or put the request back, or leave the case out with --case.`,
      },
    );
  }
  for (const name of new Set(requests.map(({ promptVersion }) => promptVersion))) {
    const own = looked.filter(({ request }) => request.promptVersion === name);
    if (own.every(({ lookup }) => lookup.kind === "none")) {
      throw new UserError("recordings/none", `There are no recorded answers of ${name}.`, {
        place: file,
        hint: `Ask a model: ${live}.`,
      });
    }
  }
}

/** Enough of a hash to tell two apart by eye. */
function short(hash: string): string {
  return hash.slice("sha256:".length, "sha256:".length + 12);
}
