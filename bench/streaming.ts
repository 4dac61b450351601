import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { readRecording, recordings } from "../test/calibration/grading.ts";
import { buildCli } from "./built-cli.ts";
import type { Benchmark } from "./harness.ts";
import { readMemory, tellMemory } from "./tell-memory.ts";

const main = buildCli();
const root = fileURLToPath(new URL("..", import.meta.url));
const answers = await Promise.all(recordings.map((name) => readRecording(name)));
const many = 10_000;
/** What the untimed round grades: enough for two threads. */
const few = 100;
let round = 0;
let largestMb = Number.NaN;

/** One process that grades a long stream of answers: how quick, and in how much memory. */
export const benchmark: Benchmark = {
  title: `assay grade --stdin-jsonl: ${many} answers`,
  runs: 1,
  subjects: [{ name: "a whole process", run: () => gradeStream(round++ === 0 ? few : many) }],
  summarise([process]) {
    const perSecond = (many * 1000) / (process?.medianMs ?? Number.NaN);
    return [
      `${perSecond.toFixed(1)} answers a second`,
      `at most ${largestMb.toFixed(0)} MB of memory (resident set)`,
    ];
  },
};

async function gradeStream(count: number): Promise<void> {
  const child = spawn(process.execPath, ["--import", tellMemory, main, "grade", "--stdin-jsonl"], {
    cwd: root,
    stdio: "pipe",
  });
  let lines = 0;
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) lines += 1;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  Readable.from(inputLines(count)).pipe(child.stdin);
  const [exitCode] = await once(child, "close");
  if (exitCode !== 0 || lines !== count) {
    throw new Error(`${lines} lines, exit ${exitCode}: ${stderr}`);
  }
  largestMb = readMemory(stderr);
}

function* inputLines(count: number): Generator<string> {
  for (let id = 0; id < count; id += 1) {
    yield `${JSON.stringify({ id, answer: answers[id % answers.length] })}\n`;
  }
}
