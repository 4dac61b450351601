import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";
import { startFakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

let project: SmallProject;
const assay = (args: string) => runAssay(args.split(" "), { cwd: project.folder });

beforeAll(async () => {
  project = await createSmallProject();
});
afterAll(() => project.remove());

interface RunDocument {
  readonly folder: string;
  readonly run: { readonly id: string; readonly shard: unknown };
}

async function makeRun(args: string): Promise<RunDocument> {
  const { stdout, stderr } = await assay(`${args} --json`);
  expect(stderr).not.toContain("error");
  return JSON.parse(stdout) as RunDocument;
}

/** The run's files without what two processes never have in common: ids, times, order of lines. */
async function normalised(folder: string) {
  const [run = "", samples = ""] = await Promise.all(
    ["run.json", "samples.jsonl"].map((file) =>
      readFile(path.join(project.folder, folder, file), "utf8"),
    ),
  );
  return {
    run: run
      .replace(/"id": "\d{8}-\d{6}-\d{3}-\w{4}"/u, '"id": "ID"')
      .replaceAll(/"(startedAt|finishedAt)": "[^"]+"/gu, '"$1": "TIME"'),
    samples: samples.split("\n").toSorted(),
  };
}

test("shards of two prompt versions, merged, are byte for byte the run of one process", async () => {
  const whole = await makeRun("run agents/small.md --prompt --out whole");
  for (const index of [2, 1]) {
    await makeRun(`run agents/small.md --prompt --out parts --shard ${index}/2`);
  }
  const { exitCode, stdout, stderr } = await assay("merge parts --out parts");
  expect(stderr).toBe("Merged 2 shards.\n");
  expect(exitCode).toBe(0);
  const id = /results? +parts\/(\S+)/u.exec(stdout)?.[1] ?? "";
  expect(await normalised(`parts/${id}`)).toEqual(await normalised(whole.folder));
  // The latest of the folder is the merged run, and other commands read it.
  const report = await assay("show latest --out parts");
  expect(report.stdout).toContain("3 cases × 2 prompt versions");
  const compared = await assay("compare latest:small latest:lite --out parts");
  expect(compared.stdout).toMatch(/^~ inconclusive: −33 pp/mu);
  const again = await assay(`merge parts/${id} --out parts`);
  expect(again).toMatchObject({ exitCode: 2 });
  expect(again.stderr).toContain("The run is no shard");
  // Of a folder only the shards are meant, and they make the same run again.
  const twice = await assay("merge parts --out parts");
  expect(twice).toMatchObject({ exitCode: 2 });
  expect(twice.stderr).toContain(`This run is there already.\n  at parts/${id}`);
  expect((await assay("regrade latest --out parts")).exitCode).toBe(0);
});

test("merged shards are reported in every format, with all that a report of one process has", async () => {
  const whole = await assay("run agents/small.md --out whole-report --json");
  for (const index of [1, 2]) {
    await makeRun(`run agents/small.md --out parts-report --shard ${index}/2`);
  }
  const merged = await assay(
    "merge parts-report --out merged-report --json --reporter junit=junit.xml --reporter csv=samples.csv",
  );
  expect(merged.exitCode).toBe(0);
  interface Document {
    readonly samples: unknown;
    readonly arms: unknown;
  }
  const [first, second] = [whole, merged].map(({ stdout }) => JSON.parse(stdout) as Document);
  expect(second?.samples).toEqual(first?.samples);
  expect(second?.arms).toEqual(first?.arms);
  expect(await readFile(path.join(project.folder, "junit.xml"), "utf8")).toContain("<testsuite");
  expect(await readFile(path.join(project.folder, "samples.csv"), "utf8")).toContain("area");
});

test("live shards keep the trace of every request, and only times and what was cached differ", async () => {
  const server = await startFakeAnthropic({
    answer: ({ user }) => answerOf(`def f() -> str:\n    return ${JSON.stringify(user)}`),
  });
  const env = { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url };
  const live = (flags: string) =>
    runAssay(`run agents/small.md --model haiku --repeat 2 ${flags}`.split(" "), {
      cwd: project.folder,
      env,
    });
  const timeless = async (out: string, which: number) => {
    const listed = await assay(`runs --json --out ${out}`);
    const { runs } = JSON.parse(listed.stdout) as {
      readonly runs: readonly { readonly folder: string }[];
    };
    const { run, samples } = await normalised(runs[which]?.folder ?? "");
    const without =
      /"(at|answeredAt)":"[^"]*"|"(latencyMs|costUsd|maxCostUsd)":[\d.]+|"usage":\{[^}]*\}/gu;
    return { run, samples: samples.map((line) => line.replaceAll(without, "")).toSorted() };
  };
  try {
    expect((await live("--out live-whole")).exitCode).toBe(0);
    for (const index of [1, 2, 3]) await live(`--out live --shard ${index}/3`);
    expect((await assay("merge live --out live")).exitCode).toBe(0);
    const [whole, merged] = [await timeless("live-whole", 0), await timeless("live", 0)];
    expect(merged).toEqual(whole);
    expect(whole.samples.filter((line) => line.includes('"kind":"asked"'))).toHaveLength(6);
  } finally {
    await server.close();
  }
});

