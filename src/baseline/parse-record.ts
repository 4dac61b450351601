import { z } from "zod";
import { describeFirstIssue, findJsonLine, findSyntaxErrorLine } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import { baselineSchema, baselineSchemaVersion, type BaselineRecord } from "./baseline-schema.ts";
import { damaged } from "./damaged.ts";

/**
 * Reads baseline.json.
 *
 * @param file path for messages
 * @throws UserError `baseline/damaged`, `baseline/other-version`: with file and line
 */
export function parseRecord(text: string, file: string): BaselineRecord {
  const data = parseJson(text, file);
  const version = z.object({ schemaVersion: z.number() }).safeParse(data);
  if (!version.success) throw damaged("baseline.json names no schemaVersion.", `${file}:1`);
  const found = version.data.schemaVersion;
  if (found !== baselineSchemaVersion) {
    throw new UserError(
      "baseline/other-version",
      `The baseline has schemaVersion ${found}, this assay reads ${baselineSchemaVersion}.`,
      {
        place: `${file}:${findJsonLine(text, ["schemaVersion"])}`,
        hint:
          found > baselineSchemaVersion
            ? "Update assay, or bless a run again: assay bless <run>"
            : "Bless a run again: assay bless <run>",
      },
    );
  }
  const parsed = baselineSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.filter((key) => typeof key !== "symbol") ?? [];
  throw damaged(
    `baseline.json is damaged: ${describeFirstIssue(parsed.error)}.`,
    `${file}:${findJsonLine(text, where)}`,
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(
      "baseline.json is torn or no JSON.",
      `${file}:${findSyntaxErrorLine(text, error)}`,
      error,
    );
  }
}
