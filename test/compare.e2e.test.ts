import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";
import { casesText, createSmallProject, type SmallProject } from "./support/small-project.ts";

let project: SmallProject;
/** Ids of runs, by what they are. */
const runs: Record<string, string> = {};

const assay = (args: string) => runAssay(args.split(" "), { cwd: project.folder });

async function makeRun(name: string, args: string): Promise<void> {
  const { stdout } = await assay(`${args} --json`);
  const { run } = JSON.parse(stdout) as { readonly run: { readonly id: string } };
  runs[name] = run.id;
}

/** Changes a stored run's file. */
async function edit(name: string, file: string, change: (text: string) => string): Promise<void> {
  const stored = `results/${runs[name]}/${file}`;
  const text = await readFile(path.join(project.folder, stored), "utf8");
  await project.write(stored, change(text));
}

beforeAll(async () => {
  project = await createSmallProject();
  await makeRun("small", "run agents/small.md");
  await makeRun("advisory", "run agents/small.md --gate parses --prompt");
  await makeRun("empty", "run agents/small.md");
  await edit("empty", "samples.jsonl", () => "");
  await makeRun("newer", "run agents/small.md");
  await edit("newer", "run.json", (text) =>
    text.replace('"schemaVersion": 1', '"schemaVersion": 9'),
  );
  await makeRun("regraded", "run agents/small.md");
  await edit("regraded", "run.json", (text) =>
    text.replace(/"checksHash": "[^"]*"/u, '"checksHash": "others"'),
  );
  // As if a check of then had failed every answer.
  await edit("regraded", "samples.jsonl", (text) => text.replaceAll('"pass"', '"fail"'));
  await makeRun("versions", "run agents/small.md --prompt");
});

afterAll(() => project.remove());

describe("two prompt versions of a run", () => {
  test.each([
    "compare latest",
    "compare latest --prompt small lite",
    "compare latest:small latest:lite",
    "compare agents/small.md",
  ])("assay %s", async (command) => {
    const { exitCode, stdout } = await assay(command);
    expect(stdout).toContain("A small · baseline\nB lite · another prompt\n");
    expect(stdout).toMatch(/^~ inconclusive: −33 pp in answers that pass every required gate/mu);
    expect(stdout).toMatch(
      /^~ type-hints +67% +33% +−33 pp +−\d+ to \+\d+ +−1 \+0 +inconclusive$/mu,
    );
    expect(stdout).toContain("add 1/1 → 0/1: ");
    expect(stdout).toMatch(/assay show \S+ add --prompt lite/u);
    expect(exitCode).toBe(0);
  });

  test("three cases cannot tell: with --strict that fails", async () => {
    expect(await assay("compare latest --strict")).toMatchObject({ exitCode: 1 });
    expect(await assay("compare latest --strict --exit-zero")).toMatchObject({ exitCode: 0 });
  });

  test("the order says which is the baseline", async () => {
    const { stdout } = await assay("compare latest --prompt lite small");
    expect(stdout).toContain("A lite · baseline\nB small · another prompt\n");
    expect(stdout).toMatch(/^~ inconclusive: \+33 pp/mu);
  });

  test("--json is one document with all of it", async () => {
    const { exitCode, stdout } = await assay(
      "compare latest --json --scope population --margin 10",
    );
    expect(JSON.parse(stdout)).toMatchObject({
      reportVersion: 1,
      exitCode,
      scope: "population",
      margin: 0.1,
      ranking: null,
      comparisons: [
        {
          before: { name: "small", costUsd: { known: 0, median: null, p90: null } },
          after: { name: "lite" },
          changed: ["prompt"],
          verdict: { kind: "inconclusive" },
          total: { pairs: 3, rates: { before: 2 / 3, after: 1 / 3 } },
        },
      ],
    });
  });
});

test("two runs of the same answers are named by their ids", async () => {
  const { exitCode, stdout } = await assay(`compare ${runs["small"]} latest:small`);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`A ${runs["small"]} · run ${runs["small"]} · baseline`);
  expect(stdout).toContain("same prompt and model");
});

describe("where checks differ", () => {
  test("today's checks grade the older answers, and the run keeps its verdicts", async () => {
    const { exitCode, stdout, stderr } = await assay(
      `compare ${runs["regraded"]} ${runs["small"]}`,
    );
    expect(stderr).toContain(`Grading the answers of run ${runs["regraded"]} by today's checks`);
    expect(stdout).toContain(
      `A ${runs["regraded"]} · run ${runs["regraded"]} · baseline · graded\n   again by today's checks\n`,
    );
    expect(stdout).toMatch(/^~ type-hints +67% +67% +0 pp /mu);
    expect(exitCode).toBe(0);
    const stored = `results/${runs["regraded"]}/samples.jsonl`;
    expect(await readFile(path.join(project.folder, stored), "utf8")).not.toContain('"pass"');
  });

  test("--allow checks takes the verdicts as they are stored", async () => {
    const { stdout, stderr } = await assay(
      `compare ${runs["regraded"]} ${runs["small"]} --allow checks`,
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^~ type-hints +0% +67% +\+67 pp /mu);
    expect(stdout).not.toContain("graded again");
  });

  test("--json says which side was graded again", async () => {
    const { stdout } = await assay(`compare ${runs["small"]} ${runs["regraded"]} --json`);
    expect(JSON.parse(stdout)).toMatchObject({
      comparisons: [{ before: { regraded: false }, after: { regraded: true, rate: 2 / 3 } }],
    });
  });
});