test("a shard says which part it has, and lists it", async () => {
  const { stdout } = await assay("run agents/small.md --out some --shard 2/2");
  expect(stdout).toContain("small · 1 case · shard 2/2 of 3 cases · run");
  expect((await assay("runs --out some")).stdout).toContain("shard 2/2");
  const listed = await assay("run agents/small.md --list --shard 1/2");
  expect(listed.stdout).toMatch(/^2 cases to run\.$/mu);
  expect(listed.stdout).not.toContain("greet");
});

test("shards are dealt out after the cases were selected", async () => {
  const { run } = await makeRun("run agents/small.md --out some --case a* --shard 2/2");
  expect(run.shard).toEqual({ index: 2, count: 2, cases: ["add", "area"] });
});

describe("more shards than cases", () => {
  test("a shard without a case says so, writes nothing, and is fine", async () => {
    const { exitCode, stdout, stderr } = await assay("run agents/small.md --out many --shard 5/5");
    expect(exitCode).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain(
      "Shard 5 of 5 has none of the 3 cases: nothing was run, and nothing is missing.",
    );
    const json = await assay("run agents/small.md --out many --shard 4/5 --json");
    expect(JSON.parse(json.stdout)).toEqual({
      emptyShard: true,
      shard: { index: 4, count: 5, cases: ["add", "greet", "area"] },
    });
  });

  test("the others merge without it", async () => {
    for (const index of [1, 2, 3]) {
      await makeRun(`run agents/small.md --out many --shard ${index}/5`);
    }
    const { exitCode, stdout } = await assay("merge many");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("small · 3 cases · run");
  });
});

test("thresholds are held where the shards are merged, not in a shard", async () => {
  const suite = "evals/small/suite.yaml";
  const text = await readFile(path.join(project.folder, suite), "utf8");
  await project.write(
    suite,
    text.replace("check: type-hints", "check: type-hints\n    minPassRate: 1"),
  );
  try {
    for (const index of [1, 2]) {
      const { exitCode } = await assay(`run agents/small.md --out strict --shard ${index}/2`);
      expect(exitCode).toBe(0);
    }
    expect((await assay("merge strict --out strict")).exitCode).toBe(1);
    expect((await assay("run agents/small.md --out strict")).exitCode).toBe(1);
  } finally {
    await project.write(suite, text);
  }
});

describe("what cannot be done ends in a place, a remedy, and exit code 2", () => {
  test.each(["0/5", "6/5", "x/y", "2", "1/0", "1/5/2", "-1/5", "1.5/2"])(
    "--shard %s",
    async (value) => {
      const { exitCode, stderr } = await assay(`run agents/small.md --shard=${value}`);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("1/5 to 5/5");
    },
  );

  test("--resume takes no --shard", async () => {
    const { exitCode, stderr } = await assay("run --resume latest --shard 1/2 --out some");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--resume takes no --shard");
  });

  test("a shard that is missing is named with its cases and the flag that makes it", async () => {
    const { folder } = await makeRun("run agents/small.md --out gap --shard 1/3");
    const { exitCode, stderr } = await assay(`merge ${folder}`);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `error: Not all shards are there. Missing: shard 2/3 (greet); shard 3/3 (area).\n  at ${folder}\n  → Run it as the others were run: assay run … --shard 2/3\n`,
    );
  });

  test("a run that is not there", async () => {
    const { exitCode, stderr } = await assay("merge nope --out gap");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no run "nope".');
  });
});
