import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashText } from "../../src/content-hash.ts";
import { createAnthropicModel, readPrices, type Model } from "../../src/models/index.ts";
import { defaultSettings, readRun, type RunRecord } from "../../src/record/index.ts";
import {
  planRun,
  resumeRun,
  startRun,
  type Grade,
  type PromptVersion,
} from "../../src/run/index.ts";
import type { Suite } from "../../src/suite/index.ts";
import { UserError } from "../../src/user-error.ts";
import { startFakeAnthropic, type FakeAnthropic } from "../fake-anthropic/start-fake-anthropic.ts";
import { checkRun } from "./check-run.ts";
import { hangingFaults } from "./draw-fault.ts";
import type { Phase, Scenario } from "./scenario.ts";
import { createTrouble, type Trouble } from "./trouble.ts";

/**
 * Carries out a scenario against a server of its own, and holds the run to what the server counted
 * after every phase.
 *
 * @returns what is not as it must be, with the phase in which it showed; empty: all is well
 */
export async function playScenario(scenario: Scenario): Promise<readonly string[]> {
  const parent = await mkdtemp(path.join(tmpdir(), "assay-soak-"));
  const trouble = createTrouble(scenario);
  const server = await startFakeAnthropic(trouble.options);
  const stage: Stage = {
    scenario,
    server,
    trouble,
    folder: path.join(parent, "run"),
    key: `sk-ant-soak-${scenario.seed}-0123456789`,
  };
  let mostBudgetUsd = 0;
  try {
    for (const [index, phase] of scenario.phases.entries()) {
      const end = await playPhase(phase, stage);
      await server.idle();
      // What was spent under a greater budget stays spent.
      mostBudgetUsd = Math.max(mostBudgetUsd, phase.budgetUsd ?? Number.POSITIVE_INFINITY);
      const violations = await checkPhase(phase, end, stage, mostBudgetUsd);
      if (violations.length > 0) {
        return violations.map((violation) => `phase ${index + 1} (${phase.kind}): ${violation}`);
      }
    }
    return [];
  } finally {
    await server.close();
    await rm(parent, { recursive: true });
  }
}

interface Stage {
  readonly scenario: Scenario;
  readonly server: FakeAnthropic;
  readonly trouble: Trouble;
  readonly folder: string;
  readonly key: string;
}

/** How a phase ended: on its own, by a stop, or by an error that ends a run. */
type PhaseEnd =
  | { readonly kind: "whole" | "stopped" }
  | { readonly kind: "error"; readonly error: unknown };

async function playPhase(phase: Phase, stage: Stage): Promise<PhaseEnd> {
  const { folder, trouble } = stage;
  trouble.begin(phase);
  const stop = new AbortController();
  const giveUp = new AbortController();
  let results = 0;
  const check = () => {
    if (phase.stop === null || results < phase.stop.after) return;
    stop.abort();
    if (phase.stop.isHard) giveUp.abort();
  };
  const control = {
    signal: stop.signal,
    abortSignal: giveUp.signal,
    now: Date.now,
    onProgress() {
      results += 1;
      check();
    },
    onBatch() {
      results += 1;
      check();
    },
  };
  const settings = { budgetUsd: phase.budgetUsd };
  try {
    if (phase.kind === "start") {
      const run = await plan(stage, settings);
      const promptVersions = promptsOf(stage.scenario);
      const started = startRun({
        ...control,
        run,
        folder,
        promptVersions,
        models: modelsOf(stage),
        grade,
      });
      check();
      await started;
    } else {
      const resumed = resumeRun({
        ...control,
        folder,
        settings,
        wanted: phase.kind === "resume" ? "over budget" : "failures",
        resolveParts: () =>
          Promise.resolve({
            promptVersions: promptsOf(stage.scenario),
            models: modelsOf(stage),
            grade,
            checksHash: "checks",
          }),
      });
      check();
      await resumed;
    }
    return { kind: stop.signal.aborted ? "stopped" : "whole" };
  } catch (error) {
    return { kind: "error", error };
  }
}

async function checkPhase(
  phase: Phase,
  end: PhaseEnd,
  stage: Stage,
  mostBudgetUsd: number,
): Promise<readonly string[]> {
  const { scenario, server, folder, key } = stage;
  const violations: string[] = [];
  if (end.kind === "error") {
    if (!isExpected(end.error, phase, scenario)) violations.push(`an error: ${String(end.error)}`);
    if (String(end.error).includes(key)) violations.push("the key is in an error");
  }
  const loaded = await readRun(folder);
  const prompts = new Map(promptsOf(scenario).map((prompt) => [prompt.name, prompt.systemPrompt]));
  violations.push(
    ...(await checkRun(loaded, {
      account: server.account,
      prompts,
      key,
      isWhole: end.kind === "whole",
      budgetUsd: mostBudgetUsd,
    })),
    ...checkUnderWay(stage),
    ...checkThrottling(loaded.run, end, stage),
  );
  return violations;
}

