import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRun, resolveRun } from "../src/record/index.ts";
import { runAssay, runInTerminal } from "./support/assay.ts";
import { importIntoPromptfoo } from "./support/promptfoo.ts";
import { recordRepeats } from "./support/record-repeats.ts";
import { createSmallProject, type SmallProject } from "./support/small-project.ts";

let project: SmallProject;
let runs = 0;

beforeAll(async () => {
  project = await createSmallProject();
  // Type hints of `add`: small 1, 1, 0; of `greet` 1, 1, 1; of `area` 0, 1, 0.
  await recordRepeats(project, (id, repeat) => id === "greet" || repeat === 2);
});

afterAll(() => project.remove());

const quiet = { GITHUB_STEP_SUMMARY: "", GITHUB_WORKSPACE: "" };

const assay = (args: string, env: Readonly<Record<string, string>> = {}, cwd = project.folder) =>
  runAssay(args.split(" "), { cwd, env: { ...quiet, ...env } });

/** A run in a results folder of its own, and the files that it left. */
async function run(args: string, env: Readonly<Record<string, string>> = {}) {
  runs += 1;
  const out = `results-${runs}`;
  const result = await assay(`run agents/small.md --out ${out} ${args}`, env);
  const [id = ""] = await readdir(path.join(project.folder, out)).catch(() => []);
  const folder = path.join(out, id);
  const read = (file: string) => readFile(path.join(project.folder, file), "utf8");
  const files = id === "" ? [] : (await readdir(path.join(project.folder, folder))).toSorted();
  return { ...result, out, id, folder, files, read };
}

describe("where reports go", () => {
  test("one document alone is all that stdout has", async () => {
    const csv = await run("--reporter csv");
    expect(csv.exitCode).toBe(0);
    expect(csv.stderr).toBe("");
    expect(parse(csv.stdout, { columns: true, record_delimiter: "\r\n" })).toHaveLength(3);
    expect(csv.stdout.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/u);
    expect(csv.files).toEqual(["run.json", "samples.jsonl"]);
    const json = await run("--reporter json");
    expect(JSON.parse(json.stdout)).toMatchObject({ reportVersion: 1 });
    expect(json.files).toEqual(["run.json", "samples.jsonl"]);
  });

  test("several go into the run's folder, and stderr says so", async () => {
    const { stdout, stderr, files, folder } = await run(
      "--reporter terminal --reporter junit --reporter markdown --reporter csv --reporter json --reporter promptfoo --reporter github",
    );
    expect(stdout).toMatch(/^Recorded answers of 2026-11-22/u);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^::error file=agents\/small\.md,title=/u);
    const written = ["junit.xml", "summary.md", "samples.csv", "report.json", "promptfoo.json"];
    expect(stderr).toBe(
      ["junit", "markdown", "csv", "json", "promptfoo"]
        .map((name, index) => `${name}: ${folder}/${written[index]}\n`)
        .join(""),
    );
    expect(files).toEqual([...written, "run.json", "samples.jsonl"].toSorted());
  });

  test("a file may be named, in a folder that is not there yet; stdout stays empty", async () => {
    const { stdout, stderr, files, read } = await run(
      "--reporter junit=reports/a/j.xml --reporter terminal=reports/t.txt",
    );
    expect(stdout).toBe("");
    expect(stderr).toBe("junit: reports/a/j.xml\nterminal: reports/t.txt\n");
    expect(files).toEqual(["run.json", "samples.jsonl"]);
    expect(await read("reports/a/j.xml")).toMatch(/^<\?xml[^\n]*\n<testsuites>\n/u);
    expect(await read("reports/t.txt")).toMatch(/^Recorded answers/u);
  });

  test("--json is one document, beside reports in files", async () => {
    const { stdout, files } = await run("--json --reporter junit --reporter json");
    expect(JSON.parse(stdout)).toMatchObject({ reportVersion: 1 });
    expect(files).toContain("junit.xml");
    expect(files).not.toContain("report.json");
  });

  test("promptfoo's file never goes to stdout", async () => {
    const { stdout, files } = await run("--reporter promptfoo");
    expect(stdout).toBe("");
    expect(files).toContain("promptfoo.json");
  });

  test("`show` makes any of them again, the same to the byte", async () => {
    const { out, folder, read } = await run("--reporter terminal --reporter junit --reporter csv");
    for (const [name, file] of [
      ["junit", "junit.xml"],
      ["csv", "samples.csv"],
    ]) {
      const { stdout } = await assay(`show latest --out ${out} --reporter ${name}`);
      expect(stdout).toBe(await read(`${folder}/${file}`));
    }
  });

  test("in a terminal, annotations follow the report", async () => {
    const args = ["run", "agents/small.md", "--out", "results-tty"];
    const { stdout } = await runInTerminal(
      [...args, "--reporter", "terminal", "--reporter", "github"],
      { cwd: project.folder, columns: 80 },
    );
    expect(stdout.split("\n").filter((line) => line.startsWith("::error "))).toHaveLength(1);
  });
});