test("--full gives every flip its reason, also of advisory gates about which the data cannot tell", async () => {
  const from = { cwd: path.resolve(import.meta.dirname, "..") };
  const args = ["compare", "agents/fastapi-backend-expert.md", "--exit-zero"];
  const out = ["--out", path.join(project.folder, "shipped")];
  const usual = await runAssay([...args, ...out], from);
  const full = await runAssay([...args, ...out, "--full"], from);
  expect(usual.stdout).toContain("~ request-validation −db-pooling\n");
  expect(full.stdout).toContain("\n  db-pooling 1/1 → 0/1: ");
  expect(full.stdout).not.toContain("… ");
});

describe("what cannot be compared ends in a place, a remedy, and exit code 2", () => {
  test.each([
    ["compare nope latest", "results", /assay run/u],
    ["compare latest:lit latest:small", "latest:lit", /Did you mean lite\?/u],
    ["compare latest --prompt small lit", "latest", /Did you mean lite\?/u],
    ["compare latest --model gpt-9", "latest", /recordings/u],
    ["compare latest:small latest:small", "latest:small", /another run/u],
    ["compare latest --prompt small", "latest", /small, lite/u],
    ["compare SMALL latest", "latest", /latest:small or latest:lite/u],
    ["compare SMALL", "SMALL", /another run/u],
    ["compare SMALL EMPTY", "run EMPTY", /assay run --resume EMPTY/u],
    ["compare SMALL NEWER", "results/NEWER/run.json", /assay/u],
    ["compare agents/small.md --model sonnet", "agents/small.md", /assay run/u],
    ["compare agents/gone.md", "agents/gone.md", /evals\/small/u],
  ])("assay %s", async (template, place, remedy) => {
    const fill = (text: string) =>
      text.replaceAll(/[A-Z]{4,}/gu, (name) => runs[name.toLowerCase()] ?? name);
    const { exitCode, stdout, stderr } = await assay(fill(template));
    const lines = stderr.trimEnd().split("\n");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(lines[0]).toMatch(/^error: .*[.?!]$/u);
    expect(lines[1]).toContain(`  at ${fill(place)}`);
    expect(lines[2]).toMatch(new RegExp(fill(remedy.source), "u"));
  });

  test.each([
    "--margin 0",
    "--margin 51",
    "--margin x",
    "--alpha 0",
    "--alpha 1",
    "--scope all",
    "--allow everything",
  ])("assay compare latest %s", async (flag) => {
    const { exitCode, stdout, stderr } = await assay(`compare latest ${flag}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^error: .+\n {2}→ see `assay compare --help`\n$/u);
  });

  test("cases with other texts are named, and left out when that is allowed", async () => {
    const { write } = project;
    await write("evals/small/cases.csv", casesText.replace("Write a function for", "Make one for"));
    await write("evals/small/recordings/recordings.json", await withoutCase("area"));
    await makeRun("changed", "run agents/small.md --case add --case greet --case area");
    await write("evals/small/cases.csv", casesText);
    const refused = await assay(`compare ${runs["small"]} ${runs["changed"]}`);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("Cases with other texts: area.");
    const allowed = await assay(`compare ${runs["small"]} ${runs["changed"]} --allow requests`);
    expect(allowed.stdout).toContain("cases area");
    expect(allowed.stdout).toContain("2 cases");
    expect(allowed.exitCode).toBe(0);
  });
});

test("a comparison with nothing to compare never passes", async () => {
  const { exitCode, stdout } = await assay(`compare ${runs["advisory"]}`);
  expect(stdout).toMatch(/^! nothing to compare: no required gate is decided on both sides\.$/mu);
  expect(exitCode).toBe(3);
});

/** The manifest of the recordings without the answers to a case: they would be refused. */
async function withoutCase(id: string): Promise<string> {
  const file = path.join(project.folder, "evals/small/recordings/recordings.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as {
    readonly sets: readonly { readonly answers: readonly { readonly case: string }[] }[];
  };
  const sets = manifest.sets.map((set) => ({
    ...set,
    answers: set.answers.filter((answer) => answer.case !== id),
  }));
  return JSON.stringify({ ...manifest, sets }, null, 2);
}
