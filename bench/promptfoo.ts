import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { builtInChecks } from "../src/checks/index.ts";
import { gradeRecording, readRecording, recordings } from "../test/calibration/grading.ts";
import type { Benchmark, Timing } from "./harness.ts";

/** The part of promptfoo's library that is used here. */
interface Promptfoo {
  evaluate(
    suite: unknown,
    options: {
      readonly cache: boolean;
      readonly showProgressBar: boolean;
      readonly repeat: number;
      readonly maxConcurrency: number;
    },
  ): Promise<{ readonly results: readonly { readonly success: boolean }[] }>;
}

const names = recordings.filter((name) => name.startsWith("fastapi-backend-expert/"));
const answers = new Map(
  await Promise.all(names.map(async (name) => [name, await readRecording(name)] as const)),
);
/** How often each answer is asked for where a row takes next to nothing. */
const repeat = 8;
const gates = Object.keys(builtInChecks).length;
const promptfoo = await importPromptfoo();

const javascript = { type: "javascript", value: 'output.includes("def ")' };
const python = { type: "python", value: `file://${fromHere("has_function.py")}` };
// Warm, as promptfoo is: it starts a Python for each answer, and its own rows take next to nothing.
for (let round = 0; round < 10; round += 1) await gradeAll();

/** promptfoo's own number of rows under way. */
const usualConcurrency = 4;

/**
 * The same answers, graded here by all built-in checks, and by promptfoo with one assertion that
 * looks for a word: the least that an assertion can cost. promptfoo is used as a library, so that
 * its start is not in the times, and what a row takes without an assertion is subtracted. One row
 * at a time is like for like, as grading here takes one core; the rows at once are what a user of
 * promptfoo gets from all cores.
 */
export const benchmark: Benchmark = {
  title: `promptfoo: ${names.length} recorded answers, ${gates} built-in checks, or one assertion`,
  runs: 5,
  subjects: [
    { name: "assay, all checks", run: gradeAll },
    { name: `promptfoo, no assertion, ${repeat} times`, run: () => evaluate(null, { repeat }) },
    { name: `promptfoo, javascript, ${repeat} times`, run: () => evaluate(javascript, { repeat }) },
    { name: "promptfoo, python", run: () => evaluate(python, {}) },
    {
      name: `promptfoo, python, ${usualConcurrency} rows at once`,
      run: () => evaluate(python, { maxConcurrency: usualConcurrency }),
    },
  ],
  summarise([own, nothing, ...assertions]) {
    const perGate = medianOf(own) / names.length / gates;
    const bare = medianOf(nothing) / names.length / repeat;
    const lines = assertions.map((timing) => {
      const times = timing.name.includes("javascript") ? repeat : 1;
      const ms = medianOf(timing) / names.length / times - bare;
      return `${timing.name}: ${ms.toFixed(2)} ms an assertion and answer, ${(ms / perGate).toFixed(1)} times as long`;
    });
    return [`assay: ${perGate.toFixed(2)} ms a gate and answer`, ...lines];
  },
};

async function gradeAll(): Promise<void> {
  for (const [name, text] of answers) await gradeRecording(name, text);
}

async function evaluate(
  assertion: unknown,
  options: { readonly repeat?: number; readonly maxConcurrency?: number },
): Promise<void> {
  const settings = { cache: false, showProgressBar: false, repeat: 1, maxConcurrency: 1 };
  const { results } = await promptfoo.evaluate(
    {
      prompts: ["{{ answer }}"],
      providers: [
        (_prompt: string, context: { readonly vars: { readonly answer: string } }) =>
          Promise.resolve({ output: answers.get(context.vars.answer) }),
      ],
      tests: names.map((answer) => ({
        vars: { answer },
        assert: assertion === null ? [] : [assertion],
      })),
      writeLatestResults: false,
    },
    { ...settings, ...options },
  );
  if (
    results.length !== names.length * (options.repeat ?? 1) ||
    results.some(({ success }) => !success)
  ) {
    throw new Error("promptfoo did not grade all answers");
  }
}

function medianOf(timing: Timing | undefined): number {
  return timing?.medianMs ?? Number.NaN;
}

function fromHere(file: string): string {
  return fileURLToPath(new URL(`./assertions/${file}`, import.meta.url));
}

/** As a user would, but without its calls home. */
async function importPromptfoo(): Promise<Promptfoo> {
  Object.assign(process.env, {
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_DISABLE_SHARING: "1",
    PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
    PROMPTFOO_CONFIG_DIR: path.join(tmpdir(), "assay-bench-promptfoo"),
    // What stands before Python on the path (a version manager's shim) is not its cost.
    PROMPTFOO_PYTHON: await findPython(),
    LOG_LEVEL: "error",
  });
  // A name that is not a literal, so that its typings need not be read.
  const name: string = "promptfoo";
  return (await import(name)) as Promptfoo;
}

async function findPython(): Promise<string> {
  const asked = ["-c", "import sys; print(sys.executable)"];
  return (await promisify(execFile)("python3", asked)).stdout.trim();
}
