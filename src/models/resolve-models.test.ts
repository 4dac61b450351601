import { expect, test } from "vitest";
import { defaultSettings } from "../record/index.ts";
import { resolveModels } from "./resolve-models.ts";

const settings = {
  suiteFolder: "evals/x",
  agentPath: "agents/x.md",
  agentModel: null,
  env: {},
  settings: defaultSettings,
};

test.each([
  [[], ["recordings recordings"]],
  [
    ["sonnet", "opus"],
    ["anthropic claude-sonnet-5-5", "anthropic claude-opus-5-5"],
  ],
  [["anthropic:haiku"], ["anthropic claude-haiku-5-5"]],
  [["claude-of-tomorrow"], ["anthropic claude-of-tomorrow"]],
  [["anthropic:messages:claude-sonnet-5"], ["anthropic claude-sonnet-5"]],
  [["anthropic:claude-agent-sdk"], ["promptfoo anthropic:claude-agent-sdk"]],
  [
    ["openai:gpt-5", "ollama:llama3:8b"],
    ["promptfoo openai:gpt-5", "promptfoo ollama:llama3:8b"],
  ],
  [
    ["recordings", "anthropic:claude-sonnet-5"],
    ["recordings recordings", "anthropic claude-sonnet-5"],
  ],
])("%j", (names, expected) => {
  expect(resolveModels(names, settings).map(({ kind, id }) => `${kind} ${id}`)).toEqual(expected);
});

test.each([
  ["opus", {}, "claude-opus-5-5"],
  ["claude-of-tomorrow", {}, "claude-of-tomorrow"],
  ["inherit", {}, "claude-sonnet-5-5"],
  [null, {}, "claude-sonnet-5-5"],
  [null, { ANTHROPIC_MODEL: "haiku" }, "claude-haiku-5-5"],
  ["opus", { ANTHROPIC_MODEL: "haiku" }, "claude-opus-5-5"],
])("inherit with `model: %s` and %j is %s", (agentModel, env, id) => {
  const [model] = resolveModels(["inherit"], { ...settings, agentModel, env });
  expect(model?.id).toBe(id);
});

test.each([
  [["gpt-5"], "models/unknown"],
  [[":gpt-5"], "models/unknown"],
  [["openai: gpt-5"], "models/unknown"],
  [["constructor"], "models/unknown"],
  [["sonnet", "claude-sonnet-5-5"], "models/twice"],
])("%j is refused: %s", (names, code) => {
  expect(() => resolveModels(names, settings)).toThrow(expect.objectContaining({ code }));
});
