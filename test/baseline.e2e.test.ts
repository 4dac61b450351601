import { cp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";
import {
  casesText,
  createSmallProject,
  suiteText,
  type SmallProject,
} from "./support/small-project.ts";

interface Manifest {
  readonly sets: readonly {
    readonly promptVersion: string;
    readonly answers: readonly { readonly case: string; readonly repeat: number }[];
  }[];
}

const repeats = 5;
const manifestFile = "evals/small/recordings/recordings.json";
const recordFile = "evals/small/baseline/baseline.json";
const answersFile = "evals/small/baseline/answers.jsonl.br";
const ownCheck = (outcome: string) => `export default {
  id: "polite",
  decide: () => ({ outcome: "${outcome}", score: null, reason: "As it is decided.", evidence: [] }),
};
`;
const suiteWithOwnCheck = suiteText.replace(
  "cases:",
  `  - id: polite
    statement: It is polite
    source: []
    level: required
    check: ./checks/polite.ts
cases:`,
);

let project: SmallProject;
let manifest = "";
/** Ids of the runs of `small`, by their repeats; `lite` has both prompt versions. */
let five = "";
let one = "";
let versions = "";

const assay = (args: string) => runAssay(args.split(" "), { cwd: project.folder });
const read = (file: string) => readFile(path.join(project.folder, file), "utf8");
const runsOf = async () => (await readdir(path.join(project.folder, "results"))).toSorted();

async function run(args: string): Promise<string> {
  const { stdout, stderr } = await assay(`run agents/small.md ${args} --json`);
  if (stdout === "") throw new Error(stderr);
  return (JSON.parse(stdout) as { readonly run: { readonly id: string } }).run.id;
}

/** Every recorded answer again for each repeat, but those left out. */
async function repeatRecordings(
  isLeftOut: (answer: { case: string; repeat: number; version: string }) => boolean = () => false,
): Promise<void> {
  const { sets, ...rest } = JSON.parse(manifest) as Manifest;
  const repeated = sets.map((set) => ({
    ...set,
    answers: set.answers
      .flatMap((answer) =>
        Array.from({ length: repeats }, (_, index) => ({ ...answer, repeat: index + 1 })),
      )
      .filter((answer) => !isLeftOut({ ...answer, version: set.promptVersion })),
  }));
  await project.write(manifestFile, JSON.stringify({ ...rest, sets: repeated }));
}

beforeAll(async () => {
  project = await createSmallProject();
  manifest = await read(manifestFile);
  await repeatRecordings();
  one = await run("--repeat 1");
  five = await run(`--repeat ${repeats}`);
  versions = await run("--prompt");
});

beforeEach(async () => {
  await project.write("evals/small/suite.yaml", suiteText);
  await project.write("evals/small/cases.csv", casesText);
  await repeatRecordings();
});

afterAll(() => project.remove());

/** Blesses a run as the first baseline. */
async function bless(reference: string): Promise<void> {
  await rm(path.join(project.folder, "evals/small/baseline"), { recursive: true, force: true });
  const { exitCode, stderr } = await assay(`bless ${reference}`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
}

describe("assay bless", () => {
  test("writes the counts and the answers, and says what to do with them", async () => {
    await rm(path.join(project.folder, "evals/small/baseline"), { recursive: true, force: true });
    const { exitCode, stdout } = await assay(`bless ${five}`);
    expect(stdout).toMatch(/^Recorded answers of .*: no model was asked\.\n✓ Run /u);
    expect(stdout).toContain("small · recordings · 3 cases × 5 · 15 answers · run of ");
    expect(stdout).toContain(`written  ${answersFile} (`);
    expect(stdout).toContain("`assay run --baseline`");
    expect(exitCode).toBe(0);
    expect(JSON.parse(await read(recordFile))).toMatchObject({
      run: five,
      recorded: true,
      repeats: 5,
      cases: [
        { id: "add", total: { pass: 5 } },
        {
          id: "greet",
          gates: { "type-hints": { pass: 5 }, "seventeen-syllables": { unchecked: 5 } },
        },
        { id: "area", total: { fail: 5 } },
      ],
    });
  });

  test("the same run again changes nothing, and makes the same bytes anywhere", async () => {
    await bless(five);
    const before = [await read(recordFile), await read(answersFile)];
    const again = await assay(`bless ${five}`);
    expect(again.stdout).toContain(`Run ${five} is the baseline already: nothing changes.`);
    expect(again.stdout).not.toContain("written");
    await bless(`results/${five}`);
    expect([await read(recordFile), await read(answersFile)]).toEqual(before);
  });

  test("another run shows what changes; --dry-run writes nothing", async () => {
    await bless(five);
    const before = await read(recordFile);
    const dry = await assay(`bless ${versions}:lite --dry-run`);
    expect(dry.stdout).toContain(`Run ${versions} would become the baseline evals/small/baseline.`);
    expect(dry.stdout).toContain("  prompt: another text (small → lite)\n  repeats: 5 → 1\n");
    expect(dry.stdout).toMatch(/^every required gate +10\/15 +67% +1\/3 +33%$/mu);
    expect(await read(recordFile)).toBe(before);
    const { stdout } = await assay(`bless ${versions} --prompt lite --json`);
    expect(JSON.parse(stdout)).toMatchObject({
      previous: five,
      baseline: { promptVersion: { name: "lite" } },
      changes: { facts: expect.arrayContaining(["repeats: 5 → 1"]) },
    });
    expect(JSON.parse(await read(recordFile))).toMatchObject({ run: versions, repeats: 1 });
  });

  test("a damaged baseline is replaced, with a word", async () => {
    await project.write(recordFile, "{");
    const { exitCode, stdout, stderr } = await assay(`bless ${five}`);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `warning: The baseline until now cannot be read: baseline.json is torn or no JSON. (${recordFile}:1)\n`,
    });
    expect(stdout).toContain("✓ Run");
  });

  test("a run that was interrupted is refused, and blessed as far as it goes where that is allowed", async () => {
    const id = await run(`--repeat ${repeats}`);
    const stored = `results/${id}`;
    const [lines, record] = [
      await read(`${stored}/samples.jsonl`),
      await read(`${stored}/run.json`),
    ];
    const kept = lines.split("\n").slice(0, 10);
    const answers = kept.filter((line) => line.startsWith('{"kind":"answer"')).length;
    await project.write(`${stored}/samples.jsonl`, `${kept.join("\n")}\n`);
    await project.write(`${stored}/run.json`, record.replace('"complete"', '"interrupted"'));
    const refused = await assay(`bless ${id}`);
    expect(refused).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `error: The run was interrupted.\n  at run ${id}\n  → \`assay run --resume ${id}\` does what is left of it. Or bless what is there: --allow incomplete\n`,
    });
    const { exitCode, stdout } = await assay(`bless ${id} --allow incomplete`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(` · ${answers} answers · `);
    // Those that were not graded before the kill are graded now.
    const { cases } = JSON.parse(await read(recordFile)) as {
      readonly cases: readonly { readonly total: { readonly missing?: number } }[];
    };
    expect(cases.map(({ total }) => total.missing)).toEqual(cases.map(() => undefined));
  });

  test.each([
    ["bless nope", "results", /assay run/u],
    ["bless VERSIONS", "VERSIONS", /VERSIONS:small or VERSIONS:lite/u],
    ["bless VERSIONS:lit", "VERSIONS:lit", /Did you mean lite\?/u],
    ["bless VERSIONS --prompt lit", "VERSIONS", /Did you mean lite\?/u],
    ["bless agents/small.md", "agents/small.md", /assay bless latest/u],
  ])("assay %s", async (template, place, remedy) => {
    const fill = (text: string) => text.replaceAll("VERSIONS", versions);
    const { exitCode, stdout, stderr } = await assay(fill(template));
    const lines = stderr.trimEnd().split("\n");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(lines[1]).toBe(`  at ${fill(place)}`);
    expect(lines[2]).toMatch(new RegExp(fill(remedy.source), "u"));
  });

  test("a run is blessed where its suite is", async () => {
    const elsewhere = path.join(project.folder, "agents");
    const { exitCode, stderr } = await runAssay(["bless", path.join("../results", five)], {
      cwd: elsewhere,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "  at evals/small\n  → Bless the run in the folder in which it was started.\n",
    );
  });
});

