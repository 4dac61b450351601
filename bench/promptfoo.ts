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
    options: { readonly cache: boolean; readonly showProgressBar: boolean },
  ): Promise<{ readonly results: readonly { readonly success: boolean }[] }>;
}

const names = recordings.filter((name) => name.startsWith("fastapi-backend-expert/"));
const answers = new Map(
  await Promise.all(names.map(async (name) => [name, await readRecording(name)] as const)),
);
const gates = Object.keys(builtInChecks).length;
const promptfoo = await importPromptfoo();

/**
 * The same answers, graded here by all built-in checks, and by promptfoo with one assertion that
 * looks for a word: the least that an assertion can cost. promptfoo is used as a library, so that
 * its start is not in the times, with its own concurrency; what a row takes without an assertion
 * is subtracted.
 */
export const benchmark: Benchmark = {
  title: `promptfoo: ${names.length} recorded answers, ${gates} built-in checks, or one assertion`,
  runs: 5,
  subjects: [
    { name: "assay, all checks", run: gradeAll },
    { name: "promptfoo, no assertion", run: () => evaluate(null) },
    {
      name: "promptfoo, one javascript assertion",
      run: () => evaluate({ type: "javascript", value: 'output.includes("def ")' }),
    },
    {
      name: "promptfoo, one python assertion",
      run: () => evaluate({ type: "python", value: `file://${fromHere("has_function.py")}` }),
    },
  ],
  summarise([own, nothing, javascript, python]) {
    const perGate = medianOf(own) / names.length / gates;
    const perAssertion = (timing: Timing | undefined) =>
      (medianOf(timing) - medianOf(nothing)) / names.length;
    return [
      `assay: ${perGate.toFixed(2)} ms a gate and answer, one core`,
      ...[
        ["javascript", perAssertion(javascript)] as const,
        ["python", perAssertion(python)] as const,
      ].map(
        ([type, ms]) =>
          `promptfoo, ${type}: ${ms.toFixed(2)} ms an assertion and answer, ${(ms / perGate).toFixed(1)} times as long`,
      ),
    ];
  },
};

async function gradeAll(): Promise<void> {
  for (const [name, text] of answers) await gradeRecording(name, text);
}

async function evaluate(assertion: unknown): Promise<void> {
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
    { cache: false, showProgressBar: false },
  );
  if (results.length !== names.length || results.some(({ success }) => !success)) {
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
