import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { readAgent } from "../src/agent/index.ts";
import { hashText } from "../src/content-hash.ts";
import { readRun, resolveRun, type Verdict } from "../src/record/index.ts";
import { runAssay } from "./support/assay.ts";
import { runPromptfoo, type PromptfooRow } from "./support/promptfoo.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const repository = fileURLToPath(new URL("..", import.meta.url));
const shipped = "evals/fastapi-backend-expert";

const temporary: string[] = [];
afterEach(async () => {
  for (const folder of temporary.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe("the shipped suite", () => {
  test("has a configuration that agrees with it", async () => {
    const { exitCode, stdout } = await runAssay(["export", "promptfoo", shipped, "--check"], {
      cwd: repository,
    });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `✓ What was exported agrees with ${shipped}/suite.yaml.\n`,
    });
  });

  test("gets the same verdicts from stock promptfoo, answer by answer, gate by gate", async () => {
    const folder = await copyOfShippedSuite();
    await assay(folder, "export", "promptfoo", "--prompt");
    const [rows] = await Promise.all([
      runPromptfoo(`${shipped}/promptfooconfig.yaml`, { cwd: folder }),
      assay(folder, "run", "--prompt"),
    ]);

    const ours = await readOwnRun(path.join(folder, "results"));
    expect(ours.size).toBe(48);
    expect(verdictsOfRows(rows)).toEqual(
      new Map([...ours].map(([key, { verdicts }]) => [key, inTheirWords(verdicts)])),
    );
    expect(new Map(rows.map((row) => [keyOf(row), row.success]))).toEqual(
      new Map([...ours].map(([key, { passes }]) => [key, passes])),
    );
  });
});

describe("a small suite", () => {
  test("keeps what looks like templates in prompt, request and answer", async () => {
    const project = await projectWithTemplates();
    await assay(project.folder, "export", "promptfoo");
    const config = "evals/small/promptfooconfig.yaml";
    const [replayed] = await runPromptfoo(config, { cwd: project.folder });
    const [echoed] = await runPromptfoo(config, { cwd: project.folder, flags: ["-r", "echo"] });

    const messages = [
      {
        role: "system",
        content: readAgent(path.join(project.folder, "agents/small.md")).systemPrompt,
      },
      { role: "user", content: templates },
    ];
    expect(messages[0]?.content).toContain(templates);
    expect(JSON.parse(replayed?.prompt.raw ?? "")).toEqual(messages);
    expect(replayed?.response?.output).toBe(answerOf(templatesInPython));
    expect(JSON.parse(echoed?.response?.output ?? "")).toEqual(messages);
    expect(verdictsOfRows([replayed!]).get("add/small")).toEqual({
      answered: "pass: the answer is complete",
      "type-hints": expect.stringMatching(/^fail: /u),
      parses: expect.stringMatching(/^pass: /u),
    });
  });

  test("has a row in error where a check could not decide", async () => {
    const project = await smallProject();
    await project.write("evals/small/broken.mjs", brokenCheck);
    await changeFile(project, "evals/small/suite.yaml", "check: unchecked", "check: ./broken.mjs");
    await assay(project.folder, "export", "promptfoo");
    const rows = await runPromptfoo("evals/small/promptfooconfig.yaml", { cwd: project.folder });
    expect(rows.map(({ error }) => error?.split("\n")[0])).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining("seventeen-syllables: the check")),
    );
  });

  test("keeps what a user changed when it is exported again", async () => {
    const project = await smallProject();
    await assay(project.folder, "export", "promptfoo");
    const config = "evals/small/promptfooconfig.yaml";
    await changeFile(project, config, "  - id: file://promptfoo.mjs\n    label: recordings", own);
    await changeFile(project, "evals/small/suite.yaml", "check: parses", "check: unchecked");
    const check = await runAssay(["export", "promptfoo", "--check"], { cwd: project.folder });
    expect(check).toMatchObject({ exitCode: 1, stdout: `${config} no longer agrees.\n` });
    await assay(project.folder, "export", "promptfoo");
    const text = await readFile(path.join(project.folder, config), "utf8");
    expect(text).toContain(own);
    expect(text).not.toContain("metric: parses");
  });
});

test("a tool that is not known is refused, with the one that is", async () => {
  const { exitCode, stderr } = await runAssay(["export", "promtfoo"], { cwd: repository });
  expect(exitCode).toBe(2);
  expect(stderr).toBe('error: There is no export for "promtfoo".\n  → Did you mean promptfoo?\n');
});

const own = "  # ours\n  - id: openai:chat:gpt-5\n    config:\n      temperature: 0";

const brokenCheck = `export default {
  id: "broken",
  decide() {
    throw new Error("no syllables here");
  },
};
`;