describe("assay run --baseline", () => {
  test("the same answers pass, and cannot be told apart", async () => {
    await bless(five);
    const { exitCode, stdout } = await assay(`run agents/small.md --repeat ${repeats} --baseline`);
    expect(stdout).toMatch(
      /^Compared with the baseline: run \S+ of \S+, recorded\nanswers, 3 cases × 5\.$/mu,
    );
    expect(stdout).toContain(
      `A baseline · run ${five}\nB small · run latest · same prompt and model\n`,
    );
    expect(stdout).toMatch(/^~ inconclusive: 0 pp in answers that pass every required gate/mu);
    expect(exitCode).toBe(0);
    const strict = await assay(`run agents/small.md --repeat ${repeats} --baseline --strict`);
    expect(strict.exitCode).toBe(1);
  });

  test("a prompt that breaks a case fails, also with fewer answers than the baseline has", async () => {
    await bless(five);
    for (const count of [repeats, 3]) {
      const { exitCode, stdout } = await assay(
        `run agents/small.md --prompt lite --repeat ${count} --baseline --json --alpha 0.1`,
      );
      const { comparison } = JSON.parse(stdout) as { readonly comparison: unknown };
      expect(comparison).toMatchObject({
        exitCode: 1,
        alpha: 0.1,
        comparisons: [
          {
            before: { name: "baseline" },
            after: { name: "small" },
            verdict: { kind: "inconclusive" },
          },
          { after: { name: "lite" }, verdict: { kind: "regressed" } },
        ],
      });
      expect(exitCode).toBe(1);
    }
  });

  test("a corrected check grades the baseline again, and asks nobody", async () => {
    await project.write("evals/small/suite.yaml", suiteWithOwnCheck);
    await project.write("evals/small/checks/polite.ts", ownCheck("fail"));
    await bless(await run(`--repeat ${repeats}`));
    expect(JSON.parse(await read(recordFile))).toMatchObject({
      cases: [{ gates: { polite: { fail: 5 } } }, {}, {}],
    });
    const blessed = await read(recordFile);
    await project.write("evals/small/checks/polite.ts", ownCheck("pass"));
    const { exitCode, stdout, stderr } = await assay(
      `run agents/small.md --repeat ${repeats} --baseline`,
    );
    expect(stderr).toContain("Grading the baseline's answers by today's checks of 1 gate.\n");
    expect(stdout).toContain("graded again by today's checks");
    expect(stdout).toMatch(/^~ polite +100% +100% +0 pp /mu);
    expect(exitCode).toBe(0);
    expect(await read(recordFile)).toBe(blessed);
  });

  test("a gate that is new grades the baseline, too", async () => {
    await bless(five);
    await project.write("evals/small/suite.yaml", suiteWithOwnCheck);
    await project.write("evals/small/checks/polite.ts", ownCheck("pass"));
    const { stdout } = await assay(`run agents/small.md --repeat ${repeats} --baseline`);
    expect(stdout).toContain("Gates added since the baseline: polite.\n");
    expect(stdout).toMatch(/^~ polite +100% +100% +0 pp /mu);
  });

  test("what is missing is missing; too much of it proves nothing", async () => {
    await bless(five);
    await repeatRecordings(({ case: id, repeat }) => id === "add" && repeat > 2);
    const { exitCode, stdout } = await assay(`run agents/small.md --repeat ${repeats} --baseline`);
    expect(stdout).toMatch(/^~ inconclusive: too much is missing \(3 of 15 answers of small\)/mu);
    expect(exitCode).toBe(3);
  });

  test("a stored run goes on to the comparison", async () => {
    await bless(five);
    const id = await run(`--repeat ${repeats}`);
    const { exitCode, stdout } = await assay(`run --resume ${id} --baseline`);
    expect(stdout).toContain(`A baseline · run ${five}\n`);
    expect(exitCode).toBe(0);
    const itself = await assay(`run --resume ${five} --baseline`);
    expect(itself.exitCode).toBe(2);
    expect(itself.stderr).toContain("This run is the baseline itself.");
  });

  test("where no report has the comparison, stderr says what came out", async () => {
    await bless(five);
    const { exitCode, stdout, stderr } = await assay(
      `run agents/small.md --repeat ${repeats} --baseline --reporter junit`,
    );
    expect(stdout).toMatch(/^<\?xml/u);
    expect(stderr).toContain("Compared with the baseline: small inconclusive.\n");
    expect(exitCode).toBe(0);
  });

  test("cases that are left out on purpose are left out of the baseline", async () => {
    await bless(five);
    const { exitCode, stdout } = await assay(
      `run agents/small.md --repeat ${repeats} --case add --case greet --baseline`,
    );
    expect(stdout).toContain("2 cases · scope suite");
    expect(stdout).not.toContain("Left out");
    expect(exitCode).toBe(0);
  });
});

