import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import stringWidth from "string-width";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAssay, runInTerminal, startAssay } from "./support/assay.ts";
import { createSmallProject, suiteText, type SmallProject } from "./support/small-project.ts";

let project: SmallProject;

beforeAll(async () => {
  project = await createSmallProject();
});

afterAll(() => project.remove());

const assay = (args: string, options: { env?: Record<string, string>; stdin?: string } = {}) =>
  runAssay(args === "" ? [] : args.split(" "), { cwd: project.folder, ...options });

describe("a replay of recorded answers", () => {
  test("says first that nothing was asked, then the verdict, the gates, and what failed", async () => {
    const { exitCode, stdout, stderr } = await assay("run --out results-text");
    expect(exitCode).toBe(0);
    expect(stderr).toBe("Suite: evals/small/suite.yaml, the only one under evals/.\n");
    const stable = stdout.replaceAll(/\d{8}-\d{6}-\d{3}-\w{4}/gu, "<run>");
    await expect(stable).toMatchFileSnapshot("snapshots/run.txt");
  });

  test("says what `assay` is in a checkout, where npm started it", async () => {
    const env = { npm_lifecycle_event: "eval" };
    const { stderr } = await assay("run agents/small.md --out results-npm", { env });
    expect(stderr).toBe("In this checkout, type `npm run -s assay --` for `assay`.\n");
  });

  test("shows prompt versions side by side, the agent itself first", async () => {
    const { exitCode, stdout } = await assay("run agents/small.md --out results-versions --prompt");
    expect(exitCode).toBe(0);
    const stable = stdout.replaceAll(/\d{8}-\d{6}-\d{3}-\w{4}/gu, "<run>");
    await expect(stable).toMatchFileSnapshot("snapshots/run-versions.txt");
  });

  test("a prompt version that is named twice is one", async () => {
    const args = "run agents/small.md --prompt lite evals/small/prompts/lite.md agents/small.md";
    const { stdout } = await assay(`${args} --dry-run`);
    // The agent stands before --prompt, so these are three prompts of which two are new.
    expect(stdout).toMatch(/^6 answers: 3 cases × 2 prompt versions/u);
  });

  test("is one JSON document with --json, also when it is shown again", async () => {
    const { exitCode, stdout } = await assay("run --json --out results-json --gate type-hints");
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(report)).toEqual([
      "reportVersion",
      "folder",
      "run",
      "recorded",
      "arms",
      "missedThresholds",
      "usage",
      "samples",
    ]);
    expect(report).toMatchObject({
      reportVersion: 1,
      recorded: true,
      run: { status: "complete", gates: ["type-hints"], repeats: 1 },
      arms: [
        {
          promptVersion: "small",
          model: "recordings",
          total: { samples: 3, passed: 2, failed: 1, missing: 0, rate: 2 / 3, cases: 3 },
          gates: [{ gate: "type-hints", pass: 2, fail: 1, na: 0, error: 0, unchecked: 0 }],
        },
      ],
      missedThresholds: [],
      usage: null,
      samples: [
        { case: "add", status: "answered", passes: true },
        { case: "greet", passes: true },
        {
          case: "area",
          passes: false,
          verdicts: { "type-hints": { outcome: "fail", evidence: [{ file: "app/main.py" }] } },
        },
      ],
    });
    const again = await assay("show latest --json --out results-json");
    expect(JSON.parse(again.stdout)).toEqual(report);
  });

  test("run, show and runs go together", async () => {
    await assay("run --out results-trip --case a*");
    const { stdout: listed } = await assay("runs --out results-trip");
    const id = /^\d{8}-\d{6}-\d{3}-\w{4}/mu.exec(listed)?.[0] ?? "";
    expect(listed).toMatch(/ 2 +50% +complete\n {2}small · recordings\n$/u);
    const shown = await assay(`show ${id.slice(0, 15)} area --out results-trip`);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toMatch(/^area\n✗ It fails 1 required gate: type-hints\.\n/u);
    expect(shown.stdout).toMatch(/▸ 5 │ def area\(radius\) -> float:/u);
    const json = await assay("runs --json --out results-trip");
    expect(JSON.parse(json.stdout)).toMatchObject({
      runs: [{ id, status: "complete", arms: [{ total: { samples: 2, passed: 1 } }] }],
    });
    const unknown = await assay("show latest are --out results-trip");
    expect(unknown).toMatchObject({ exitCode: 2, stdout: "" });
    expect(unknown.stderr).toContain("Did you mean area?");
  });

  test("--list and --dry-run write nothing", async () => {
    const list = await assay("run --list --out results-none");
    expect(list.stdout).toMatch(/^3 cases to run; 1 proposed: /u);
    expect(list.stdout).toMatch(/^seventeen-syllables +advisory +unchecked/mu);
    const dry = await assay("run --dry-run --repeat 1 --out results-none");
    expect(dry.stdout).toMatch(/^3 answers: 3 cases × 1 prompt version × 1 model × 1 repeat\.\n/u);
    expect(dry.stdout).toContain("replayed from recordings: 3; nothing is sent\n  graded by");
    const more = await assay("run --dry-run --repeat 2 --out results-none");
    expect(more.stdout).toContain(
      "replayed from recordings: 3; nothing is sent\n  not recorded, and missing from the run: 3\n",
    );
    await expect(readdir(path.join(project.folder, "results-none"))).rejects.toThrow("ENOENT");
  });

  test("missing repeats are missing, not copied: exit 3", async () => {
    const { exitCode, stdout } = await assay("run --repeat 2 --out results-repeat");
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^. 1 of 3 answers fails a required gate; 2 pass \(67%/mu);
    expect(stdout).toContain("! 3 answers missing");
  });
});

