import type { RunRecord } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import { createAnthropicModel } from "./anthropic/anthropic-model.ts";
import knownModels from "./known-models.json" with { type: "json" };
import { readPrices, type PriceTable } from "./prices/index.ts";
import { createPromptfooModel } from "./promptfoo/promptfoo-model.ts";
import { createRecordingsModel, recordingsModelId } from "./recordings/recordings-model.ts";
import type { Model } from "./types.ts";

export interface ModelSettings {
  readonly suiteFolder: string;
  readonly agentPath: string;
  /** What the agent file names as its model; null: nothing. */
  readonly agentModel: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: RunRecord["settings"];
}

/**
 * The models that a user named, in their order: ids of the API (`claude-…`, also
 * `anthropic:claude-…`), the aliases of agent files (`sonnet`, `opus`, `haiku`, `inherit`), and those
 * of other providers as promptfoo names them (`openai:gpt-…`). None named: the recordings, so that
 * nothing is ever sent that nobody asked for.
 *
 * @throws UserError `models/unknown`, `models/twice`
 */
export function resolveModels(names: readonly string[], settings: ModelSettings): readonly Model[] {
  const wanted = names.length === 0 ? [recordingsModelId] : names;
  const prices = readPrices(settings.settings.prices);
  const models: Model[] = [];
  for (const name of wanted) {
    const model = resolveModel(name, settings, prices);
    if (models.some(({ id }) => id === model.id)) {
      throw new UserError("models/twice", `The model ${model.id} is named twice.`, {
        place: `--model ${name}`,
        hint: "Name it once; --repeat asks it more often.",
      });
    }
    models.push(model);
  }
  return models;
}

const aliases: Readonly<Record<string, string>> = knownModels.aliases;

/**
 * The model that the agent file names. Where it names none, or `inherit` itself, it runs on that of
 * the conversation that it is called from: ANTHROPIC_MODEL says which, else it is Sonnet.
 */
function inheritedModel({ agentModel, env }: ModelSettings): string {
  if (agentModel !== null && agentModel !== "inherit") return agentModel;
  const named = env["ANTHROPIC_MODEL"]?.trim() ?? "";
  return named === "" || named === "inherit" ? "sonnet" : named;
}

function resolveModel(name: string, settings: ModelSettings, prices: PriceTable): Model {
  const { env } = settings;
  if (name === "inherit") return resolveModel(inheritedModel(settings), settings, prices);
  if (name === recordingsModelId) return createRecordingsModel(settings);
  const bare = name.replace(/^anthropic:(?:messages:)?/u, "");
  const id = (Object.hasOwn(aliases, bare) ? aliases[bare] : undefined) ?? bare;
  if (id.startsWith("claude-") && !agents.test(name)) {
    return createAnthropicModel({ id, prices, env, settings: settings.settings });
  }
  if (isOfProvider(name)) {
    return createPromptfooModel({ id: name, prices, env, settings: settings.settings });
  }
  const known = [...Object.keys(aliases), ...Object.keys(knownModels.models)].join(", ");
  throw new UserError("models/unknown", `There is no model "${name}".`, {
    place: `--model ${name}`,
    hint: `Models of Anthropic can be asked: ${known}, or any other id that starts with claude-; and those of other providers by provider:model, such as openai:gpt-5.`,
  });
}

/** Agents of Anthropic's, which only sound like models. */
const agents = /^anthropic:claude-(?:agent-sdk|code)(?::|$)/u;

/** Whether a name has the form of promptfoo's providers: `openai:gpt-…`, `ollama:…`, `exec:…`. */
function isOfProvider(name: string): boolean {
  return /^[a-z][a-z0-9.-]*:\S/u.test(name);
}
