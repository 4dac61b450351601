import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashText } from "../content-hash.ts";
import {
  runSchemaVersion,
  type ModelReference,
  type PlannedCase,
  type RunRecord,
  type SampleKey,
} from "../record/index.ts";
import type { Case, Suite } from "../suite/index.ts";
import { UserError } from "../user-error.ts";
import type { PromptVersion } from "./prompt-version.ts";
import { makeRunId } from "./run-id.ts";
import { selectByGlob } from "./select-by-glob.ts";
import { splitCases, type ShardChoice } from "./split-cases.ts";

export interface PlanOptions {
  readonly suite: Suite;
  readonly agent: { readonly path: string; readonly name: string; readonly promptHash: string };
  /** The agent itself first. */
  readonly promptVersions: readonly PromptVersion[];
  readonly models: readonly ModelReference[];
  readonly repeats: number;
  /** Globs over case ids; empty: all. */
  readonly caseGlobs: readonly string[];
  /** Globs over gate ids; empty: all. */
  readonly gateGlobs: readonly string[];
  /** Of the cases, only this part; null: all. */
  readonly shard?: ShardChoice | null;
  readonly settings: RunRecord["settings"];
  /** Version of assay. */
  readonly version: string;
  /** Identifies the checks, so that verdicts of other checks are not taken for theirs. */
  readonly checksHash: string;
  /** What every report says first, such as where the answers come from. */
  readonly notices: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** 0..1, as `Math.random`. */
  readonly random: () => number;
}

/**
 * Plans a run: which samples there will be, in which order. Samples are ordered by case (in the
 * suite's order), then prompt version, model and repeat. Proposed cases are left out. The plan is
 * empty only for a shard of fewer cases than there are shards.
 *
 * @throws UserError `run/no-match`, `run/only-proposed`, `run/empty`, `run/no-fixture`
 */
export async function planRun(options: PlanOptions): Promise<RunRecord> {
  const { suite, agent, promptVersions, models, repeats, settings, now } = options;
  const accepted = suite.cases.filter(({ origin }) => origin !== "proposed");
  refuseProposed(suite, options.caseGlobs);
  const selected = selectByGlob(accepted, options.caseGlobs, "--case");
  if (selected.length === 0) throw emptyPlan(suite);
  const shard = options.shard ?? null;
  const own = shard === null ? selected : splitCases(selected, shard);
  const cases = await Promise.all(own.map((one) => planCase(one, suite)));
  const gates = selectByGlob(suite.gates, options.gateGlobs, "--gate").map(({ id }) => id);
  const plan = planSamples({ cases, promptVersions, models, repeats });
  const startedAt = new Date(now).toISOString();
  return {
    schemaVersion: runSchemaVersion,
    id: makeRunId(now, options.random),
    startedAt,
    finishedAt: null,
    status: "running",
    versions: { assay: options.version, node: process.version },
    agent: { path: agent.path, name: agent.name, promptHash: agent.promptHash },
    suite: {
      path: suite.path,
      folder: suite.folder,
      hash: hashText(JSON.stringify([suite.gates, suite.cases])),
      gates: suite.gates,
      cases,
    },
    gates,
    promptVersions: promptVersions.map(({ name, path: file, promptHash }) => ({
      name,
      path: file,
      hash: promptHash,
    })),
    models: models.map(({ id, kind }) => ({ id, kind })),
    repeats,
    settings,
    gradings: [{ grading: 1, checksHash: options.checksHash, startedAt }],
    plan,
    notices: options.notices,
    shard: shard === null ? null : { ...shard, cases: selected.map(({ id }) => id) },
    throttling: [],
  };
}

/** Every sample, ordered by case, then prompt version, model and repeat. */
export function planSamples(parts: {
  readonly cases: readonly { readonly id: string }[];
  readonly promptVersions: readonly { readonly name: string }[];
  readonly models: readonly { readonly id: string }[];
  readonly repeats: number;
}): readonly SampleKey[] {
  const { cases, promptVersions, models, repeats } = parts;
  return cases.flatMap(({ id }) =>
    promptVersions.flatMap(({ name }) =>
      models.flatMap((model) =>
        Array.from({ length: repeats }, (_, index) => ({
          case: id,
          promptVersion: name,
          model: model.id,
          repeat: index + 1,
        })),
      ),
    ),
  );
}

async function planCase(one: Case, suite: Suite): Promise<PlannedCase> {
  const request = await resolveRequest(one, suite);
  return { id: one.id, request, requestHash: hashText(request), gates: one.gates ?? null };
}

/** What is sent for a case: its request, and below it, after an empty line, its fixture. */
export async function resolveRequest(one: Case, suite: Suite): Promise<string> {
  if (one.fixture === undefined) return one.request;
  const file = path.join(suite.folder, one.fixture);
  try {
    const fixture = (await readFile(file, "utf8")).replaceAll("\r\n", "\n");
    return `${one.request}\n\n${fixture}`;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    throw new UserError("run/no-fixture", `The fixture of case ${one.id} cannot be read.`, {
      place: file,
      hint:
        code === "ENOENT"
          ? "Make the file, or take `fixture` out of the case; paths are relative to suite.yaml."
          : "It must be a text file.",
      cause,
    });
  }
}

/** Who names a case that is only proposed must not read that there is none. */
function refuseProposed(suite: Suite, globs: readonly string[]): void {
  const named = suite.cases.find(({ id, origin }) => origin === "proposed" && globs.includes(id));
  if (named === undefined) return;
  throw new UserError("run/only-proposed", `The case "${named.id}" is only proposed.`, {
    place: suite.path ?? suite.agentPath,
    hint: "Change its `origin` to `written` to accept it.",
  });
}

function emptyPlan(suite: Suite): UserError {
  const proposed = suite.cases.filter(({ origin }) => origin === "proposed").length;
  return new UserError("run/empty", "There is nothing to run: the suite has no accepted case.", {
    place: suite.path ?? suite.agentPath,
    hint:
      proposed > 0
        ? `${proposed === 1 ? "1 case is" : `${proposed} cases are`} proposed: change the \`origin\` of those you want to \`written\`.`
        : suite.path === null
          ? "Give the agent file examples, or write cases into the suite that `assay derive` makes of it."
          : "Write cases into the suite: an id and the request of a user.",
  });
}
