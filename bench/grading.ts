import { assembleAnswer, buildProgram } from "../src/answer/index.ts";
import { gradeRecording, readRecording, recordings } from "../test/calibration/grading.ts";
import { median, type Benchmark } from "./harness.ts";

const answers = await Promise.all(
  recordings.map(async (name) => ({ name, text: await readRecording(name) })),
);
/** Milliseconds for each KB (1,000 characters) of each answer, round by round. */
const rounds: number[][] = [];

/** A server or a long run grades warm; V8 compiles the checks for speed within these rounds. */
const untimedRuns = 5;

/** All built-in checks on every recorded answer, one after the other, on one core. */
export const benchmark: Benchmark = {
  title: `Grading: ${answers.length} recorded answers, all built-in checks`,
  runs: 9,
  untimedRuns,
  subjects: [
    { name: "grade", run: gradeAll },
    { name: "of which: files and program", run: readAll },
  ],
  summarise([grade]) {
    const warm = rounds.slice(untimedRuns);
    const perKb = answers.map((_, at) => median(warm.map((round) => round[at] ?? Number.NaN)));
    const perSecond = (answers.length * 1000) / (grade?.medianMs ?? Number.NaN);
    return [
      `median ${median(perKb).toFixed(2)} ms for each KB of an answer (${Math.min(...perKb).toFixed(2)} to ${Math.max(...perKb).toFixed(2)})`,
      `${perSecond.toFixed(1)} answers a second`,
    ];
  },
};

async function gradeAll(): Promise<void> {
  const round: number[] = [];
  for (const { name, text } of answers) {
    const start = performance.now();
    await gradeRecording(name, text);
    round.push((performance.now() - start) / (text.length / 1000));
  }
  rounds.push(round);
}

function readAll(): void {
  for (const { text } of answers) buildProgram(assembleAnswer(text));
}