/** A wrong key ends a run, and so does an API that cannot be asked for its batches. */
function isExpected(error: unknown, { refusesKeyAt }: Phase, { isBatch }: Scenario): boolean {
  if (!(error instanceof UserError)) return false;
  if (error.code === "models/authentication") return refusesKeyAt !== null;
  return isBatch && error.code === "models/batch-unreachable";
}

/** No model has more requests under way than allowed, where no client leaves before the end. */
function checkUnderWay({ scenario, server }: Stage): readonly string[] {
  const { phases, models, concurrency } = scenario;
  if (isHanging(scenario) || phases.some(({ stop }) => stop?.isHard)) return [];
  return models
    .map((model) => [model, server.account.mostUnderWay(model)] as const)
    .filter(([, most]) => most > concurrency)
    .map(([model, most]) => `${model}: ${most} requests at a time, ${concurrency} are allowed`);
}

/** Whether the client leaves when it has waited long enough, and may miss what the server says. */
function isHanging({ faults }: Scenario): boolean {
  return faults.some((kind) => hangingFaults.includes(kind));
}

/** Each model, and no other, went slower when it was told to; run.json says so. */
function checkThrottling(
  { throttling }: RunRecord,
  end: PhaseEnd,
  { scenario, trouble }: Stage,
): readonly string[] {
  const { models, concurrency } = scenario;
  // The last entry of a model is of this phase; who was given up may not have heard it.
  return models.flatMap((model): readonly string[] => {
    const last = throttling.findLast((entry) => entry.model === model);
    if (!last) return [`${model}: no word of its concurrency`];
    const { ceiling, lowest, episodes } = last;
    const isTold = trouble.throttled.has(model);
    if (ceiling !== concurrency || lowest < 1 || lowest > ceiling) {
      return [`${model}: concurrency ${lowest} to ${ceiling} of ${concurrency}`];
    }
    if (episodes > 0 && !isTold) return [`${model}: throttled, and nobody told it to`];
    if (scenario.isBatch) return [];
    if (episodes === 0 && isTold && end.kind === "whole" && !isHanging(scenario)) {
      return [`${model}: not throttled, and it was told to`];
    }
    return [];
  });
}

const grade: Grade = ({ text, gates }) =>
  Promise.resolve(
    Object.fromEntries(
      gates.map(({ id }) => [
        id,
        { outcome: "pass", score: 1, reason: `${text.length} letters`, evidence: [] },
      ]),
    ),
  );

function promptsOf({ prompts }: Scenario): readonly PromptVersion[] {
  return Array.from({ length: prompts }, (_, index) => {
    const systemPrompt = `You are agent number ${index}.`;
    const promptHash = hashText(systemPrompt);
    return { name: `v${index}`, path: `agents/v${index}.md`, systemPrompt, promptHash };
  });
}

function modelsOf({ scenario, server, key }: Stage): readonly Model[] {
  const { models, maxRetries } = scenario;
  return models.map((id) =>
    createAnthropicModel({
      id,
      prices: readPrices(null),
      env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
      settings: settingsOf(scenario),
      maxRetries,
    }),
  );
}

function settingsOf(scenario: Scenario): RunRecord["settings"] {
  const { concurrency, maxTokens, timeoutMs, isBatch: batch } = scenario;
  return { ...defaultSettings, concurrency, maxTokens, timeoutMs, batch };
}

function plan(stage: Stage, settings: Partial<RunRecord["settings"]>): Promise<RunRecord> {
  const { scenario } = stage;
  const promptVersions = promptsOf(scenario);
  const suite: Suite = {
    path: null,
    folder: ".",
    agentPath: "agents/v0.md",
    gates: [
      {
        id: "answered",
        statement: "It answers.",
        source: [],
        level: "required",
        check: "answered",
      },
      { id: "polite", statement: "It is polite.", source: [], level: "required", check: "polite" },
    ],
    cases: Array.from({ length: scenario.cases }, (_, index) => ({
      id: `case-${index}`,
      origin: "written",
      request: `Request number ${index}.`,
    })),
  };
  return planRun({
    suite,
    agent: { path: "agents/v0.md", name: "v0", promptHash: promptVersions[0]?.promptHash ?? "" },
    promptVersions,
    models: modelsOf(stage),
    repeats: scenario.repeats,
    caseGlobs: [],
    gateGlobs: [],
    settings: { ...settingsOf(scenario), ...settings },
    version: "0.0.0",
    checksHash: "checks",
    notices: [],
    now: Date.now(),
    random: Math.random,
  });
}
