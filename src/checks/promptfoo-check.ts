import type { AssembledAnswer } from "../answer/index.ts";
import { importPromptfoo, silently } from "../import-promptfoo.ts";
import type { PriceTable } from "../models/index.ts";
import type { Evidence } from "../record/index.ts";
import { evidenceAtAnswerLine } from "./evidence.ts";
import { isModelGraded, readJudge, type JudgedResult } from "./promptfoo-judge.ts";
import type { Check } from "./types.ts";
import { undecided } from "./verdicts.ts";

/** A promptfoo assertion as a suite has it: `{ type: contains, value: … }`. */
export type PromptfooAssertion = { readonly type: string } & Readonly<Record<string, unknown>>;

interface GradingResult extends JudgedResult {
  readonly pass: boolean;
  readonly score: number;
  readonly reason: string;
}

/** The part of promptfoo that is used here, as its 0.123 has it. */
interface Promptfoo {
  readonly assertions: {
    runAssertion(options: {
      readonly assertion: unknown;
      readonly test: unknown;
      readonly providerResponse: { readonly output: string };
    }): Promise<GradingResult>;
  };
}

/**
 * Less than a grading thread gives a check before it ends it: who was asked, and that it may be
 * billed, would be lost with the thread.
 */
const defaultJudgeLimitMs = 55_000;

/**
 * A check that lets one of promptfoo's assertions decide. The assertion's value is taken word for
 * word: promptfoo would render `{{ … }}` in it as a template, so it goes in as a variable. A judge
 * that could not be asked, or that gave no verdict, is no fault of the answer's.
 *
 * @param prices for what a judge costs
 * @param options.judgeLimitMs a judge may take this long
 * @throws UserError `checks/no-promptfoo` where promptfoo is not installed
 */
export async function loadPromptfooCheck(
  assertion: PromptfooAssertion,
  prices: PriceTable,
  { judgeLimitMs = defaultJudgeLimitMs }: { readonly judgeLimitMs?: number } = {},
): Promise<Check> {
  const { assertions } = await importPromptfoo<Promptfoo>({
    code: "checks/no-promptfoo",
    message: "The suite uses a promptfoo assertion",
  });
  return {
    id: `promptfoo:${assertion.type}`,
    async decide({ answer }) {
      const run = () =>
        silently(() =>
          assertions.runAssertion({
            assertion: { ...assertion, ...literalValue(assertion) },
            test: { vars: { assay: { value: assertion["value"] } } },
            providerResponse: { output: answer.text },
          }),
        );
      const result = isModelGraded(assertion.type)
        ? await askJudge(run, judgeLimitMs)
        : await run();
      const judge = readJudge(assertion, result, prices);
      const judged = judge === null ? {} : { judge };
      if (result.metadata?.["graderError"] === true) {
        return { ...undecided(`${assertion.type}: the judge failed: ${result.reason}`), ...judged };
      }
      return {
        ...judged,
        outcome: result.pass ? "pass" : "fail",
        score: Math.min(1, Math.max(0, result.score)),
        reason: `${assertion.type}: ${result.reason}`,
        evidence: linesThatHold(assertion["value"], answer),
      };
    },
  };
}

/** A judge that throws or takes too long was asked all the same, and may be billed. */
async function askJudge(
  run: () => Promise<GradingResult>,
  limitMs: number,
): Promise<GradingResult> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<GradingResult>((resolve) => {
    timer = setTimeout(() => resolve(failedJudge(`no reply within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([run(), overdue]);
  } catch (error) {
    return failedJudge(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

function failedJudge(reason: string): GradingResult {
  return { pass: false, score: 0, reason, metadata: { graderError: true } };
}

function literalValue(assertion: PromptfooAssertion): { value?: string } {
  return typeof assertion["value"] === "string" ? { value: "{{ assay.value }}" } : {};
}

/** Assertions speak of the whole output; where one names words, the lines that have them are shown. */
function linesThatHold(value: unknown, answer: AssembledAnswer): readonly Evidence[] {
  if (typeof value !== "string" || value === "") return [];
  const lines = answer.text.split("\n").map((line) => line.toLowerCase());
  const numbers = lines.flatMap((line, index) =>
    line.includes(value.toLowerCase()) ? [index + 1] : [],
  );
  return numbers.slice(0, 5).map((line) => evidenceAtAnswerLine(answer, line));
}
