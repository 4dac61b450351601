import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";
import {
  casesText,
  createSmallProject,
  suiteText,
  type SmallProject,
} from "./support/small-project.ts";

let project: SmallProject;

beforeAll(async () => {
  project = await createSmallProject();
  const { folder, write } = project;
  await mkdir(path.join(folder, "a-folder"));
  await write("binary.md", new Uint8Array([0x23, 0x20, 0x00, 0x01, 0xff]));
  await write("latin-1.md", new Uint8Array([0x23, 0x20, 0xe9, 0x0a]));
  await write("plain.md", "# No front matter\n\n- Be good\n");
  await write("broken.md", "---\nname: broken\ntools: [a, b\n---\n\nBody.\n");
  await write("empty.md", "\n \n");
  const suites: Readonly<Record<string, string>> = {
    "unknown-check": suiteText.replace("check: type-hints", "check: type-hint"),
    "unknown-key": suiteText.replace(
      "    level: required\n",
      "    level: required\n    levels: x\n",
    ),
    "unknown-gate": suiteText.replace(
      "    request: Write a function that adds two numbers.\n",
      "    request: Write a function that adds two numbers.\n    gates: [type-hins]\n",
    ),
    "broken-yaml": suiteText.replace("gates:\n", "gates: [\n"),
    "two-documents": `${suiteText}---\nmore: 1\n`,
    "no-agent": suiteText.replace("small.md", "gone.md"),
  };
  for (const [name, text] of Object.entries(suites)) {
    await write(`broken/${name}/suite.yaml`, text.replace("../../agents", "../../agents"));
    await write(`broken/${name}/cases.csv`, casesText);
  }
  const tables: Readonly<Record<string, string>> = {
    ragged: `${casesText}one,written\n`,
    "missing-column": "id,origin\nx,written\n",
    duplicate: `${casesText}area,written,Again.\n`,
    "taken-id": `${casesText}add,written,Again.\n`,
  };
  for (const [name, text] of Object.entries(tables)) {
    await write(`broken/${name}/suite.yaml`, suiteText);
    await write(`broken/${name}/cases.csv`, text);
  }
});

afterAll(() => project.remove());

/** The command, a place that the message names, and a word of the remedy. */
const faults: readonly (readonly [command: string, place: string, remedy: RegExp])[] = [
  ["run agents/gone.md", "agents/gone.md", /evals\/small/u],
  ["run a-folder", "a-folder", /evals\/small/u],
  ["run .", ".", /There are: broken\.md, evals\/small$/u],
  ["run broken/two-documents", "broken/two-documents/suite.yaml:", /./u],
  ["run binary.md", "binary.md", /Markdown/u],
  ["run plain.md", "plain.md:1", /front matter|---/u],
  ["run broken.md", "broken.md:", /./u],
  ["run latin-1.md", "latin-1.md:1", /UTF-8/u],
  ["derive agents/gone.md", "agents/gone.md", /path/u],
  ["derive a-folder", "a-folder", /file/u],
  ["derive binary.md", "binary.md", /Markdown/u],
  ["derive plain.md", "plain.md:1", /front matter|---/u],
  ["run broken/unknown-check", "broken/unknown-check/suite.yaml:7", /type-hints/u],
  ["run broken/unknown-key", "broken/unknown-key/suite.yaml:7", /level/u],
  ["run broken/unknown-gate", "broken/unknown-gate/suite.yaml:", /type-hints/u],
  ["run broken/broken-yaml", "broken/broken-yaml/suite.yaml:", /./u],
  ["run broken/no-agent", "broken/no-agent/suite.yaml", /agent:/u],
  ["run broken/ragged", "broken/ragged/cases.csv:3", /./u],
  ["run broken/missing-column", "broken/missing-column/cases.csv:1", /header/u],
  ["run broken/duplicate", "broken/duplicate/cases.csv:3", /id/u],
  ["run broken/taken-id", "broken/taken-id/cases.csv:3", /id/u],
  ["run --case nope", "--case nope", /add/u],
  ["run --gate nope", "--gate nope", /type-hints/u],
  ["run --prompt lit", "evals/small/prompts", /lite/u],
  ["run --prompt nope.md", "nope.md", /./u],
  ["run --model gpt-9", "--model gpt-9", /claude/u],
  ["run --model sonnet", "ANTHROPIC_API_KEY", /recorded/u],
  ["run --resume nope", "results", /assay run/u],
  ["show nope", "results", /assay run/u],
  ["grade gone.md", "gone.md", /file/u],
  ["grade a-folder", "a-folder", /file/u],
  ["grade binary.md", "binary.md", /UTF-8/u],
  ["grade latin-1.md", "latin-1.md", /UTF-8/u],
  ["grade empty.md", "empty.md", /reply/u],
  ["grade plain.md --case ad", "evals/small/suite.yaml", /add/u],
  ["grade plain.md --request gone.txt", "gone.txt", /file/u],
];