describe("the suite decides what a failure means", () => {
  test.each([
    [0.5, 0],
    [0.7, 1],
  ])("with minPassRate %d the exit code is %d", async (minPassRate, expected) => {
    const suite = suiteText.replace(
      "check: type-hints\n",
      `check: type-hints\n    minPassRate: ${minPassRate}\n`,
    );
    await project.write("evals/small/strict.yaml", suite);
    const { exitCode, stdout } = await assay("run evals/small/strict.yaml --out results-strict");
    expect(exitCode).toBe(expected);
    expect(stdout.includes("! Threshold missed: type-hints passes 67%")).toBe(expected === 1);
  });

  test("where no check decides anything, nothing is run, and the exit code is 3", async () => {
    const { exitCode, stdout } = await assay("run --gate seventeen* --out results-unchecked");
    expect(exitCode).toBe(3);
    expect(stdout).toContain("! No check decides this gate: nothing was run.");
    expect(stdout).toContain("seventeen-syllables");
    expect(stdout).toContain("check: ./checks/mine.ts");
  });

  test("an agent without a suite gets one in memory, and is told so", async () => {
    await project.write(
      "agents/poet.md",
      "---\nname: poet\ndescription: Writes haiku.\n---\n\nYou write haiku.\n\n## Quality Gates\n\n- Seventeen syllables\n",
    );
    const { exitCode, stdout, stderr } = await assay("run agents/poet.md --out results-poet");
    expect(exitCode).toBe(3);
    expect(stderr).toContain("one was derived in memory");
    expect(stdout).toMatch(/^! No check decides this gate: nothing was run\./u);
    expect(stdout).toMatch(/^seventeen-syllables +10 +Seventeen syllables$/mu);
    const json = await assay("run agents/poet.md --json");
    expect(json.exitCode).toBe(3);
    expect(JSON.parse(json.stdout)).toMatchObject({
      nothingDecided: true,
      suite: null,
      gates: [{ id: "seventeen-syllables", check: "unchecked" }],
    });
  });
});

test("without a target there must be one suite, else they are named", async () => {
  const none = await runAssay(["run"], { cwd: path.join(project.folder, "agents") });
  expect(none).toMatchObject({ exitCode: 2, stdout: "" });
  expect(none.stderr).toContain("assay derive agents/x.md");
  const other = await createSmallProject();
  await other.write("evals/second/suite.yaml", suiteText);
  const several = await runAssay(["run"], { cwd: other.folder });
  expect(several).toMatchObject({ exitCode: 2, stdout: "" });
  expect(several.stderr).toContain("evals/second, evals/small");
  await other.remove();
});

