import { z } from "zod";
import { builtInCheckIds } from "./catalogue/index.ts";

export const idSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:[-._][a-z0-9]+)*$/u, "an id is lower-case words joined by hyphens")
  .describe("Stable name, lower-case words joined by hyphens.");

/** Where the agent file states a gate. */
export const sourceSchema = z
  .strictObject({
    line: z.int().min(1).describe("1-based line of the agent file."),
    section: z.string().describe("Heading under which the statement stands."),
    words: z.string().describe("The statement, with its lead-in, as the agent file has it."),
  })
  .readonly();

const levelSchema = z
  .enum(["required", "advisory"])
  .describe("A sample passes when no required gate fails; advisory gates are reported.");

/** What decides a gate: a check's id, a file of the user's, a promptfoo assertion, or nothing. */
export const checkReferenceSchema = z
  .union([
    z.string().meta({
      description: "Id of a built-in check, `./path/to/check.ts`, or `unchecked`.",
      // For editors: they complete and check the names. The loader does it with better words.
      anyOf: [{ enum: ["unchecked", ...builtInCheckIds] }, { pattern: String.raw`^\.{1,2}/` }],
    }),
    z.strictObject({
      promptfoo: z.looseObject({ type: z.string() }).describe("A promptfoo assertion."),
    }),
  ])
  .describe("What decides the gate.");

export const gateSchema = z
  .strictObject({
    id: idSchema,
    statement: z.string().min(1).describe("What an answer must meet, in words."),
    source: z.array(sourceSchema).readonly().describe("Where the agent file says so."),
    level: levelSchema,
    check: checkReferenceSchema,
    minPassRate: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe("Exit code 1 when pass/(pass+fail) is below this. Off by default."),
  })
  .readonly();

export const caseSchema = z
  .strictObject({
    id: idSchema,
    origin: z
      .enum(["example", "responsibility", "written", "proposed"])
      .describe("`proposed` cases do not run until a person changes the origin."),
    request: z.string().min(1).describe("What the user asks, sent word for word."),
    description: z.string().optional(),
    source: sourceSchema.optional().describe("Where the agent file has it."),
    fixture: z.string().optional().describe("A file whose words are put below the request."),
    needs: z
      .string()
      .optional()
      .describe(
        "What the request presupposes and the case lacks. Such a case stays `proposed` until a fixture gives it.",
      ),
    gates: z.array(z.string()).readonly().optional().describe("Only these gates are graded."),
  })
  .readonly();

/** suite.yaml as it stands on disk. */
export const suiteFileSchema = z
  .strictObject({
    agent: z.string().describe("Path of the agent file, relative to this file."),
    gates: z.array(gateSchema).readonly(),
    cases: z.array(caseSchema).readonly().default([]),
    casesFile: z.string().optional().describe("CSV with further cases, relative to this file."),
    catalogue: z
      .int()
      .min(1)
      .optional()
      .describe(
        "Version of the catalogue of checks by which this file was last derived. Written by `assay derive`, which turns `unchecked` into a check that is newer than this, and leaves any other `unchecked` alone.",
      ),
    ignored: z
      .array(z.string())
      .readonly()
      .optional()
      .describe(
        "What deriving again must not bring back: statements or requests, word for word, or ids of gates and cases.",
      ),
  })
  .readonly();

export type GateSource = z.infer<typeof sourceSchema>;
export type Gate = z.infer<typeof gateSchema>;
export type Case = z.infer<typeof caseSchema>;
export type CheckReference = z.infer<typeof checkReferenceSchema>;
export type SuiteFile = z.infer<typeof suiteFileSchema>;

/** A suite ready to run: suite.yaml and its CSV, checked against each other. */
export interface Suite {
  /** Path of suite.yaml; null: derived in memory from an agent without a suite. */
  readonly path: string | null;
  /** Folder of the suite, or where it would be written. Recordings and prompt versions lie in it. */
  readonly folder: string;
  readonly agentPath: string;
  readonly gates: readonly Gate[];
  /** All cases, the proposed ones included. */
  readonly cases: readonly Case[];
}
