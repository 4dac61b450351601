import { UserError } from "../user-error.ts";
import { describeIssue } from "./describe-issue.ts";
import { suiteFileSchema } from "./schema.ts";
import type { SuiteFile } from "./schema.ts";
import { parsePlacedYaml } from "./yaml-place.ts";
import type { PlacedYaml } from "./yaml-place.ts";

/** A fault of suite.yaml that its author can mend. */
export interface Problem {
  readonly code: string;
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

const mostProblemsShown = 10;

/** suite.yaml as data, of the right shape, with its positions. A UserError tells what is not. */
export function parseSuiteFile(
  text: string,
  path: string,
): { readonly file: SuiteFile; readonly yaml: PlacedYaml } {
  const yaml = parsePlacedYaml(text);
  if (!("document" in yaml)) {
    throw suiteError(
      path,
      yaml.map(({ line, message }) => ({
        code: "suite/broken-yaml",
        line,
        message: `This is not valid YAML: ${message}`,
        hint: "Quote values that contain `: ` or `#`, and indent by spaces.",
      })),
    );
  }
  if (yaml.value === null || yaml.value === undefined) {
    const message = "The suite is empty.";
    const hint = "Delete it and derive it again: assay derive agents/<name>.md";
    throw suiteError(path, [{ code: "suite/empty", line: 1, message, hint }]);
  }
  const parsed = suiteFileSchema.safeParse(yaml.value);
  if (parsed.success) return { file: parsed.data, yaml };
  throw suiteError(
    path,
    parsed.error.issues
      .flatMap((issue) => describeIssue(issue, yaml.value))
      .map(({ path: at, message, hint }) => ({
        code: "suite/invalid",
        line: yaml.lineOf(at),
        message,
        hint,
      })),
  );
}

/** One error for all faults: the first one in front, the others a line each. */
export function suiteError(path: string, problems: readonly Problem[]): UserError {
  const [first, ...others] = problems.toSorted((left, right) => left.line - right.line);
  if (first === undefined) throw new Error("no problem to report");
  const more = others
    .slice(0, mostProblemsShown)
    .map(({ line, message, hint }) => `${path}:${line}: ${message} ${hint}`);
  const left = others.length - more.length;
  if (left > 0) more.push(`and ${left} more`);
  return new UserError(first.code, [first.message, ...more].join("\n"), {
    place: `${path}:${first.line}`,
    hint: first.hint,
  });
}
