import { gatesOfCase, type RunRecord, type Sample } from "../../../record/index.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable, wrapText } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import { labelSample } from "../sample-label.ts";
import type { Theme } from "../theme.ts";
import { describeAnswerUsage } from "./answer-usage.ts";
import { renderVerdicts, splitAnswer } from "./render-verdicts.ts";
import type { GateVerdict } from "./verdict-block.ts";

const mostRequestLines = 4;

/**
 * One answer's verdicts beside its code: failures first, each with the lines of the answer around
 * its evidence.
 *
 * @param options.gates only these gates, with all of their evidence and its code
 */
export function renderAnswer(
  run: RunRecord,
  sample: Sample,
  theme: Theme,
  options: { readonly gates?: readonly string[] | undefined } = {},
): string {
  const { gates } = options;
  const text = sample.answer?.text ?? "";
  const verdicts = collectVerdicts(run, sample).filter(
    ({ gate }) => gates === undefined || gates.includes(gate),
  );
  return [
    renderTop(run, sample, splitAnswer(text).length, theme),
    ...renderVerdicts(verdicts, theme, { text, everything: gates !== undefined }),
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function collectVerdicts(run: RunRecord, sample: Sample): readonly GateVerdict[] {
  const planned = run.suite.cases.find(({ id }) => id === sample.case);
  return gatesOfCase(run, planned).flatMap(({ id, level, statement }) => {
    const verdict = sample.verdicts?.[id];
    return verdict ? [{ gate: id, level, statement, verdict }] : [];
  });
}

function renderTop(
  run: RunRecord,
  sample: Sample,
  lineCount: number,
  theme: Theme,
): readonly string[] {
  const { colours, columns } = theme;
  const planned = run.suite.cases.find(({ id }) => id === sample.case);
  const request = paragraph(
    `Asked: ${printable((planned?.request ?? "").replaceAll(/\s+/gu, " "))}`,
    {
      width: columns,
    },
  );
  return [
    ...wrapText(labelSample(run, sample), columns).map((line) => colours.bold(line)),
    ...renderVerdictOfSample(run, sample, theme),
    "",
    ...request.slice(0, mostRequestLines),
    ...(request.length > mostRequestLines ? [colours.dim("…")] : []),
    ...[describeAnswer(run, sample, lineCount), ...describeAnswerUsage(sample)]
      .flatMap((sentence) => wrapText(sentence, columns))
      .map((line) => colours.dim(line)),
  ];
}

function describeAnswer(run: RunRecord, sample: Sample, lineCount: number): string {
  const { answer } = sample;
  const of = `run ${run.id}, prompt version ${printable(sample.promptVersion)}`;
  if (answer === null) return `No answer is stored (${sample.status}); ${of}.`;
  const day = answer.answeredAt === null ? "" : ` of ${answer.answeredAt.slice(0, 10)}`;
  const origin =
    answer.source === "recording"
      ? `Recorded answer${day}, no model was asked`
      : `Answer${day} by ${printable(answer.servedModel ?? sample.model)}`;
  return `${origin}; ${formatCount(lineCount, "line")}; ${of}. Line numbers count in the answer.`;
}

function renderVerdictOfSample(run: RunRecord, sample: Sample, theme: Theme): readonly string[] {
  const failed = collectVerdicts(run, sample).filter(
    ({ level, verdict }) => level === "required" && verdict.outcome === "fail",
  );
  const names = failed.map(({ gate }) => gate).join(", ");
  const { outcome, text } =
    sample.missing !== null
      ? { outcome: "error" as const, text: printable(sample.missing) }
      : sample.passes === null
        ? { outcome: "error" as const, text: "No check could say anything about this answer." }
        : sample.passes
          ? { outcome: "pass" as const, text: "It passes every required gate." }
          : {
              outcome: "fail" as const,
              text:
                failed.length > 0
                  ? `It fails ${formatCount(failed.length, "required gate")}: ${names}.`
                  : `It fails: the model's reply is ${sample.status}.`,
            };
  const { mark, paint } = styleOfOutcome(outcome, theme);
  return paragraph(`${mark} ${text}`, { width: theme.columns, first: 0, rest: 2 }).map((line) =>
    theme.colours.bold(paint(line)),
  );
}
