import { sampleKey, type Line, type LoadedRun, type RunRecord } from "../../src/record/index.ts";

/**
 * Every planned sample ends in exactly one status, for a reason: one answer with its verdicts, or
 * a failure that says why; and nothing that has its answer is asked again.
 *
 * @param isWhole nobody stopped the run: nothing may be pending
 */
export function checkLines(
  { run, samples, lines, warnings }: LoadedRun,
  { isWhole }: { readonly isWhole: boolean },
): readonly string[] {
  const violations = [...warnings, ...checkOrder(lines)];
  const keys = run.plan.map(sampleKey);
  if (JSON.stringify(samples.map(({ key }) => key)) !== JSON.stringify(keys)) {
    violations.push("the samples are not those of the plan");
  }
  for (const { key, status, answer, failure, verdicts } of samples) {
    const isMissing = status === "infrastructure" || status === "over budget";
    if (isMissing !== (failure !== null)) {
      violations.push(`${key}: ${status}, and ${failure?.cause ?? "no failure"}`);
    }
    if (failure?.reason === "") violations.push(`${key}: missing without a reason`);
    if (isMissing && answer !== null) violations.push(`${key}: ${status}, and an answer`);
    if (!isWhole) continue;
    if (status === "pending") violations.push(`${key}: still pending`);
    if (answer !== null && verdicts === null) violations.push(`${key}: not graded`);
  }
  violations.push(
    ...checkStatus(
      run,
      samples.some(({ status }) => status === "pending"),
    ),
  );
  return violations;
}

/** Nothing of a sample comes behind its answer but verdicts, once for each grading. */
function checkOrder(lines: readonly Line[]): readonly string[] {
  const answered = new Set<string>();
  const graded = new Set<string>();
  const asked = new Set<string>();
  return lines.flatMap((line): readonly string[] => {
    if (line.kind === "batch") {
      for (const sample of line.samples) asked.add(sample);
      return [];
    }
    const { kind, sample } = line;
    if (kind === "verdicts") {
      const grading = `${line.grading} ${sample}`;
      if (!answered.has(sample)) return [`${sample}: graded without an answer`];
      if (graded.has(grading)) return [`${sample}: graded twice`];
      graded.add(grading);
      return [];
    }
    if (answered.has(sample)) return [`${sample}: ${kind} behind its answer`];
    if (kind === "asked") asked.add(sample);
    if (kind !== "answer") return [];
    answered.add(sample);
    return asked.has(sample) ? [] : [`${sample}: answered, and never asked`];
  });
}

function checkStatus(run: RunRecord, isPending: boolean): readonly string[] {
  const isInterrupted = run.status === "interrupted" || run.status === "running";
  if (isPending && !isInterrupted) return [`the run is ${run.status} with pending samples`];
  return [];
}