describe("what a baseline cannot be compared with is refused before anything is asked", () => {
  const oneAnswer = {
    code: 2,
    stderr:
      "error: With 3 cases (the baseline passes 67%) and 1 answer each no regression can reach p ≤ .05, even if every answer fails: this gate cannot fail.\n  at evals/small/baseline\n  → Use --repeat 2, or add cases.\n",
  };

  /** Nothing is printed, and no run begins. */
  async function refusal(args: string): Promise<string> {
    const before = await runsOf();
    const { exitCode, stdout, stderr } = await assay(`run agents/small.md ${args}`);
    expect({ exitCode, stdout, runs: await runsOf() }).toEqual({
      exitCode: 2,
      stdout: "",
      runs: before,
    });
    return stderr;
  }

  test("no baseline", async () => {
    await rm(path.join(project.folder, "evals/small/baseline"), { recursive: true, force: true });
    expect(await refusal("--baseline")).toBe(
      "error: The suite has no baseline.\n  at evals/small/baseline\n  → Bless a run that is good enough: assay bless <run>\n",
    );
  });

  test("numbers with which nothing can fail, or nothing can pass", async () => {
    await bless(one);
    expect(await refusal("--baseline")).toBe(oneAnswer.stderr);
    expect(await refusal("--baseline --dry-run")).toBe(oneAnswer.stderr);
    await bless(`${versions}:small`);
    expect(await refusal("--repeat 2 --alpha 0.03 --baseline")).toMatch(/this gate cannot fail/u);
  });

  test("cases with other texts are named", async () => {
    await bless(five);
    await project.write("evals/small/cases.csv", casesText.replace("Write a", "Make a"));
    const stderr = await refusal(`--repeat ${repeats} --baseline`);
    expect(stderr).toContain("\n  at evals/small/baseline\n");
    expect(stderr).toMatch(/--allow requests\n {2}Cases with other texts: area\.\n$/u);
  });

  test("cases added since are named, and left out where that is allowed", async () => {
    await project.write("evals/small/cases.csv", "id,origin,request\n");
    await bless(await run(`--repeat ${repeats}`));
    await project.write("evals/small/cases.csv", casesText);
    const stderr = await refusal(`--repeat ${repeats} --baseline`);
    expect(stderr).toContain("Cases only in this run: area.\n");
    const { exitCode, stdout } = await assay(
      `run agents/small.md --repeat ${repeats} --baseline --allow cases`,
    );
    expect(stdout).toContain("Left out, not the same in all: cases area.\n");
    expect(exitCode).toBe(0);
  });

  test("a baseline of another suite", async () => {
    await bless(five);
    const record = await read(recordFile);
    // As if its folder had been copied from another agent's suite: the answers say so, too.
    const { write, folder } = project;
    await write(
      "agents/other.md",
      (await read("agents/small.md")).replace("name: small", "name: other"),
    );
    await cp(path.join(folder, "evals/small"), path.join(folder, "evals/other"), {
      recursive: true,
    });
    await write("evals/other/suite.yaml", suiteText.replace("small.md", "other.md"));
    const { exitCode, stderr } = await assay(`run agents/other.md --repeat ${repeats} --baseline`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("\n  at evals/other/baseline\n");
    expect(stderr).toMatch(/--allow agent\n {2}Another agent: small and other\.\n$/u);
    expect(await read(recordFile)).toBe(record);
    await rm(path.join(folder, "evals/other"), { recursive: true });
    await rm(path.join(folder, "agents/other.md"));
  });

  test("a damaged baseline", async () => {
    await bless(five);
    await project.write(recordFile, (await read(recordFile)).replace('"pass": 5', '"pass": 4'));
    expect(await refusal(`--repeat ${repeats} --baseline`)).toMatch(
      /^error: baseline\.json does not say what its answers say: cases\.0\.total\.pass\.\n {2}at evals\/small\/baseline\/baseline\.json:\d+\n {2}→ Restore the file/u,
    );
  });

  test.each(["--margin 3", "--alpha 0.1", "--strict", "--allow cases"])(
    "%s without --baseline",
    async (flag) => {
      expect(await refusal(flag)).toMatch(
        /^error: --\w+ says something of a comparison: with what\?\n/u,
      );
    },
  );

  test.each(["--margin 0", "--margin 51", "--alpha 2", "--allow gates", "--repeat 0"])(
    "--baseline %s",
    async (flag) => {
      expect(await refusal(`--baseline ${flag}`)).toMatch(/see `assay run --help`\n$/u);
    },
  );
});

describe("assay plan", () => {
  test("with a baseline it says what repeats can tell, and what they take", async () => {
    await bless(five);
    const { exitCode, stdout } = await assay(`plan agents/small.md --repeat ${repeats}`);
    expect(stdout).toContain(`small · 3 cases · baseline: run ${five} of `);
    expect(stdout).toMatch(/^ +▸ 5 +15 +\d+ pp +\d+ pp +found +unknown$/mu);
    expect(stdout).toMatch(
      /^For 5 pp: no number of repeats helps against a baseline of 5 answers to a\n/mu,
    );
    expect(exitCode).toBe(0);
    const json = await assay(`plan agents/small.md --repeat ${repeats} --margin 20 --json`);
    expect(JSON.parse(json.stdout)).toMatchObject({
      reportVersion: 1,
      baseline: { run: five, repeats: 5 },
      repeats: 5,
      cases: 3,
      assumption: "baseline",
      options: [{ repeats: 1 }, { repeats: 3 }, { repeats: 5, costUsd: null }, { repeats: 10 }],
      costOf: null,
      advice: [{ drop: 0.05 }, { drop: 0.1 }, { drop: 0.2 }],
      fault: null,
    });
  });

  test("what it costs is told of a model that is named, and nobody is asked", async () => {
    await bless(five);
    const { exitCode, stdout } = await assay(
      "plan agents/small.md --repeat 5 --model claude-haiku-5-5 --json",
    );
    expect(exitCode).toBe(0);
    const { costOf, options } = JSON.parse(stdout) as {
      readonly costOf: { readonly model: string; readonly priceUsd: { readonly likely: number } };
      readonly options: readonly { readonly costUsd: { readonly likely: number } }[];
    };
    expect(costOf.model).toBe("claude-haiku-5-5");
    expect(costOf.priceUsd.likely).toBeGreaterThan(0);
    expect(options[2]!.costUsd.likely).toBeCloseTo(5 * costOf.priceUsd.likely, 12);
  });

  test("without one it says what it assumes; a gate that cannot fail is refused", async () => {
    await rm(path.join(project.folder, "evals/small/baseline"), { recursive: true, force: true });
    const { exitCode, stdout, stderr } = await assay("plan agents/small.md");
    expect(stdout).toContain("no baseline yet: one with as many repeats");
    expect(stdout).toContain("Assumed, as there is no baseline: answers vary as much as they can");
    expect(stderr).toBe(
      "error: With 3 cases and 1 answer each no regression can reach p ≤ .05, even if every answer fails: this gate cannot fail.\n  at evals/small/suite.yaml\n  → Use --repeat 2, or add cases.\n",
    );
    expect(exitCode).toBe(2);
  });

  test("a strict gate that cannot pass is refused", async () => {
    await rm(path.join(project.folder, "evals/small/baseline"), { recursive: true, force: true });
    const { exitCode, stderr } = await assay("plan agents/small.md --repeat 5 --strict");
    expect(stderr).toMatch(/a drop of 5 pp cannot be ruled out, even if every answer passes/u);
    expect(exitCode).toBe(2);
  });

  test("nothing is stored", async () => {
    const before = await runsOf();
    await assay("plan agents/small.md --repeat 5");
    expect(await runsOf()).toEqual(before);
  });
});
