import { UserError } from "../user-error.ts";
import { excerptOf } from "./evidence.ts";
import type { Check } from "./types.ts";

/** A promptfoo assertion as a suite has it: `{ type: contains, value: … }`. */
export type PromptfooAssertion = { readonly type: string } & Readonly<Record<string, unknown>>;

interface GradingResult {
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

/** Kept from phoning home; has to be set before promptfoo is imported. */
const quiet = {
  PROMPTFOO_DISABLE_TELEMETRY: "1",
  PROMPTFOO_DISABLE_UPDATE: "1",
  PROMPTFOO_DISABLE_SHARING: "1",
  PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
};

/**
 * A check that lets one of promptfoo's assertions decide. The assertion's value is taken word for
 * word: promptfoo would render `{{ … }}` in it as a template, so it goes in as a variable.
 *
 * @throws UserError `checks/no-promptfoo` where promptfoo is not installed
 */
export async function loadPromptfooCheck(
  gateId: string,
  assertion: PromptfooAssertion,
): Promise<Check> {
  const { assertions } = await importPromptfoo();
  return {
    id: `promptfoo:${assertion.type}`,
    async decide({ answer }) {
      const result = await assertions.runAssertion({
        assertion: { ...assertion, ...literalValue(assertion) },
        test: { vars: { assay: { value: assertion["value"] } } },
        providerResponse: { output: answer.text },
      });
      const lines = answer.text.split("\n");
      const line = Math.max(
        0,
        lines.findIndex((one) => holds(one, assertion)),
      );
      return {
        outcome: result.pass ? "pass" : "fail",
        score: Math.min(1, Math.max(0, result.score)),
        reason: `${gateId}: ${result.reason}`,
        evidence: [{ file: "answer.md", line: line + 1, excerpt: excerptOf(lines[line] ?? "") }],
      };
    },
  };
}

async function importPromptfoo(): Promise<Promptfoo> {
  Object.assign(process.env, quiet);
  // A name that is not a literal: the package is optional, also for the type checker.
  const name: string = "promptfoo";
  try {
    return (await import(name)) as Promptfoo;
  } catch (cause) {
    throw new UserError(
      "checks/no-promptfoo",
      "the suite uses a promptfoo assertion, but promptfoo cannot be loaded",
      {
        hint: "install it: npm install --save-dev promptfoo@0.123.1",
        cause,
      },
    );
  }
}

function literalValue(assertion: PromptfooAssertion): { value?: string } {
  return typeof assertion["value"] === "string" ? { value: "{{ assay.value }}" } : {};
}

function holds(line: string, assertion: PromptfooAssertion): boolean {
  const { value } = assertion;
  return typeof value === "string" && value !== "" && line.includes(value);
}
