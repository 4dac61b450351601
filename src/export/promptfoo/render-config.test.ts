import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Case, Gate } from "../../suite/index.ts";
import { renderConfig, type ConfigSource } from "./render-config.ts";

const gate = (id: string, check: Gate["check"]): Gate => ({
  id,
  statement: id,
  source: [],
  level: "advisory",
  check,
});
const asked = (id: string, request: string, gates?: readonly string[]): Case => ({
  id,
  origin: "written",
  request,
  ...(gates && { gates }),
});

const source: ConfigSource = {
  agentName: "small",
  gates: [
    gate("answered", "answered"),
    gate("auth", "auth"),
    gate("sessions", "unchecked"),
    gate("own", "./own.ts"),
  ],
  cases: [asked("add", "Write a function that adds.\nIn Python.")],
  prompts: [{ name: "small", agentFile: "../../agents/small.md" }],
  configPath: "evals/small/promptfooconfig.yaml",
};
const anew = { text: null, keepPrompts: true };

interface Assertion {
  readonly metric: string;
  readonly config: { readonly gate: string };
}
interface Config {
  readonly prompts: readonly { readonly label: string }[];
  readonly providers: readonly unknown[];
  readonly defaultTest: { readonly assert: readonly Assertion[] };
  readonly tests: readonly {
    readonly description: string;
    readonly vars: { readonly case: string };
    readonly options?: unknown;
    readonly assert?: readonly Assertion[];
  }[];
}

function render(
  change: Partial<ConfigSource> = {},
  existing: Parameters<typeof renderConfig>[1] = anew,
): { readonly text: string; readonly config: Config } {
  const text = renderConfig({ ...source, ...change }, existing);
  return { text, config: parse(text) as Config };
}

test("has an assertion with its own metric for each decided gate, and lists the others", () => {
  const { text, config } = render();
  const { assert } = config.defaultTest;
  expect(assert.map(({ metric }) => metric)).toEqual(["answered", "auth", "own"]);
  expect(assert.map((one) => one.config.gate)).toEqual(["answered", "auth", "own"]);
  expect(text).toContain("#   sessions\n");
});

test("a case that is restricted to gates has assertions of its own, `answered` among them", () => {
  const { config } = render({
    cases: [asked("add", "Add.", ["own", "sessions"]), asked("b", "B.")],
  });
  const [restricted, other] = config.tests;
  expect(restricted?.options).toEqual({ disableDefaultAsserts: true });
  expect(restricted?.assert?.map(({ metric }) => metric)).toEqual(["answered", "own"]);
  expect(other).toEqual({ description: "b: B.", vars: { case: "b" } });
});

test.each([
  ["Write a function that adds.\nIn Python.", "add: Write a function that adds."],
  ["Mend {{ user.name }} here.", "add"],
  ["{% if %}", "add"],
  [
    `Add ${"very ".repeat(20)}much.`,
    "add: Add very very very very very very very very very very very very very …",
  ],
])("describes %j without templates", (request, description) => {
  expect(render({ cases: [asked("add", request)] }).config.tests[0]?.description).toBe(description);
});

describe("written again", () => {
  const mine = [
    "# mine",
    "providers:",
    "  # dear",
    "  - openai:chat:gpt-5",
    "prompts:",
    "  - { id: 'file://promptfoo.mjs:prompt', label: mine }",
    "evaluateOptions: { maxConcurrency: 2 }",
    "tests: []",
    "",
  ].join("\n");

  test("keeps providers, prompts and settings, and makes the tests anew", () => {
    const { text, config } = render({}, { text: mine, keepPrompts: true });
    expect(text).toContain("  # dear\n  - openai:chat:gpt-5\n");
    expect(text).toContain("evaluateOptions: { maxConcurrency: 2 }\n");
    expect(config.prompts.map(({ label }) => label)).toEqual(["mine"]);
    expect(config.tests.map(({ vars }) => vars.case)).toEqual(["add"]);
    expect(render({}, { text, keepPrompts: true }).text).toBe(text);
  });

  test("makes the prompts anew where that is asked for", () => {
    const { config } = render({}, { text: mine, keepPrompts: false });
    expect(config.prompts.map(({ label }) => label)).toEqual(["small"]);
  });

  test.each([
    ["a: [", "evals/small/promptfooconfig.yaml:1"],
    ["just words", "evals/small/promptfooconfig.yaml"],
  ])("refuses %j", (text, place) => {
    expect(() => render({}, { text, keepPrompts: true })).toThrow(
      expect.objectContaining({ code: "export/damaged", place }),
    );
  });
});