describe("what a user can mend ends in a place, a remedy, and exit code 2", () => {
  test.each(faults)("assay %s", async (command, place, remedy) => {
    const { exitCode, stdout, stderr } = await runAssay(command.split(" "), {
      cwd: project.folder,
    });
    const lines = stderr.trimEnd().split("\n");
    const error = lines.slice(lines.findIndex((line) => line.startsWith("error: ")));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(error[0]).toMatch(/^error: [A-Z`"].*[.?!]$/u);
    expect(error[1]).toContain(`  at ${place}`);
    expect(error[2]).toMatch(/^ {2}→ /u);
    expect(error.slice(2).join("\n")).toMatch(remedy);
    expect(stderr).not.toMatch(/^ +at .*\(.*:\d+:\d+\)/mu);
  });
});

describe("stored results", () => {
  test.each([
    ["torn", (text: string) => text.slice(0, text.length / 2), /run\.json:\d+/u],
    [
      "of another version",
      (text: string) => text.replace('"schemaVersion": 1', '"schemaVersion": 99'),
      /schemaVersion 99/u,
    ],
    ["no JSON", () => "hello", /run\.json:1/u],
  ])("a run.json that is %s is refused, and listed as damaged", async (name, damage, message) => {
    const { folder, write } = project;
    const out = `results-${name.replaceAll(" ", "-")}`;
    const made = await runAssay(["run", "--out", out, "--json"], { cwd: folder });
    const { folder: run } = JSON.parse(made.stdout) as { readonly folder: string };
    const { readFile } = await import("node:fs/promises");
    const text = await readFile(path.join(folder, run, "run.json"), "utf8");
    const indented = JSON.stringify(JSON.parse(text), null, 2);
    await write(`${run}/run.json`, damage(indented));
    const shown = await runAssay(["show", "latest", "--out", out], { cwd: folder });
    expect(shown).toMatchObject({ exitCode: 2, stdout: "" });
    expect(shown.stderr).toMatch(message);
    expect(shown.stderr).toMatch(/^error: run\.json /u);
    const resumed = await runAssay(["run", "--resume", "latest", "--out", out], { cwd: folder });
    expect(resumed).toEqual(shown);
    const listed = await runAssay(["runs", "--out", out], { cwd: folder });
    expect(listed.exitCode).toBe(0);
    expect(listed.stdout).toContain("damaged");
  });

  test("a torn last line of samples.jsonl is passed over, other damage is refused", async () => {
    const { folder, write } = project;
    const made = await runAssay(["run", "--out", "results-samples", "--json"], { cwd: folder });
    const { folder: run } = JSON.parse(made.stdout) as { readonly folder: string };
    const { readFile } = await import("node:fs/promises");
    const file = `${run}/samples.jsonl`;
    const text = await readFile(path.join(folder, file), "utf8");
    await write(file, text.slice(0, -20));
    const torn = await runAssay(["show", "latest", "--out", "results-samples"], { cwd: folder });
    expect(torn.exitCode).toBe(0);
    expect(torn.stderr).toMatch(/^warning: .*samples\.jsonl/u);
    await write(file, `{"kind": "answer"}\n${text}`);
    const damaged = await runAssay(["show", "latest", "--out", "results-samples"], { cwd: folder });
    expect(damaged).toMatchObject({ exitCode: 2, stdout: "" });
    expect(damaged.stderr).toContain("samples.jsonl:1");
    const resumed = await runAssay(["run", "--resume", "latest", "--out", "results-samples"], {
      cwd: folder,
    });
    expect(resumed).toEqual(damaged);
  });
});
