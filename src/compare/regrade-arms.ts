import {
  gatesOfCase,
  judgeSample,
  type AnswerLine,
  type Sample,
  type Verdict,
} from "../record/index.ts";
import type { Arm } from "./types.ts";

/** Gives the verdicts of an answer by gate id; a check that breaks gives `error`. */
export type GradeAnswer = (task: {
  readonly text: string;
  readonly status: AnswerLine["status"];
  readonly request: string;
  /** Ids of the gates to decide. */
  readonly gates: readonly string[];
}) => Promise<Readonly<Record<string, Verdict>>>;

/** So many answers are held at a time: grading is slower than reading. */
const mostAtATime = 8;

/**
 * Arms of one run with the verdicts that today's checks give on its stored answers. Gates that are
 * not named keep their verdicts. Nothing is written.
 *
 * @param options.answers of the run; those of other arms are passed over
 * @param options.gates ids of the gates to decide again
 */
export async function regradeArms(
  arms: readonly Arm[],
  options: {
    readonly answers: AsyncIterable<AnswerLine> | Iterable<AnswerLine>;
    readonly gates: readonly string[];
    readonly grade: GradeAnswer;
  },
): Promise<readonly Arm[]> {
  const { answers, gates, grade } = options;
  const samples = new Map(
    arms.flatMap((arm) => arm.samples.map((sample) => [sample.key, { arm, sample }] as const)),
  );
  const graded = new Map<string, Readonly<Record<string, Verdict>>>();
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];

  async function gradeOne(line: AnswerLine, { arm, sample }: { arm: Arm; sample: Sample }) {
    const planned = arm.run.suite.cases.find(({ id }) => id === sample.case);
    const wanted = gatesOfCase(arm.run, planned)
      .map(({ id }) => id)
      .filter((id) => gates.includes(id));
    const { text } = line.answer;
    const request = planned?.request ?? "";
    graded.set(line.sample, await grade({ text, status: line.status, request, gates: wanted }));
  }

  for await (const line of answers) {
    const found = samples.get(line.sample);
    if (!found) continue;
    const task: Promise<void> = gradeOne(line, found)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(task));
    underWay.add(task);
    if (underWay.size >= mostAtATime) await Promise.race(underWay);
    if (failures.length > 0) break;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  return arms.map((arm) => ({
    ...arm,
    isRegraded: true,
    samples: arm.samples.map((sample) => judgeAgain(arm, sample, graded.get(sample.key))),
  }));
}

function judgeAgain(
  { run }: Arm,
  sample: Sample,
  found: Readonly<Record<string, Verdict>> | undefined,
): Sample {
  if (!found) return sample;
  const verdicts = { ...sample.verdicts, ...found };
  const planned = run.suite.cases.find(({ id }) => id === sample.case);
  return {
    ...sample,
    verdicts,
    ...judgeSample({ ...sample, verdicts }, gatesOfCase(run, planned)),
  };
}
