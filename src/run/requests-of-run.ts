import { sampleKey, type RunRecord } from "../record/index.ts";
import type { ModelRequest } from "../models/index.ts";
import { UserError } from "../user-error.ts";
import type { PromptVersion } from "./prompt-version.ts";

/**
 * What is asked for each sample of a run, by its key, in the plan's order. A run that is resumed
 * must find its prompts unchanged: answers to two prompts in one run would be worthless.
 *
 * @throws UserError `run/prompt-changed`
 */
export function requestsOfRun(
  run: RunRecord,
  promptVersions: readonly PromptVersion[],
): ReadonlyMap<string, ModelRequest> {
  const prompts = new Map(promptVersions.map((version) => [version.name, version]));
  for (const planned of run.promptVersions) {
    const found = prompts.get(planned.name);
    if (found?.promptHash === planned.hash) continue;
    throw new UserError(
      "run/prompt-changed",
      `The prompt ${planned.name} is not what it was when the run began.`,
      {
        place: planned.path,
        hint: "Put it back to go on with the run, or start a new run.",
      },
    );
  }
  const cases = new Map(run.suite.cases.map((planned) => [planned.id, planned]));
  const requests = new Map<string, ModelRequest>();
  for (const place of run.plan) {
    const planned = cases.get(place.case);
    const prompt = prompts.get(place.promptVersion);
    if (!planned || !prompt) throw new Error(`The plan names unknown ${sampleKey(place)}.`);
    requests.set(sampleKey(place), {
      system: prompt.systemPrompt,
      user: planned.request,
      caseId: planned.id,
      promptVersion: prompt.name,
      promptHash: prompt.promptHash,
      requestHash: planned.requestHash,
      repeat: place.repeat,
    });
  }
  return requests;
}