describe("on GitHub", () => {
  test("Markdown without a file is added to the step's summary, too", async () => {
    const summary = path.join(project.folder, "summary-of-step.md");
    await writeFile(summary, "before\n");
    const env = { GITHUB_STEP_SUMMARY: summary };
    const { stdout, stderr } = await run("--reporter markdown", env);
    expect(stderr).toBe("markdown: added to $GITHUB_STEP_SUMMARY\n");
    expect(stdout).toMatch(/^### . small: 1 of 3 answers fails/u);
    expect(await readFile(summary, "utf8")).toBe(`before\n\n${stdout}`);
    await run("--reporter markdown=mine.md", env);
    expect(await readFile(summary, "utf8")).toBe(`before\n\n${stdout}`);
  });

  test("a summary that is full, or cannot be written, costs nothing", async () => {
    const summary = path.join(project.folder, "full.md");
    await writeFile(summary, "x".repeat(1024 * 1024));
    const full = await run("--reporter markdown", { GITHUB_STEP_SUMMARY: summary });
    expect(full.exitCode).toBe(0);
    expect(full.stderr).toBe("warning: $GITHUB_STEP_SUMMARY is full: nothing was added to it.\n");
    const none = await run("--reporter markdown", { GITHUB_STEP_SUMMARY: project.folder });
    expect(none.exitCode).toBe(0);
    expect(none.stderr).toContain("warning: $GITHUB_STEP_SUMMARY cannot be written: ");
  });

  test("paths are those of the checkout, wherever the command is typed", async () => {
    const folder = path.join(project.folder, "agents");
    const { stdout } = await assay(
      "run small.md --out ../results-inside --reporter github",
      { GITHUB_WORKSPACE: project.folder },
      folder,
    );
    expect(stdout).toMatch(/^::error file=agents\/small\.md,/u);
  });
});

describe("bad input ends before anything is run", () => {
  test.each([
    ["--reporter junti", 'There is no reporter "junti".', "Did you mean junit?"],
    [
      "--reporter junit,csv",
      'There is no reporter "junit,csv".',
      "For several, repeat --reporter.",
    ],
    ["--reporter junit=", "--reporter junit= names no file.", "--reporter junit=junit.xml"],
    ["--reporter junit=agents", "this is a folder", "--reporter junit=agents/junit.xml"],
    [
      "--reporter csv=x --reporter json=./x",
      "The reporters csv and json name one file.",
      "Give each",
    ],
    ["--json --reporter github", "--json prints one document", "--reporter json=<file>"],
  ])("%s", async (args, message, hint) => {
    const { exitCode, stdout, stderr, id } = await run(args);
    expect({ exitCode, stdout, id }).toEqual({ exitCode: 2, stdout: "", id: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test("a report is of a whole run, with all gates", async () => {
    const { out } = await run("--reporter terminal");
    const ofCase = await assay(`show latest add --out ${out} --reporter junit`);
    expect(ofCase).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ofCase.stderr).toContain("for a whole run");
    const ofGate = await assay(`show latest --gate parses --out ${out} --reporter junit`);
    expect(ofGate).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ofGate.stderr).toContain("--gate does not narrow the reporter junit");
  });

  test("a file that cannot be written keeps no other from being written", async () => {
    await mkdir(path.join(project.folder, "blocked"), { recursive: true });
    await writeFile(path.join(project.folder, "blocked/file"), "");
    const { exitCode, stderr, read } = await run(
      "--reporter junit=blocked/file/j.xml --reporter csv=kept.csv",
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain("The report cannot be written: ");
    expect(stderr).toContain("at blocked/file/j.xml");
    expect(await read("kept.csv")).toMatch(/^case,/u);
  });
});

describe("a run with repeats", () => {
  test("tells pass@k, pass^k and flaky cases, and its intervals are clustered by case", async () => {
    const { stdout, out } = await run("--repeat 3");
    const stable = stdout
      .replaceAll(/\d{8}-\d{6}-\d{3}-\w{4}/gu, "<run>")
      .replaceAll(`${out}/`, "results/");
    await expect(stable).toMatchFileSnapshot("snapshots/run-repeats.txt");
    const json = await assay(`show latest --json --out ${out}`);
    const [arm] = (JSON.parse(json.stdout) as { arms: Record<string, unknown>[] }).arms;
    expect(arm).toMatchObject({
      total: { samples: 9, passed: 6, rate: expect.closeTo(2 / 3, 12), cases: 3 },
      repeats: {
        overall: { k: 3, passAtK: 1, passHatK: expect.closeTo(1 / 3, 12) },
        cases: [
          { case: "add", answers: 3, passes: 2, flakiness: { observed: true, confirmed: false } },
          { case: "greet", answers: 3, passes: 3, flakiness: { observed: false } },
          { case: "area", answers: 3, passes: 1, flakiness: { observed: true } },
        ],
      },
    });
    const once = await run("--json");
    expect(JSON.parse(once.stdout).arms[0]).not.toHaveProperty("repeats");
  });

  test("has its repeats in one JUnit test case", async () => {
    const { stdout } = await run("--repeat 3 --prompt --reporter junit");
    const suites: Record<string, string>[] = [];
    const failures: Record<string, string>[] = [];
    const parser = new SaxesParser();
    parser.on("opentag", ({ name, attributes }) => {
      if (name === "testsuite") suites.push(attributes);
      if (name === "failure") failures.push(attributes);
    });
    parser.write(stdout).close();
    expect(suites).toMatchObject([
      { name: "small on recordings", tests: "12", failures: "2", errors: "0", skipped: "3" },
      { name: "lite on recordings", tests: "12", failures: "2", errors: "0", skipped: "3" },
    ]);
    expect(failures[0]).toEqual({
      message: "1 of 3 answers fails: 1 of 1 function not fully annotated: f lacks `x`",
      type: "required",
    });
  });
});

interface ImportedRow {
  readonly promptIdx: number;
  readonly testIdx: number;
  readonly success: boolean;
  readonly failureReason: number;
  readonly score: number;
  readonly error: string | null;
  readonly vars: Readonly<Record<string, string>>;
  readonly namedScores: Readonly<Record<string, number>>;
  readonly response: { readonly output: string } | null;
  readonly provider: { readonly id: string };
  readonly prompt: { readonly label: string };
  readonly gradingResult: {
    readonly componentResults: readonly {
      readonly pass: boolean;
      readonly score: number;
      readonly reason: string;
      readonly assertion: { readonly metric: string };
    }[];
  };
}

test("stock promptfoo imports a run: rows, repeats, scores and named scores are ours", async () => {
  // The last repeat is not recorded, so that its rows are in error.
  const { folder, out, id } = await run("--prompt --repeat 4 --reporter promptfoo");
  const file = path.join(project.folder, folder, "promptfoo.json");
  const imported = (await importIntoPromptfoo(file, `eval-assay-${id}`)) as {
    readonly results: {
      readonly results: readonly ImportedRow[];
      readonly prompts: readonly {
        readonly label: string;
        readonly provider: string;
        readonly metrics: Readonly<Record<string, unknown>>;
      }[];
      readonly stats: Readonly<Record<string, unknown>>;
    };
  };
  const ours = await readRun(await resolveRun(path.join(project.folder, out), "latest"));
  const rows = imported.results.results;
  expect(rows).toHaveLength(24);
  expect(new Set(rows.map(({ testIdx, promptIdx }) => `${testIdx}:${promptIdx}`)).size).toBe(24);

  const byKey = new Map(
    rows.map((row) => [
      `${row.vars["case"]}/${row.prompt.label}/${row.provider.id}/${row.vars["repeat"]}`,
      row,
    ]),
  );
  for (const sample of ours.samples) {
    const row = byKey.get(sample.key)!;
    const verdicts = Object.entries(sample.verdicts ?? {});
    const decided = verdicts.filter(([, { outcome }]) => outcome !== "unchecked");
    expect(row.success).toBe(sample.passes === true);
    expect(row.failureReason).toBe(sample.passes === null ? 2 : sample.passes ? 0 : 1);
    expect(row.response?.output).toBe(sample.answer?.text);
    if (sample.missing !== null) expect(row.error).toBe(sample.missing);
    expect(row.namedScores).toEqual(
      Object.fromEntries(decided.map(([gate, { outcome }]) => [gate, outcome === "pass" ? 1 : 0])),
    );
    expect(
      row.gradingResult.componentResults.map(({ pass, score, assertion }) => ({
        gate: assertion.metric,
        pass,
        score,
      })),
    ).toEqual(
      decided.map(([gate, { outcome, score }]) => ({ gate, pass: outcome === "pass", score })),
    );
    const passed = decided.filter(([, { outcome }]) => outcome === "pass").length;
    expect(row.score).toBeCloseTo(decided.length === 0 ? 0 : passed / decided.length, 12);
  }

  const tally = (version: string, gate: string, outcome: string) =>
    ours.samples.filter(
      ({ promptVersion, verdicts }) =>
        promptVersion === version && verdicts?.[gate]?.outcome === outcome,
    ).length;
  expect(imported.results.prompts.map(({ label }) => label)).toEqual(["small", "lite"]);
  for (const { label, provider, metrics } of imported.results.prompts) {
    expect(provider).toBe("recordings");
    expect(metrics).toMatchObject({
      testErrorCount: 3,
      namedScores: { "type-hints": tally(label, "type-hints", "pass"), parses: 9, answered: 9 },
      namedScoresCount: { "type-hints": 9, parses: 9, answered: 9 },
    });
  }
  expect(imported.results.stats).toMatchObject({ errors: 6 });
});
