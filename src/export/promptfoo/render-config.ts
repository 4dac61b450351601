import { Document, isMap, isPair, isScalar, parseDocument, type Pair } from "yaml";
import type { Case, CheckReference, Gate } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";

/** What a configuration is made of. */
export interface ConfigSource {
  /** Name of the agent. */
  readonly agentName: string;
  readonly gates: readonly Gate[];
  /** The cases that are asked. */
  readonly cases: readonly Case[];
  /** Agent files relative to the configuration, the agent itself first. */
  readonly prompts: readonly { readonly name: string; readonly agentFile: string }[];
  /** The configuration relative to where the user types, for the commands in its heading. */
  readonly configPath: string;
}

/** The name of the module beside the configuration, see `renderModule`. */
export const moduleName = "promptfoo.mjs";

/** The keys that are written anew; all others are the user's after the first time. */
const ownKeys = ["description", "defaultTest", "tests"];
const longestDescription = 72;

/**
 * promptfooconfig.yaml of a suite: an assertion with a metric of its own for each gate that a
 * check decides, a test for each case. No word of a prompt or a request stands in it, since
 * promptfoo renders templates in everything that it reads from there.
 *
 * @param existing the configuration that is there, null: none. Its `providers` and all settings of
 * the user's are kept; with `keepPrompts` also its prompts
 * @throws UserError `export/damaged` where `existing` is no configuration
 */
export function renderConfig(
  source: ConfigSource,
  existing: { readonly text: string | null; readonly keepPrompts: boolean },
): string {
  const document = new Document(createData(source));
  document.commentBefore = renderHeading(source);
  const anew = existing.keepPrompts ? ownKeys : [...ownKeys, "prompts"];
  const kept = existing.text === null ? [] : readKept(existing.text, anew, source.configPath);
  if (isMap(document.contents)) {
    for (const pair of kept) {
      const key = keyOf(pair);
      const at = document.contents.items.findIndex((item) => keyOf(item) === key);
      if (at === -1) document.contents.items.push(pair);
      else document.contents.items[at] = pair;
    }
    document.contents.items.forEach(({ key }, index) => {
      if (isScalar(key)) key.spaceBefore = index > 0;
    });
  }
  return document.toString({ lineWidth: 0 });
}

function createData({ agentName, gates, cases, prompts }: ConfigSource): unknown {
  return {
    description: `${agentName}: the suite of Assay`,
    prompts: prompts.map(({ name, agentFile }) => ({
      id: `file://${moduleName}:prompt`,
      label: name,
      config: { agentFile },
    })),
    providers: [{ id: `file://${moduleName}`, label: "recordings" }],
    defaultTest: {
      assertScoringFunction: `file://${moduleName}:judge`,
      assert: gates.filter(isDecided).map(createAssertion),
    },
    tests: cases.map((one) => createTest(one, gates)),
  };
}

function createTest(one: Case, gates: readonly Gate[]): unknown {
  const { id, gates: only } = one;
  const test = { description: describeCase(one), vars: { case: id } };
  if (only === undefined) return test;
  const wanted = gates.filter((gate) => only.includes(gate.id) || gate.id === "answered");
  return {
    ...test,
    options: { disableDefaultAsserts: true },
    assert: wanted.filter(isDecided).map(createAssertion),
  };
}

function createAssertion({ id }: Gate): unknown {
  return {
    type: "javascript",
    metric: id,
    value: `file://${moduleName}:check`,
    config: { gate: id },
  };
}

function isDecided({ check }: { readonly check: CheckReference }): boolean {
  return check !== "unchecked";
}

/** The id, and the first words of the request, where they are no template. */
function describeCase({ id, request, description }: Case): string {
  const [line = ""] = (description ?? request).trim().split("\n");
  if (/\{[{%#]/u.test(line)) return id;
  const short =
    line.length <= longestDescription
      ? line
      : `${line.slice(0, longestDescription).replace(/\s+\S*$/u, "")} …`;
  return `${id}: ${short}`;
}

function renderHeading({ gates, configPath }: ConfigSource): string {
  const unchecked = gates.filter((gate) => !isDecided(gate)).map(({ id }) => id);
  return [
    " yaml-language-server: $schema=https://promptfoo.dev/config-schema.json",
    " The suite for promptfoo, written by `assay export promptfoo` from suite.yaml:",
    `   npx promptfoo eval -c ${configPath}`,
    " replays the recordings, without a key. To ask a model, edit `providers`, or name one:",
    `   npx promptfoo eval -c ${configPath} -r openai:chat:gpt-5`,
    ` Written again, ${ownKeys.map((key) => `\`${key}\``).join(", ")} are made anew; all else is kept.`,
    ...(unchecked.length > 0
      ? [` No check decides these gates, so that no assertion is there for them:`]
      : []),
    ...unchecked.map((id) => `   ${id}`),
  ].join("\n");
}

/** Everything of an existing configuration that is the user's. */
function readKept(existing: string, anew: readonly string[], configPath: string): readonly Pair[] {
  const document = parseDocument(existing);
  const [error] = document.errors;
  if (error !== undefined || !isMap(document.contents)) {
    const line = error?.linePos?.[0].line;
    throw new UserError(
      "export/damaged",
      "The configuration that is there cannot be read, so that what you changed in it would be lost.",
      {
        place: line === undefined ? configPath : `${configPath}:${line}`,
        hint: "Mend it, or move it away.",
        cause: error,
      },
    );
  }
  return document.contents.items.filter(
    (item) => isPair(item) && !anew.includes(keyOf(item) ?? ""),
  );
}

function keyOf({ key }: Pair): string | null {
  return isScalar(key) ? String(key.value) : typeof key === "string" ? key : null;
}
