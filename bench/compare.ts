import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { compareArms, type Arm } from "../src/compare/index.ts";
import { readJudgedRun, sampleKey, type JudgedRun } from "../src/record/index.ts";
import { listArms, samplesOfArm } from "../src/report/index.ts";
import { buildCli } from "./built-cli.ts";
import type { Benchmark } from "./harness.ts";

const execute = promisify(execFile);
const main = buildCli();

const caseCount = 1000;
const repeats = 5;
const gateIds = Array.from({ length: 10 }, (_, index) => `gate-${index + 1}`);
/** About as long as a recorded answer. */
const text = "A line of an answer, as long as lines of code mostly are.\n".repeat(150);

const folder = await mkdtemp(path.join(tmpdir(), "assay-bench-compare-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
await writeRun();
const loaded = await readJudgedRun(folder);
const peaks: number[] = [];

/** 10,000 samples: two prompt versions, 1,000 cases, five answers each, ten gates. */
export const benchmark: Benchmark = {
  title: `Compare: ${loaded.run.plan.length} samples, ${gateIds.length} gates, ${Math.round(text.length / 1000)} KB an answer`,
  runs: 3,
  subjects: [
    { name: "assay compare, the whole process", run: runProcess },
    { name: "of which: reading the run", run: () => readJudgedRun(folder) },
    { name: "of which: comparing, scope suite", run: () => compareLoaded(loaded, "suite") },
    { name: "comparing, scope population", run: () => compareLoaded(loaded, "population") },
  ],
  summarise: () => [`at most ${Math.max(...peaks)} MB of memory, the whole process`],
};

async function runProcess(): Promise<void> {
  const script = `process.argv.splice(1, 0, "assay");
    await import(${JSON.stringify(main)});
    process.stderr.write(String(process.resourceUsage().maxRSS));`;
  const args = ["--input-type=module", "-e", script, "compare", folder, "--exit-zero", "--json"];
  const { stderr } = await execute(process.execPath, args, { maxBuffer: 1e9 });
  peaks.push(Math.round(Number(/\d+$/u.exec(stderr)?.[0]) / 1024));
}

function compareLoaded({ run, samples }: JudgedRun, scope: "suite" | "population") {
  const arms = listArms(run).map((arm): Arm => ({
    ...arm,
    name: arm.label,
    run,
    samples: samplesOfArm(samples, arm),
  }));
  return compareArms(arms, { scope, margin: 0.05, alpha: 0.05 });
}

async function writeRun(): Promise<void> {
  const hash = `sha256:${"0".repeat(64)}`;
  const at = "2026-11-23T02:15:30.042Z";
  const cases = Array.from({ length: caseCount }, (_, index) => `case-${index + 1}`);
  const versions = ["before", "after"];
  const plan = cases.flatMap((id) =>
    versions.flatMap((promptVersion) =>
      Array.from({ length: repeats }, (_, index) => ({
        case: id,
        promptVersion,
        model: "recordings",
        repeat: index + 1,
      })),
    ),
  );
  const run = {
    schemaVersion: 1,
    id: "20261123-021530-042-k3f9",
    startedAt: at,
    finishedAt: at,
    status: "complete",
    versions: { assay: "0.1.0", node: process.version },
    agent: { path: "agents/x.md", name: "x", promptHash: hash },
    suite: {
      path: null,
      folder: "evals/x",
      hash,
      gates: gateIds.map((id) => ({
        id,
        statement: id,
        source: [],
        level: "required",
        check: "unchecked",
      })),
      cases: cases.map((id) => ({ id, request: id, requestHash: hash, gates: null })),
    },
    gates: gateIds,
    promptVersions: versions.map((name) => ({ name, path: `${name}.md`, hash })),
    models: [{ id: "recordings", kind: "recordings" }],
    repeats,
    settings: { concurrency: 8, maxTokens: 1000, maxMissingRate: 0.1 },
    gradings: [{ grading: 1, checksHash: "checks", startedAt: at }],
    plan,
    notices: [],
  };
  await writeFile(path.join(folder, "run.json"), JSON.stringify(run));
  const evidence = [{ file: "app/main.py", line: 12, excerpt: "async def main() -> None:" }];
  const lines = plan.flatMap((place, index) => {
    const sample = sampleKey(place);
    const verdicts = Object.fromEntries(
      gateIds.map((id, at_) => [
        id,
        {
          // Of every gate some answers fail, spread over the cases; the candidate's a little more.
          outcome:
            (index * 7 + at_ * 13) % (place.promptVersion === "after" ? 17 : 19) === 0
              ? "fail"
              : "pass",
          score: null,
          reason: "A reason in a sentence, as checks give it.",
          evidence,
        },
      ]),
    );
    const answer = {
      text,
      source: "recording",
      stopReason: null,
      servedModel: null,
      usage: null,
      costUsd: null,
      latencyMs: null,
      answeredAt: null,
    };
    return [
      { kind: "answer", sample, status: "answered", answer },
      { kind: "verdicts", sample, grading: 1, verdicts },
    ];
  });
  await writeFile(
    path.join(folder, "samples.jsonl"),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  );
}
