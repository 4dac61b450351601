import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readRun } from "../src/record/index.ts";
import { buildCli } from "./built-cli.ts";
import type { Benchmark } from "./harness.ts";
import { readMemory, tellMemory } from "./tell-memory.ts";

const execute = promisify(execFile);
const main = buildCli();
const fakeServer = fileURLToPath(new URL("../test/fake-anthropic/main.ts", import.meta.url));

/** So many calls, so many at a time, to a model that takes so long. */
interface Load {
  readonly cases: number;
  readonly repeats: number;
  readonly concurrency: number;
  readonly latencyMs: number;
}

const patient: Load = { cases: 20, repeats: 10, concurrency: 50, latencyMs: 2_000 };
const quick: Load = { cases: 200, repeats: 10, concurrency: 100, latencyMs: 20 };

const folder = await mkdtemp(path.join(tmpdir(), "assay-bench-asking-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const measured = new Map<Load, { wallMs: number; rssMb: number }[]>();

/**
 * `assay run --model` against a server of the tests in a process of its own, on loopback: how near
 * the wall time comes to the least that the latency allows, and how many answers a second are
 * asked, stored and graded by a trivial check. Timed from the first request to the end of the run.
 */
export const benchmark: Benchmark = {
  title: "Asking a model on loopback, the whole process",
  runs: 3,
  subjects: [
    { name: describe(patient), run: () => runLoad(patient) },
    { name: describe(quick), run: () => runLoad(quick) },
  ],
  summarise() {
    const ofPatient = medianOf(patient);
    const ofQuick = medianOf(quick);
    const ideal = (callsOf(patient) / patient.concurrency) * patient.latencyMs;
    return [
      `${describe(patient)}: ${(ofPatient.wallMs / 1000).toFixed(2)} s from the first request to the last answer stored and graded, ${(ofPatient.wallMs / ideal).toFixed(3)} of the ideal ${ideal / 1000} s`,
      `${describe(quick)}: ${((callsOf(quick) * 1000) / ofQuick.wallMs).toFixed(0)} answers a second asked, stored and graded, at most ${ofQuick.rssMb.toFixed(0)} MB of memory`,
    ];
  },
};

function callsOf({ cases, repeats }: Load): number {
  return cases * repeats;
}

function describe(load: Load): string {
  return `${callsOf(load)} calls of ${load.latencyMs} ms, ${load.concurrency} at a time`;
}

async function runLoad(load: Load): Promise<void> {
  const project = await writeProject(load);
  const server = spawn(process.execPath, [fakeServer, "--delay-ms", String(load.latencyMs)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface(server.stdout), "line")) as [string];
  const { repeats, concurrency } = load;
  const flags = ["--repeat", String(repeats), "--concurrency", String(concurrency), "--json"];
  const args = ["--import", tellMemory, main, "run", "agents/x.md", "--model", "haiku"];
  const env = { ...process.env, ANTHROPIC_API_KEY: "sk-ant-bench", ANTHROPIC_BASE_URL: url };
  const options = { cwd: project, env, maxBuffer: 1e9 };
  const { stderr } = await execute(process.execPath, [...args, ...flags], options);
  server.kill();
  await once(server, "exit");
  const [name = ""] = await readdir(path.join(project, "results"));
  const { run, lines } = await readRun(path.join(project, "results", name));
  const asked = lines.flatMap((line) => (line.kind === "asked" ? [Date.parse(line.at)] : []));
  const graded = lines.filter(({ kind }) => kind === "verdicts").length;
  if (graded !== callsOf(load)) throw new Error(`${graded} answers were graded`);
  const wallMs = Date.parse(run.finishedAt ?? "") - Math.min(...asked);
  const rssMb = readMemory(stderr);
  measured.set(load, [...(measured.get(load) ?? []), { wallMs, rssMb }]);
}

/** Of all runs but the first, which is not timed. */
function medianOf(load: Load): { readonly wallMs: number; readonly rssMb: number } {
  const runs = (measured.get(load) ?? []).slice(1).toSorted((a, b) => a.wallMs - b.wallMs);
  return {
    wallMs: runs[Math.floor(runs.length / 2)]?.wallMs ?? Number.NaN,
    rssMb: Math.max(...runs.map(({ rssMb }) => rssMb)),
  };
}

async function writeProject({ cases }: Load): Promise<string> {
  const project = await mkdtemp(path.join(folder, "project-"));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await writeFile(path.join(project, file), text);
  };
  await write("agents/x.md", "---\nname: x\ndescription: Answers.\n---\n\nBe brief.\n");
  await write(
    "evals/x/checks/has-words.ts",
    'const check = {\n  id: "has-words",\n  decide: ({ answer }) => ({ outcome: answer.text === "" ? "fail" : "pass", score: 1, reason: "It has words.", evidence: [] }),\n};\nexport default check;\n',
  );
  const rows = Array.from(
    { length: cases },
    (_, index) => `case-${index},written,Question ${index}.`,
  );
  await write("evals/x/cases.csv", `id,origin,request\n${rows.join("\n")}\n`);
  await write(
    "evals/x/suite.yaml",
    "agent: ../../agents/x.md\ngates:\n  - id: has-words\n    statement: The answer has words\n    source: []\n    level: required\n    check: ./checks/has-words.ts\ncases: []\ncasesFile: cases.csv\n",
  );
  return project;
}
