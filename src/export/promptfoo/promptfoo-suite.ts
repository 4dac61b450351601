import path from "node:path";
import { readAgent } from "../../agent/index.ts";
import { createGradingPool, type GradingPool } from "../../grading/index.ts";
import { resolveRequest } from "../../run/index.ts";
import { readSuite } from "../../suite/index.ts";
import { resolveStatus, type ProviderResponse } from "./answer-status.ts";
import { escapeTemplate } from "./escape-template.ts";
import { createGradeOnce } from "./grade-once.ts";
import {
  judgeRow,
  toGradingResult,
  type ComponentResult,
  type GradingResult,
} from "./grading-result.ts";
import {
  openRecordings,
  replayRecording,
  type CallContext,
  type CallResult,
} from "./recordings-provider.ts";

/** A message of a chat, as all of promptfoo's chat providers read it. */
export interface ChatMessage {
  readonly role: "system" | "user";
  readonly content: string;
}

type Vars = Readonly<Record<string, unknown>>;

/** What a promptfooconfig.yaml refers to: a provider, and functions beside it. */
export interface PromptfooSuite {
  /** The recordings, as a provider. */
  new (options?: { readonly id?: string }): {
    id(): string;
    callApi(prompt: string, context?: CallContext): Promise<CallResult>;
  };
  /** `file://promptfoo.mjs:prompt`: the prompt of `config.agentFile` and the request of `vars.case`. */
  prompt(context: { readonly vars: Vars; readonly config?: Vars }): Promise<readonly ChatMessage[]>;
  /** `file://promptfoo.mjs:check`: what the gate `config.gate` says of an answer. */
  check(
    output: unknown,
    context: {
      readonly vars: Vars;
      readonly config?: Vars;
      readonly providerResponse?: ProviderResponse;
    },
  ): Promise<GradingResult>;
  /** `file://promptfoo.mjs:judge`: whether a row passes. */
  judge(
    namedScores: unknown,
    context: { readonly componentResults?: readonly ComponentResult[] },
  ): GradingResult;
}

/**
 * Binds the suite of a folder to promptfoo. The module that `assay export promptfoo` writes beside
 * the configuration has this as its default export: promptfoo makes a provider of it by `new`, and
 * finds its functions by name.
 *
 * @param folder the folder of suite.yaml
 * @throws UserError as `readSuite`
 */
export function promptfooSuite(folder: string): PromptfooSuite {
  const suite = readSuite(path.join(folder, "suite.yaml"));
  const recordings = openRecordings(folder, suite.agentPath);
  // In threads, so that a check that hangs holds up nothing. Idle, they do not keep promptfoo alive.
  let pool: Promise<GradingPool> | undefined;
  const gradeOnce = createGradeOnce(async (task) => {
    pool ??= createGradingPool({ gates: suite.gates, suiteFolder: folder });
    return (await pool).grade(task);
  });

  async function findRequest(vars: Vars): Promise<string> {
    const found = suite.cases.find(({ id }) => id === vars["case"]);
    if (found) return resolveRequest(found, suite);
    throw new Error(`vars.case names no case of ${suite.path}: ${String(vars["case"])}`);
  }

  return class {
    readonly #id: string;

    constructor(options?: { readonly id?: string }) {
      this.#id = options?.id ?? "recordings";
    }

    id(): string {
      return this.#id;
    }

    callApi(prompt: string, context: CallContext = {}): Promise<CallResult> {
      return replayRecording(recordings, prompt, context);
    }

    static async prompt({
      vars,
      config,
    }: {
      readonly vars: Vars;
      readonly config?: Vars;
    }): Promise<readonly ChatMessage[]> {
      const agentFile = config?.["agentFile"];
      const agentPath =
        typeof agentFile === "string" ? path.resolve(folder, agentFile) : suite.agentPath;
      const { systemPrompt } = readAgent(agentPath);
      // promptfoo renders what a prompt function returns, unless its templates are switched off.
      const words = isTemplatingOff() ? (text: string) => text : escapeTemplate;
      return [
        { role: "system", content: words(systemPrompt) },
        { role: "user", content: words(await findRequest(vars)) },
      ];
    }

    static async check(
      output: unknown,
      context: {
        readonly vars: Vars;
        readonly config?: Vars;
        readonly providerResponse?: ProviderResponse;
      },
    ): Promise<GradingResult> {
      const gate = String(context.config?.["gate"]);
      const verdicts = await gradeOnce({
        text: typeof output === "string" ? output : JSON.stringify(output),
        request: await findRequest(context.vars),
        status: resolveStatus(context.providerResponse),
      });
      const verdict = verdicts[gate];
      if (verdict === undefined) throw new Error(`${suite.path} has no gate "${gate}".`);
      return toGradingResult(gate, verdict);
    }

    static judge(
      _namedScores: unknown,
      { componentResults = [] }: { readonly componentResults?: readonly ComponentResult[] },
    ): GradingResult {
      return judgeRow(suite.gates, componentResults);
    }
  };
}

function isTemplatingOff(): boolean {
  return /^(?:1|true|yes|yup|yeppers)$/iu.test(process.env["PROMPTFOO_DISABLE_TEMPLATING"] ?? "");
}
