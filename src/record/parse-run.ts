import { z } from "zod";
import { UserError } from "../user-error.ts";
import { describeFirstIssue } from "./first-issue.ts";
import { findJsonLine, findSyntaxErrorLine } from "./find-json-line.ts";
import { runSchema, runSchemaVersion, sampleKey, type RunRecord } from "./run-schema.ts";

const hint = "Restore the file, or delete the folder and run again.";

/**
 * Reads run.json.
 *
 * @param file path for error messages
 * @throws UserError `record/damaged`, `record/other-version`
 */
export function parseRun(bytes: Uint8Array, file: string): RunRecord {
  const text = new TextDecoder().decode(bytes);
  const data = parseJson(text, file);
  checkVersion(data, text, file);
  const parsed = runSchema.safeParse(data);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.filter((key) => typeof key !== "symbol") ?? [];
    throw damaged(
      `run.json is damaged: ${describeFirstIssue(parsed.error)}.`,
      `${file}:${findJsonLine(text, where)}`,
    );
  }
  checkPlan(parsed.data, text, file);
  return parsed.data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(
      "run.json is torn or no JSON.",
      `${file}:${findSyntaxErrorLine(text, error)}`,
      error,
    );
  }
}

function checkVersion(data: unknown, text: string, file: string): void {
  const version = z.object({ schemaVersion: z.number() }).safeParse(data);
  if (!version.success) throw damaged("run.json names no schemaVersion.", `${file}:1`);
  const found = version.data.schemaVersion;
  if (found === runSchemaVersion) return;
  throw new UserError(
    "record/other-version",
    `run.json has schemaVersion ${found}, this assay reads ${runSchemaVersion}.`,
    {
      place: `${file}:${findJsonLine(text, ["schemaVersion"])}`,
      hint:
        found > runSchemaVersion
          ? "Update assay, or run the suite again."
          : "Read it with the assay that wrote it, or run the suite again.",
    },
  );
}

/** What the schema cannot say: the plan names only what the run has, and nothing twice. */
function checkPlan(run: RunRecord, text: string, file: string): void {
  const cases = new Set(run.suite.cases.map(({ id }) => id));
  const versions = new Set(run.promptVersions.map(({ name }) => name));
  const models = new Set(run.models.map(({ id }) => id));
  const seen = new Set<string>();
  for (const [index, place] of run.plan.entries()) {
    const key = sampleKey(place);
    const known =
      cases.has(place.case) && versions.has(place.promptVersion) && models.has(place.model);
    if (known && !seen.has(key)) {
      seen.add(key);
      continue;
    }
    throw damaged(
      known ? `The plan has ${key} twice.` : `The plan's ${key} names what the run does not have.`,
      `${file}:${findJsonLine(text, ["plan", index])}`,
    );
  }
}

function damaged(message: string, place: string, cause?: unknown): UserError {
  return new UserError("record/damaged", message, { place, hint, cause });
}
