import { appendFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAssay, runInTerminal } from "./support/assay.ts";
import { createSmallProject, type SmallProject } from "./support/small-project.ts";

let project: SmallProject;
/** Ids of the runs, by what they are. */
const ids: Record<string, string> = {};
const utf8 = { LC_ALL: "C.UTF-8" };

const assay = (args: string, env: Readonly<Record<string, string>> = utf8) =>
  runAssay(args.split(" ").filter(Boolean), { cwd: project.folder, env });

async function makeRun(name: string, args: string): Promise<void> {
  const { stdout } = await assay(`run agents/small.md ${args} --json`);
  ids[name] = (JSON.parse(stdout) as { readonly run: { readonly id: string } }).run.id;
}

const fileOf = (name: string, file: string) =>
  path.join(project.folder, "results", ids[name] ?? "", file);

async function edit(name: string, file: string, change: (text: string) => string): Promise<void> {
  await writeFile(fileOf(name, file), change(await readFile(fileOf(name, file), "utf8")));
}

beforeAll(async () => {
  project = await createSmallProject();
  await makeRun("first", "");
  await makeRun("part", "--case add");
  await makeRun("shard", "--shard 1/2");
  await makeRun("killed", "");
  await edit("killed", "run.json", (text) =>
    text.replace('"status": "complete"', '"status": "running"'),
  );
  await makeRun("damaged", "");
  await edit("damaged", "run.json", (text) => text.slice(0, 100));
  await makeRun("torn", "");
  await appendFile(fileOf("torn", "samples.jsonl"), '{"kind":"nonsense"}\n');
  await makeRun("both", "--prompt");
  await edit("both", "run.json", (text) =>
    text
      .replaceAll('"assay": "', '"assay": "9.')
      .replace(/"checksHash": "[^"]*"/u, '"checksHash": "others"'),
  );
  // A live run, made of a replay: its model has another name and kind.
  await makeRun("live", "");
  const live = (text: string) =>
    text
      .replaceAll('"model": "recordings"', '"model": "sonnet"')
      .replaceAll("/recordings/", "/sonnet/")
      .replace(
        '"id": "recordings",\n      "kind": "recordings"',
        '"id": "sonnet",\n      "kind": "anthropic"',
      )
      .replaceAll('"source":"recording"', '"source":"live"')
      .replaceAll('"servedModel":null', '"servedModel":"sonnet-20261101"');
  await edit("live", "run.json", live);
  await edit("live", "samples.jsonl", live);
});

afterAll(() => project.remove());

test("live runs and replays are two trends, and what is passed over is named", async () => {
  const { exitCode, stdout, stderr } = await assay("history");
  expect(exitCode).toBe(0);
  const [live = "", replays = ""] = stdout.split("\n\n\n");
  expect(live).toMatch(
    /^Live answers of sonnet\.\nsmall · prompt small · 1 run · \d{4}-\d\d-\d\d\n/u,
  );
  expect(replays).toMatch(
    /^Replays of recorded answers: no model was asked\.\nsmall · prompt small · 2 runs/u,
  );
  expect(replays).toMatch(/^ {2}type-hints +▆▆ +67% +0 pp$/mu);
  expect(replays).toMatch(
    /changed: checks, with assay, \w{8} → others; assay 0\.1\.0 → 9\.0\.1\.0/u,
  );
  expect(replays).toContain("No gate moved.");
  expect(stderr).toContain(
    `warning: run ${ids["damaged"]} is passed over. run.json is torn or no JSON.`,
  );
  expect(stderr).toContain(`warning: run ${ids["torn"]} is passed over.`);
  expect(stderr).toContain(`samples.jsonl:7`);
  expect(stderr).toContain(
    `Passed over: 1 run not finished: assay run --resume <run> (${ids["killed"]}).`,
  );
  expect(stderr).toContain(
    `Passed over: 1 shard, part of a run that assay merge joins (${ids["shard"]}).`,
  );
  expect(stderr).toContain(`Passed over: 1 run of some cases or gates only (${ids["part"]}).`);
});

test("--prompt and --model choose an arm, --last the newest runs", async () => {
  const lite = await assay("history agents/small.md --prompt lite");
  expect(lite.stdout).toMatch(/^small · prompt lite · 1 run/mu);
  expect(lite.stdout).not.toContain("Live answers");
  const live = await assay("history --model sonnet");
  expect(live.stdout).toContain("Live answers of sonnet.");
  expect(live.stdout).not.toContain("Replays");
  const last = await assay("history --last 1 --model recordings");
  expect(last.stdout).toMatch(/^small · prompt small · 1 run/mu);
});

test("--json has every run, step and reason", async () => {
  const { stdout } = await assay("history --json");
  expect(JSON.parse(stdout)).toMatchObject({
    reportVersion: 1,
    agent: "small",
    suite: "evals/small/suite.yaml",
    trends: [
      {
        kind: "live",
        points: [{ runId: ids["live"], servedModels: ["sonnet-20261101"] }],
        steps: [],
      },
      {
        kind: "replay",
        points: [
          { runId: ids["first"], total: { rate: 2 / 3 }, missing: 0 },
          { runId: ids["both"], checksHash: "others" },
        ],
        steps: [
          {
            from: ids["first"],
            to: ids["both"],
            changes: [{ kind: "checks" }, { kind: "assay" }],
            compared: { verdict: "inconclusive" },
          },
        ],
      },
    ],
  });
  const { passedOver } = JSON.parse(stdout) as {
    readonly passedOver: readonly { readonly id: string; readonly reason: string }[];
  };
  expect(new Map(passedOver.map(({ id, reason }) => [id, reason]))).toEqual(
    new Map([
      [ids["damaged"] ?? "", "damaged"],
      [ids["shard"] ?? "", "shard"],
      [ids["killed"] ?? "", "unfinished"],
      [ids["part"] ?? "", "part"],
      [ids["torn"] ?? "", "damaged"],
    ]),
  );
});

test.each([
  ["a locale without Unicode", { LC_ALL: "C" }, /^ {2}type-hints +66 +67%/mu],
  ["a locale with it", utf8, /^ {2}type-hints +▆▆ +67%/mu],
])("%s: what is drawn", async (_, env, line) => {
  const { stdout } = await assay("history --model recordings", env);
  expect(stdout).toMatch(line);
});

test("a terminal of 60 columns is kept, in colour", async () => {
  const { stdout } = await runInTerminal(["history"], {
    cwd: project.folder,
    env: utf8,
    columns: 60,
  });
  expect(stdout).toContain("\u001B[");
  const report = stdout.slice(stdout.indexOf("Live answers"));
  // oxlint-disable-next-line no-control-regex -- colours
  for (const line of report.replaceAll(/\u001B\[\d+m/gu, "").split("\n")) {
    expect(line.length).toBeLessThanOrEqual(60);
  }
});

describe("what cannot be done", () => {
  test.each([
    ["history --model sonet", /has a model "sonet"[^]*Did you mean sonnet\?/u],
    ["history --prompt none", /has a prompt version "none"[^]*There are: small, lite\./u],
    ["history agents/gone.md", /evals\/small/u],
    ["history --last 0", /1 or more/u],
  ])("assay %s ends in 2", async (command, words) => {
    const { exitCode, stderr } = await assay(command);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(words);
  });

  test("no runs at all is no fault", async () => {
    const { exitCode, stdout, stderr } = await assay("history --out nowhere");
    expect(exitCode).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain("There are no finished runs of small in nowhere/ yet.");
  });
});
