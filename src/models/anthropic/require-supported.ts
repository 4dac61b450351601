import type { Sampling } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import knownModels from "../known-models.json" with { type: "json" };

interface KnownModel {
  readonly maxOutputTokens: number;
  readonly thinking: string;
  /** null: not known. */
  readonly acceptsSamplingParameters: boolean | null;
}

const models: Readonly<Record<string, KnownModel>> = knownModels.models;

/**
 * Refuses what a model is known to answer with an error, before anything is asked. Of models that
 * are not known, the API decides.
 *
 * @throws UserError `models/unsupported`
 */
export function requireSupported(
  id: string,
  { maxTokens, sampling }: { readonly maxTokens: number; readonly sampling: Sampling },
): void {
  const model = Object.hasOwn(models, id) ? models[id] : undefined;
  if (model === undefined) return;
  if (maxTokens > model.maxOutputTokens) {
    throw unsupported(id, `gives at most ${model.maxOutputTokens} tokens`, {
      place: `--max-tokens ${maxTokens}`,
      hint: `Use --max-tokens ${model.maxOutputTokens} or less.`,
    });
  }
  const { thinking } = sampling;
  const flag = samplingFlags.find(([name]) => sampling[name] !== null)?.[1];
  if (flag !== undefined && model.acceptsSamplingParameters === false) {
    throw unsupported(id, "takes no sampling parameters", {
      place: flag,
      hint: `Leave ${flag} out.`,
    });
  }
  if (thinking === "disabled" && model.thinking.includes("always on")) {
    throw unsupported(id, "always thinks", {
      place: "--thinking disabled",
      hint: "Leave it out; --effort low thinks less.",
    });
  }
  if (typeof thinking === "number" && !model.thinking.includes("extended")) {
    throw unsupported(id, "decides itself how long it thinks", {
      place: `--thinking ${thinking}`,
      hint: "Use --thinking adaptive, and --effort for more or less of it.",
    });
  }
  if (thinking === "adaptive" && !model.thinking.includes("adaptive")) {
    throw unsupported(id, "has no adaptive thinking", {
      place: "--thinking adaptive",
      hint: "Give a number of tokens, such as --thinking 8000.",
    });
  }
}

const samplingFlags = [
  ["temperature", "--temperature"],
  ["topP", "--top-p"],
  ["topK", "--top-k"],
] as const satisfies readonly (readonly [keyof Sampling, string])[];

function unsupported(
  id: string,
  what: string,
  options: { readonly place: string; readonly hint: string },
): UserError {
  return new UserError("models/unsupported", `The model ${id} ${what}.`, options);
}
