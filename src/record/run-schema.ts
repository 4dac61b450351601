import { z } from "zod";
import { gateSchema } from "../suite/index.ts";

/** Version of run.json and samples.jsonl that this program reads and writes. */
export const runSchemaVersion = 1;

const hashSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/u)
  .describe("`sha256:` and 64 hexadecimal digits.");
const timeSchema = z.iso.datetime().describe("UTC, ISO 8601 with milliseconds.");

/** One place of the plan. */
export const sampleKeySchema = z
  .strictObject({
    case: z.string().min(1).describe("Id of the case."),
    promptVersion: z.string().min(1).describe("Name of the prompt version: a file's stem."),
    model: z.string().min(1).describe("Model id, or `recordings`."),
    repeat: z.int().min(1).describe("1-based."),
  })
  .readonly();

export const plannedCaseSchema = z
  .strictObject({
    id: z.string().min(1),
    request: z.string().min(1).describe("What is sent, the words of a fixture included."),
    requestHash: hashSchema,
    gates: z
      .array(z.string())
      .readonly()
      .nullable()
      .describe("Only these gates are graded; null: all of the run's gates."),
  })
  .readonly();

const promptVersionSchema = z
  .strictObject({
    name: z.string().min(1).describe("Stem of the file; unique in a run."),
    path: z.string().describe("The file as it was given."),
    hash: hashSchema.describe("Hash of the system prompt as it is sent."),
  })
  .readonly();

export const modelReferenceSchema = z
  .strictObject({
    id: z.string().min(1).describe("Model id with aliases resolved; `recordings` for a replay."),
    kind: z
      .enum(["recordings", "anthropic", "promptfoo"])
      .describe("recordings: replayed; anthropic: asked by its SDK; promptfoo: by its providers."),
  })
  .readonly();

const gradingSchema = z
  .strictObject({
    grading: z.int().min(1).describe("1-based; the last one counts."),
    checksHash: z.string().describe("Identifies the checks that gave these verdicts."),
    startedAt: timeSchema,
  })
  .readonly();

/** What shapes the answers of a model. null: not sent, so that the model's own default holds. */
const samplingSchema = z
  .strictObject({
    effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullable(),
    thinking: z
      .union([z.enum(["adaptive", "disabled"]), z.int().min(1024)])
      .nullable()
      .describe("A number: extended thinking with so many tokens."),
    temperature: z.number().min(0).max(2).nullable(),
    topP: z.number().min(0).max(1).nullable(),
    topK: z.int().min(1).nullable(),
  })
  .readonly();

const defaultSampling: z.infer<typeof samplingSchema> = {
  effort: null,
  thinking: null,
  temperature: null,
  topP: null,
  topK: null,
};

const settingsSchema = z
  .strictObject({
    concurrency: z.int().min(1).describe("Most requests at a time."),
    maxTokens: z.int().min(1).describe("Longest answer asked for, in tokens."),
    maxMissingRate: z
      .number()
      .min(0)
      .max(1)
      .describe("More missing samples than this share make the run incomplete."),
    timeoutMs: z
      .int()
      .min(1)
      .default(1_800_000)
      .describe("One answer may take this long, retries included."),
    budgetUsd: z
      .number()
      .min(0)
      .nullable()
      .default(null)
      .describe("No call is started that might exceed it; null: none was set."),
    batch: z.boolean().default(false).describe("Asked through Message Batches."),
    sampling: samplingSchema.default(defaultSampling),
    prices: z
      .string()
      .nullable()
      .default(null)
      .describe("File of the user's with prices in place of the built-in ones."),
  })
  .readonly();

/** The settings of a run for which the user says nothing else. */
export const defaultSettings: z.infer<typeof settingsSchema> = {
  concurrency: 8,
  // Answers with several files of code are long.
  maxTokens: 16_000,
  maxMissingRate: 0.1,
  // Long answers of code with much thinking take minutes.
  timeoutMs: 1_800_000,
  budgetUsd: null,
  batch: false,
  sampling: defaultSampling,
  prices: null,
};

