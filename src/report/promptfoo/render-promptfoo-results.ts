import type { RunRecord, Sample } from "../../record/index.ts";
import { listArms, type Arm } from "../arms.ts";
import type { ReporterInput } from "../reporter.ts";
import { makeRow, type Row } from "./make-row.ts";
import { measurePrompt, sumTokens } from "./measure-prompt.ts";

/**
 * A run as a results file of promptfoo's, which `promptfoo import` takes and `promptfoo view`
 * shows: a column for each arm, a row for each case and repeat, a named score for each gate that is
 * decided. Nothing in it can be run from there: requests and answers are shown, no template is
 * rendered.
 */
export function renderPromptfooResults({
  run,
  samples,
}: Pick<ReporterInput, "run" | "samples">): string {
  const arms = listArms(run);
  const cases = run.suite.cases.map(({ id }) => id);
  const prompts = arms.map((arm) => describePrompt(run, arm));
  const results = samples.map((sample): Row => {
    const promptIdx = arms.findIndex((arm) => isOf(sample, arm));
    return makeRow(run, sample, {
      promptIdx,
      testIdx: cases.indexOf(sample.case) * run.repeats + sample.repeat - 1,
      prompt: prompts[promptIdx] ?? { raw: "", label: "" },
    });
  });
  const completed = prompts.map((prompt, index) => ({
    ...prompt,
    provider: arms[index]?.model ?? "",
    metrics: measurePrompt(results.filter(({ promptIdx }) => promptIdx === index)),
  }));
  const count = (of: (row: Row) => boolean) => results.filter(of).length;
  return JSON.stringify(
    {
      evalId: `eval-assay-${run.id}`,
      results: {
        version: 3,
        timestamp: run.startedAt,
        prompts: completed,
        results: results.toSorted((a, b) => a.testIdx - b.testIdx || a.promptIdx - b.promptIdx),
        stats: {
          successes: count(({ success }) => success),
          failures: count(({ failureReason }) => failureReason === 1),
          errors: count(({ failureReason }) => failureReason === 2),
          tokenUsage: sumTokens(results),
        },
      },
      config: describeConfig(run, { arms, prompts }),
      vars: ["case", "repeat", "request"],
      shareableUrl: null,
      metadata: { evaluationCreatedAt: run.startedAt, assayVersion: run.versions.assay },
    },
    null,
    2,
  );
}

function isOf({ promptVersion, model }: Sample, arm: Arm): boolean {
  return promptVersion === arm.promptVersion && model === arm.model;
}

/** A prompt's words are not part of a run; its file and hash are. */
function describePrompt(run: RunRecord, { promptVersion, label }: Arm) {
  const version = run.promptVersions.find(({ name }) => name === promptVersion);
  return { raw: `${version?.path ?? promptVersion}\n${version?.hash ?? ""}`, label };
}

function describeConfig(
  run: RunRecord,
  {
    arms,
    prompts,
  }: {
    readonly arms: readonly Arm[];
    readonly prompts: readonly { readonly raw: string; readonly label: string }[];
  },
) {
  const notices = run.notices.length > 0 ? ` ${run.notices.join(" ")}` : "";
  return {
    description: `${run.agent.name}: run ${run.id} of Assay.${notices}`,
    prompts,
    providers: [...new Set(arms.map(({ model }) => model))],
    tests: run.suite.cases.map(({ id, request }) => ({
      description: id,
      vars: { case: id, request },
    })),
    evaluateOptions: { repeat: run.repeats },
  };
}