describe("a terminal", () => {
  test.each([80, 120])(
    "has no line wider than its %d columns, and has colours",
    async (columns) => {
      for (const args of [
        ["run", "agents/small.md", "--prompt"],
        ["show", "latest", "area"],
        ["runs"],
        ["run", "--list"],
      ]) {
        const { exitCode, stdout } = await runInTerminal([...args, "--out", "results-tty"], {
          cwd: project.folder,
          columns,
        });
        expect(exitCode).toBe(0);
        // The line of progress is written over and over in one line.
        const lines = stdout.split("\n").map((line) => line.slice(line.lastIndexOf("\r") + 1));
        for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      }
    },
  );

  test("sees progress and colours; a pipe and NO_COLOR do not", async () => {
    const options = { cwd: project.folder, columns: 80 };
    const args = ["run", "--out", "results-colours"];
    const inTerminal = await runInTerminal(args, options);
    expect(inTerminal.stdout).toContain("\u001B[31m");
    expect(inTerminal.stdout).toMatch(/\d\/3 {2}/u);
    const plain = await runInTerminal(args, { ...options, env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain("\u001B[3");
    const piped = await assay("run --out results-colours");
    expect(piped.stdout + piped.stderr).not.toMatch(/(?!\n)\p{Cc}|\d\/3/u);
    const forced = await assay("run --out results-colours", { env: { FORCE_COLOR: "1" } });
    expect(forced.stdout).toContain("\u001B[31m");
  });

  test.each(["80", "120"])("COLUMNS=%s is the width of a pipe", async (columns) => {
    const { stdout } = await assay("run agents/small.md --out results-columns --prompt", {
      env: { COLUMNS: columns },
    });
    for (const line of stdout.split("\n")) {
      expect(stringWidth(line), line).toBeLessThanOrEqual(Number(columns));
    }
  });
});

test("a reader that goes away is no error", async () => {
  const child = startAssay(["run", "--json", "--out", "results-head"], { cwd: project.folder });
  child.stdout?.destroy();
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [exitCode] = await once(child, "close");
  expect(stderr).not.toMatch(/error|EPIPE/u);
  expect(exitCode).toBe(0);
});

test("a run that was killed goes on with --resume, and asks nothing twice", async () => {
  const made = await assay("run --json --out results-resume");
  const { folder } = JSON.parse(made.stdout) as { readonly folder: string };
  const inRun = (file: string) => path.join(project.folder, folder, file);
  // As a kill leaves it: still running, and the last line torn.
  const run = JSON.parse(await readFile(inRun("run.json"), "utf8")) as object;
  await project.write(
    `${folder}/run.json`,
    JSON.stringify({ ...run, status: "running", finishedAt: null }),
  );
  const lines = (await readFile(inRun("samples.jsonl"), "utf8")).split("\n");
  await project.write(`${folder}/samples.jsonl`, `${lines.slice(0, 3).join("\n")}\n{"kind": "ans`);
  const shown = await assay("show latest --out results-resume");
  expect(shown.stdout).toContain("assay run --resume");
  const resumed = await assay("run --resume latest --out results-resume --json");
  expect(resumed.exitCode).toBe(0);
  const { samples, run: after } = JSON.parse(resumed.stdout) as {
    readonly samples: readonly { readonly passes: boolean }[];
    readonly run: { readonly status: string };
  };
  expect(after.status).toBe("complete");
  expect(samples.map(({ passes }) => passes)).toEqual([true, true, false]);
  const stored = (await readFile(inRun("samples.jsonl"), "utf8")).trimEnd().split("\n");
  const answers = stored.map((line) => JSON.parse(line) as { kind: string; sample: string });
  const keys = answers.filter(({ kind }) => kind === "answer").map(({ sample }) => sample);
  expect(new Set(keys).size).toBe(3);
  expect(keys).toHaveLength(3);
  const refused = await assay("run --resume latest --case add --out results-resume");
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toContain("--resume takes no --case");
});
