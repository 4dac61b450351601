import table from "../../src/models/known-models.json" with { type: "json" };

/** What the server must know of a model to reject what the API rejects. */
export interface ServedModel {
  readonly id: string;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** `extended`: with a budget of tokens; `adaptive`: without; null: whatever is asked. */
  readonly thinking: "extended" | "adaptive" | "adaptive, always on" | null;
  /** null: not known, and let pass. */
  readonly acceptsSamplingParameters: boolean | null;
}

/** Ids that the API has and of which the table says nothing. */
const others = ["claude-fable-5-2", "claude-mythos-5-2"];

/** All models of the server, in the order of their list. */
export function servedModels(more: readonly string[] = []): readonly ServedModel[] {
  const known = Object.entries(table.models).map(([id, facts]) => ({
    id,
    contextTokens: facts.contextTokens,
    maxOutputTokens: facts.maxOutputTokens,
    thinking: facts.thinking as ServedModel["thinking"],
    acceptsSamplingParameters: facts.acceptsSamplingParameters,
  }));
  const unknown = [...others, ...more].map((id) => ({
    id,
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    thinking: null,
    acceptsSamplingParameters: null,
  }));
  return [...known, ...unknown];
}
