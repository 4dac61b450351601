import { fileURLToPath } from "node:url";
import { readLabels } from "../src/calibrate/index.ts";
import { createGradingPool, type GradingPool } from "../src/grading/index.ts";
import { readSuite } from "../src/suite/index.ts";
import type { Benchmark, Timing } from "./harness.ts";

const folder = fileURLToPath(new URL("../evals/fastapi-backend-expert/", import.meta.url));
const { gates, cases } = readSuite(`${folder}suite.yaml`);
const { answers } = await readLabels(`${folder}labels.json`);
const tasks = answers.map(({ case: id, text }) => ({
  text,
  request: cases.find((one) => one.id === id)?.request ?? null,
  status: null,
}));
const warmThreads = await startThreads();
for (let round = 0; round < 10; round += 1) await gradeAll(warmThreads);

/** All labelled answers in as many threads as `assay calibrate` takes: two on two cores. */
export const benchmark: Benchmark = {
  title: `The calibration set: ${tasks.length} labelled answers, all ${gates.length} gates of the suite`,
  runs: 9,
  subjects: [
    { name: "warm threads", run: () => gradeAll(warmThreads) },
    { name: "new threads, their start included", run: gradeInNewThreads },
  ],
  summarise(timings) {
    void warmThreads.close();
    return timings.map(({ name, medianMs }: Timing) => {
      const perSecond = (tasks.length * 1000) / medianMs;
      return `${name}: ${perSecond.toFixed(1)} answers a second`;
    });
  },
};

async function gradeInNewThreads(): Promise<void> {
  const threads = await startThreads();
  await gradeAll(threads);
  await threads.close();
}

async function gradeAll(threads: GradingPool): Promise<void> {
  await Promise.all(tasks.map((task) => threads.grade(task)));
}

function startThreads(): Promise<GradingPool> {
  return createGradingPool({ gates, suiteFolder: folder, answers: tasks.length });
}