const tokens = ["{", "}", "{{", "}}", "{%", "%}", "{#", "#}", "%", "#", "$", "-", "'", '"'];
tokens.push("\\", " ", "\n", "raw ", "endraw ", " x ");

/** All that nunjucks reads as a tag, whole and torn, in words and in a heap. */
const templates = [
  "Hello {{ user.name }} and {{ env.HOME }}, {{env['PATH']}}, {{ case }}, {{ unclosed",
  "{% if x %} {% unknown %} {%- raw -%} {{ x }} {% endraw %} {% for",
  "{# gone #} {# open",
  "run: ${{ secrets.TOKEN }} }} %} #} {{{ three }}} {{'{'}} \\{{ x }} f\"{{literal}}\"",
  fc.sample(fc.constantFrom(...tokens), { numRuns: 500, seed: 1 }).join(""),
  "the end",
].join("\n");

const templatesInPython = `def add(a, b):\n    return ${JSON.stringify(templates)}`;

async function projectWithTemplates(): Promise<SmallProject> {
  const project = await smallProject();
  await changeFile(project, "agents/small.md", "You write small services.", templates);
  await project.write(
    "evals/small/suite.yaml",
    `agent: ../../agents/small.md
gates:
  - { id: type-hints, statement: Type hints, source: [], level: required, check: type-hints }
  - { id: parses, statement: The code parses, source: [], level: advisory, check: parses }
cases:
  - { id: add, origin: written, request: ${JSON.stringify(templates)} }
`,
  );
  const answer = answerOf(templatesInPython);
  await project.write("evals/small/recordings/small/add.1.md", answer);
  const file = "evals/small/recordings/recordings.json";
  const manifest = JSON.parse(await readFile(path.join(project.folder, file), "utf8")) as {
    sets: { promptHash: string; answers: Record<string, unknown>[] }[];
  };
  const [set] = manifest.sets;
  set!.promptHash = readAgent(path.join(project.folder, "agents/small.md")).promptHash;
  set!.answers = [
    { ...set!.answers[0], requestHash: hashText(templates), answerHash: hashText(answer) },
  ];
  await project.write(file, JSON.stringify(manifest));
  return project;
}

async function smallProject(): Promise<SmallProject> {
  const project = await createSmallProject();
  temporary.push(project.folder);
  return project;
}

async function changeFile(
  { folder, write }: SmallProject,
  file: string,
  from: string,
  to: string,
): Promise<void> {
  const text = await readFile(path.join(folder, file), "utf8");
  expect(text).toContain(from);
  await write(
    file,
    text.replace(from, () => to),
  );
}

async function copyOfShippedSuite(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-export-"));
  temporary.push(folder);
  for (const part of [shipped, "agents"]) {
    await cp(path.join(repository, part), path.join(folder, part), { recursive: true });
  }
  await rm(path.join(folder, shipped, "promptfooconfig.yaml"));
  return folder;
}

async function assay(cwd: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runAssay(args, { cwd });
  expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
}

interface OwnRow {
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly passes: boolean | null;
}

/** By case and prompt version. */
async function readOwnRun(results: string): Promise<ReadonlyMap<string, OwnRow>> {
  const { samples } = await readRun(await resolveRun(results, "latest"));
  return new Map(
    samples.map((sample) => [
      `${sample.case}/${sample.promptVersion}`,
      { verdicts: sample.verdicts ?? {}, passes: sample.passes },
    ]),
  );
}

/** What promptfoo can say of verdicts: `unchecked` is left out. */
function inTheirWords(verdicts: OwnRow["verdicts"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(verdicts).flatMap(([gate, { outcome, reason }]) =>
      outcome === "unchecked" ? [] : [[gate, wordsOf(outcome, reason)]],
    ),
  );
}

function verdictsOfRows(rows: readonly PromptfooRow[]): Map<string, Record<string, string>> {
  return new Map(
    rows.map((row) => [
      keyOf(row),
      Object.fromEntries(
        (row.gradingResult?.componentResults ?? []).map(({ pass, reason, assertion }) => {
          const outcome = reason.startsWith("na: ") ? "na" : pass ? "pass" : "fail";
          expect(pass).toBe(outcome !== "fail");
          return [assertion.metric, wordsOf(outcome, reason.replace(/^na: /u, ""))];
        }),
      ),
    ]),
  );
}

/** Below the reason of a failure, promptfoo also gets its places. */
function wordsOf(outcome: string, reason: string): string {
  return `${outcome}: ${reason.split("\n")[0]}`;
}

function keyOf({ vars, prompt }: PromptfooRow): string {
  return `${vars.case}/${prompt.label}`;
}