/** What the adaptive concurrency of a model did. */
const throttlingSchema = z
  .strictObject({
    model: z.string().min(1),
    ceiling: z.int().min(1).describe("Requests at a time at the start: `settings.concurrency`."),
    lowest: z.int().min(1),
    episodes: z.int().min(0).describe("How often the model's 429 or 529 halved it."),
    changes: z
      .array(
        z
          .strictObject({
            at: timeSchema,
            to: z.int().min(1),
            cause: z.enum(["rate-limit", "overloaded", "recovery"]),
          })
          .readonly(),
      )
      .readonly()
      .describe("In the order of time; the first 1,000."),
  })
  .readonly();

const runStatuses = ["running", "complete", "interrupted", "incomplete"] as const;

/** run.json: everything needed to repeat a run, apart from the answers. */
export const runSchema = z
  .strictObject({
    schemaVersion: z.literal(runSchemaVersion),
    id: z.string().min(1).describe("Sorts by start time."),
    startedAt: timeSchema,
    finishedAt: timeSchema.nullable().describe("null while it runs, or after a kill."),
    status: z
      .enum(runStatuses)
      .describe(
        "running (also after a kill); complete: every sample has its result and few are missing; interrupted: stopped by the user; incomplete: too many are missing.",
      ),
    versions: z.strictObject({ assay: z.string(), node: z.string() }).readonly(),
    agent: z
      .strictObject({ path: z.string(), name: z.string(), promptHash: hashSchema })
      .readonly(),
    suite: z
      .strictObject({
        path: z.string().nullable().describe("suite.yaml; null: derived in memory."),
        folder: z.string().describe("Folder of the suite: recordings and prompts lie in it."),
        hash: hashSchema.describe("Hash of gates and cases as they stood."),
        gates: z.array(gateSchema).readonly().describe("All gates of the suite."),
        cases: z.array(plannedCaseSchema).readonly().describe("The cases of this run."),
      })
      .readonly(),
    gates: z.array(z.string()).readonly().describe("Ids of the gates that are graded."),
    promptVersions: z.array(promptVersionSchema).readonly(),
    models: z.array(modelReferenceSchema).readonly(),
    repeats: z.int().min(1),
    settings: settingsSchema,
    gradings: z.array(gradingSchema).min(1).readonly(),
    plan: z.array(sampleKeySchema).readonly().describe("Every sample, in the order of reports."),
    notices: z.array(z.string()).readonly().describe("What every report says first."),
    shard: z
      .strictObject({
        index: z.int().min(1),
        count: z.int().min(1),
        cases: z
          .array(z.string())
          .readonly()
          .describe("Ids of all cases of which this shard has a part, in the suite's order."),
      })
      .readonly()
      .nullable()
      .default(null)
      .describe("The part of the cases that this run has (`--shard 2/5`); null: all."),
    throttling: z.array(throttlingSchema).readonly().default([]),
  })
  .readonly();

export type SampleKey = z.infer<typeof sampleKeySchema>;
export type PlannedCase = z.infer<typeof plannedCaseSchema>;
export type ModelReference = z.infer<typeof modelReferenceSchema>;
export type Sampling = z.infer<typeof samplingSchema>;
export type Throttling = z.infer<typeof throttlingSchema>;
export type RunRecord = z.infer<typeof runSchema>;

/**
 * The key of a sample in samples.jsonl: `case/promptVersion/model/repeat`. Slashes inside of a
 * part (models such as `bedrock:us/x`) are percent-encoded, so that no two samples share a key.
 */
export function sampleKey(sample: SampleKey): string {
  const parts = [sample.case, sample.promptVersion, sample.model].map((part) =>
    part.replaceAll("%", "%25").replaceAll("/", "%2F"),
  );
  return [...parts, String(sample.repeat)].join("/");
}
