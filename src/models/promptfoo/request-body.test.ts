import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultSettings } from "../../record/index.ts";
import { findUnsent, readModelRequest, sendsText, withoutUnasked } from "./request-body.ts";

const none = defaultSettings.sampling;

test("what was not asked for is left out, where providers put it; what was asked stays", () => {
  const request = {
    model: "m",
    messages: [{ role: "user", content: "x", temperature: 1 }],
    temperature: 0,
    top_p: 1,
    presence_penalty: 0,
    options: { temperature: 0, num_predict: 5 },
    generationConfig: { topP: 1, topK: 40, maxOutputTokens: 5 },
    reasoning: { effort: "medium" },
    k: ["not", "a", "number"],
  };
  expect(withoutUnasked(request, none)).toEqual({
    model: "m",
    messages: [{ role: "user", content: "x", temperature: 1 }],
    options: { num_predict: 5 },
    generationConfig: { maxOutputTokens: 5 },
    reasoning: {},
    k: ["not", "a", "number"],
  });
  const asked = { ...none, temperature: 0, topP: 1, topK: 40, effort: "medium" as const };
  const { presence_penalty: _, ...rest } = request;
  expect(withoutUnasked(request, asked)).toEqual(rest);
});

test("messages go through untouched, whatever they say", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.json(), (text, json) => {
      const messages = [
        { role: "system", content: text },
        { role: "user", content: json },
      ];
      const request = readModelRequest(JSON.stringify({ model: "m", messages, temperature: 0 }));
      const sent: unknown = JSON.parse(JSON.stringify(withoutUnasked(request ?? {}, none)));
      expect(sent).toEqual({
        model: "m",
        messages: JSON.parse(JSON.stringify(messages)) as unknown,
      });
    }),
  );
});

test.each([
  [{ max_tokens: 7 }, none, []],
  [
    { generationConfig: { maxOutputTokens: 7, temperature: 0.5 } },
    { ...none, temperature: 0.5 },
    [],
  ],
  [{ max_tokens: 8 }, none, ["maxTokens"]],
  [{ max_tokens: 7, temperature: 0 }, { ...none, temperature: 0.5 }, ["temperature"]],
  [
    { max_tokens: 7 },
    { ...none, effort: "low" as const, thinking: "adaptive" as const },
    ["effort", "thinking"],
  ],
])("of %j and %j, %j is not sent", (request, sampling, unsent) => {
  expect(findUnsent(request, { maxTokens: 7, sampling })).toEqual(unsent);
});

test("a text is sent only where it stands as it is", () => {
  expect(sendsText({ messages: [{ content: "a {{ b }}" }] }, "a {{ b }}")).toBe(true);
  expect(sendsText({ prompt: '[{"content":"a"}]' }, "a")).toBe(false);
});

test.each([["grant_type=x"], ['{"scope":"x"}'], ["null"], [undefined]])(
  "%j is no request to a model",
  (body) => {
    expect(readModelRequest(body)).toBeNull();
  },
);
