import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readSuite } from "../../suite/index.ts";
import { promptfooSuite } from "./promptfoo-suite.ts";

const folder = path.resolve(import.meta.dirname, "../../../evals/fastapi-backend-expert");
const Suite = promptfooSuite(folder);
const vars = { case: "jwt-auth" };

/** As promptfoo hands it to a provider, once it is rendered: the shipped texts have no templates. */
async function promptFor(config?: { readonly agentFile: string }): Promise<string> {
  return JSON.stringify(await Suite.prompt({ vars, ...(config && { config }) }));
}

describe("the recordings as a provider", () => {
  const provider = new Suite({ id: "file://promptfoo.mjs" });

  test("answers the prompt of each version", async () => {
    for (const agentFile of ["../../agents/fastapi-backend-expert.md", "prompts/lite.md"]) {
      const reply = await provider.callApi(await promptFor({ agentFile }), { vars });
      expect(reply).toMatchObject({ metadata: { status: "answered", source: "recording" } });
    }
    expect(provider.id()).toBe("file://promptfoo.mjs");
  });

  const version = "fastapi-backend-expert";

  test.each([
    ["words that were changed in the prompt", 0, "The prompt has changed since"],
    ["words that were changed in the request", 1, "The request has changed since"],
  ])("has an error for %s", async (_what, at, error) => {
    const messages = JSON.parse(await promptFor()) as { content: string }[];
    messages[at]!.content += "!";
    const context = { vars, prompt: { label: version } };
    expect(await provider.callApi(JSON.stringify(messages), context)).toEqual({
      error: expect.stringContaining(error),
    });
  });

  test("has an error for a repeat that was not recorded", async () => {
    const context = { vars, prompt: { label: version }, repeatIndex: 1 };
    expect(await provider.callApi(await promptFor(), context)).toEqual({
      error: `There is no recording of repeat 2 of jwt-auth with ${version}.`,
    });
  });

  test.each(["Hello", "null", "[null, null]", '[{"role":"user","content":""},{}]'])(
    "has an error for the prompt %j",
    async (prompt) => {
      expect(await provider.callApi(prompt)).toEqual({
        error: expect.stringContaining("not the two messages"),
      });
    },
  );
});

test("a test that names no case is refused", async () => {
  await expect(Suite.prompt({ vars: { case: "nope" } })).rejects.toThrow(
    /^vars\.case names no case of .*suite\.yaml: nope$/u,
  );
});

test("an assertion that names no gate is refused", async () => {
  const asked = Suite.check("Hello.", { vars, config: { gate: "oauth" } });
  await expect(asked).rejects.toThrow(/suite\.yaml has no gate "oauth"\.$/u);
});

test("every gate of the suite has a result, or is refused as unchecked", async () => {
  const provider = new Suite();
  const reply = await provider.callApi(await promptFor(), { vars });
  const output = "output" in reply ? reply.output : "";
  for (const { id, check } of readSuite(path.join(folder, "suite.yaml")).gates) {
    const asked = Suite.check(output, { vars, config: { gate: id } });
    if (check === "unchecked") await expect(asked).rejects.toThrow("no check decides this gate");
    else expect(await asked).toMatchObject({ reason: expect.any(String) });
  }
});

test("a check that hangs is refused as an error, and the others go on", async () => {
  const parent = await mkdtemp(path.join(tmpdir(), "assay-hanging-"));
  try {
    const unruly = path.resolve(import.meta.dirname, "../../../test/fixtures/unruly/checks");
    await copyFile(path.join(unruly, "loops.ts"), path.join(parent, "loops.ts"));
    await writeFile(
      path.join(parent, "agent.md"),
      "---\nname: agent\ndescription: Answers.\n---\n\nBe brief.\n",
    );
    await writeFile(
      path.join(parent, "suite.yaml"),
      `agent: ./agent.md
gates:
  - { id: loops, statement: It ends, source: [], level: required, check: ./loops.ts }
  - { id: parses, statement: It parses, source: [], level: required, check: parses }
cases:
  - { id: greet, origin: written, request: Say hello. }
`,
    );
    const Hanging = promptfooSuite(parent);
    const ask = (gate: string) =>
      Hanging.check("```python\nx = 1\n```", { vars: { case: "greet" }, config: { gate } });
    await expect(ask("loops")).rejects.toThrow("did not finish within 5 s");
    expect(await ask("parses")).toMatchObject({ pass: true });
  } finally {
    await rm(parent, { recursive: true });
  }
});
