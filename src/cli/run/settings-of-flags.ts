import { defaultSettings, type RunRecord } from "../../record/index.ts";
import type { RunFlags } from "../run.ts";
import { tidyPath } from "../shared/tidy-path.ts";

type Settings = RunRecord["settings"];

/** The settings that the flags name; what they leave out is left out. */
export function settingsOfFlags(flags: RunFlags): Partial<Settings> {
  return {
    ...given("concurrency", flags.concurrency),
    ...given("maxTokens", flags.maxTokens),
    ...given("maxMissingRate", flags.maxMissing),
    ...given("timeoutMs", flags.timeout),
    ...given("budgetUsd", flags.budget),
    ...given("batch", flags.batch),
    ...given("prices", flags.prices && tidyPath(flags.prices, process.cwd())),
    ...given("sampling", samplingOfFlags(flags)),
  };
}

function samplingOfFlags(flags: RunFlags): Settings["sampling"] | undefined {
  const { effort = null, thinking = null, temperature = null, topP = null, topK = null } = flags;
  const sampling = { effort, thinking, temperature, topP, topK };
  return Object.values(sampling).some((value) => value !== null)
    ? { ...defaultSettings.sampling, ...sampling }
    : undefined;
}

function given<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name] | undefined,
): Partial<Settings> {
  return value === undefined ? {} : { [name]: value };
}
