import { fileURLToPath } from "node:url";
import { createGradingPool } from "../src/grading/index.ts";
import { readSuite } from "../src/suite/index.ts";
import { readRecording, recordings } from "../test/calibration/grading.ts";
import type { Benchmark, Timing } from "./harness.ts";

const folder = fileURLToPath(new URL("../evals/fastapi-backend-expert/", import.meta.url));
const { gates } = readSuite(`${folder}suite.yaml`);
const answers = await Promise.all(recordings.map((name) => readRecording(name)));
const counts = [6, 12, 18, 24, 36, 48, 96] as const;

/** Grading in one and in two worker threads, their start and the loading of the checks included. */
export const benchmark: Benchmark = {
  title: `Grading in worker threads: so many answers, all ${gates.length} gates of the suite`,
  runs: 3,
  subjects: [
    subject(counts[0], 1),
    ...counts.flatMap((count) => [subject(count, 1), subject(count, 2)]).slice(1),
  ],
  summarise(timings) {
    const pairs = counts.map((count) => ({
      count,
      one: find(timings, count, 1),
      two: find(timings, count, 2),
    }));
    const paying = pairs.findLast(({ one, two }) => two >= one);
    const next = pairs.find(({ count }) => count > (paying?.count ?? 0));
    return [
      ...pairs.map(
        ({ count, one, two }) =>
          `${String(count).padStart(3)} answers: ${perSecond(count, one)} a second in one thread, ${perSecond(count, two)} in two (${(one / two).toFixed(2)} x)`,
      ),
      next === undefined
        ? `a second thread did not pay up to ${counts.at(-1)} answers`
        : `a second thread pays from ${next.count} answers on`,
    ];
  },
};

function subject(count: number, workers: number) {
  return { name: nameOf(count, workers), run: () => gradeAll(count, workers) };
}

function nameOf(count: number, workers: number): string {
  return `${count} answers, ${workers === 1 ? "one thread" : `${workers} threads`}`;
}

async function gradeAll(count: number, workers: number): Promise<void> {
  const pool = await createGradingPool({ gates, suiteFolder: folder, answers: count, workers });
  const texts = Array.from({ length: count }, (_, index) => answers[index % answers.length] ?? "");
  await Promise.all(texts.map((text) => pool.grade({ text, request: null, status: "answered" })));
  await pool.close();
}

function find(timings: readonly Timing[], count: number, workers: number): number {
  return timings.find(({ name }) => name === nameOf(count, workers))?.medianMs ?? Number.NaN;
}

function perSecond(count: number, durationMs: number): string {
  return ((count * 1000) / durationMs).toFixed(1);
}
