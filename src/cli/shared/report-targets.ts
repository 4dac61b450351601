import { statSync } from "node:fs";
import path from "node:path";
import { reporterIds, reporters, type ReporterId } from "../../report/index.ts";
import { findNearestName } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";

/** The flags that say in which formats a run is reported. */
export interface ReporterFlags {
  /** `name` or `name=file`, as they were typed. */
  readonly reporter?: readonly string[] | undefined;
  readonly json?: true | undefined;
}

/** A report that is wanted, and where. */
export interface ReportTarget {
  readonly id: ReporterId;
  readonly to:
    | { readonly kind: "stdout" }
    /** A file of the usual name in the run's folder. */
    | { readonly kind: "folder" }
    | { readonly kind: "file"; readonly file: string };
}

interface Wanted {
  readonly id: ReporterId;
  readonly file: string | null;
}

/**
 * What is to be reported, and where; the terminal's report by default. Checked before anything is
 * asked, so that a mistyped name costs nothing.
 *
 * @throws UserError `cli/unknown-reporter`, `cli/reporter-file`, `cli/two-documents`
 */
export function resolveReportTargets(flags: ReporterFlags): readonly ReportTarget[] {
  const wanted = (flags.reporter ?? []).map(parseReporter);
  const unique = wanted.filter(
    ({ id, file }, index) =>
      wanted.findIndex((other) => other.id === id && other.file === file) === index,
  );
  requireOwnFiles(unique);
  if (flags.json) {
    const others = unique.filter(({ id, file }) => !(id === "json" && file === null));
    const second = others.find(({ id, file }) => file === null && isPrinted(id));
    if (second !== undefined) throw twoDocuments(second.id);
    return [jsonOnStdout, ...others.map((one) => resolveTarget(one, { isAlone: false }))];
  }
  const targets = unique.map((one) => resolveTarget(one, { isAlone: unique.length === 1 }));
  return targets.length === 0 ? [{ id: "terminal", to: { kind: "stdout" } }] : targets;
}

const jsonOnStdout: ReportTarget = { id: "json", to: { kind: "stdout" } };

/** Whether JSON is what stands on stdout, as with `--json`. */
export function printsJson(targets: readonly ReportTarget[]): boolean {
  return targets.some(({ id, to }) => id === "json" && to.kind === "stdout");
}

function isPrinted(id: ReporterId): boolean {
  return reporters[id].place === "stdout";
}

function parseReporter(text: string): Wanted {
  const at = text.indexOf("=");
  const name = at === -1 ? text : text.slice(0, at);
  const id = reporterIds.find((known) => known === name);
  if (id === undefined) {
    const nearest = findNearestName(name, reporterIds);
    throw new UserError("cli/unknown-reporter", `There is no reporter "${name}".`, {
      hint:
        nearest === null
          ? `There are: ${reporterIds.join(", ")}. For several, repeat --reporter.`
          : `Did you mean ${nearest}?`,
    });
  }
  if (at === -1) return { id, file: null };
  const file = text.slice(at + 1);
  if (file === "") {
    throw new UserError("cli/reporter-file", `--reporter ${text} names no file.`, {
      hint: `--reporter ${id}=${reporters[id].fileName}, or --reporter ${id}`,
    });
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(
      "cli/reporter-file",
      `--reporter ${id} needs a file, and this is a folder.`,
      {
        place: file,
        hint: `--reporter ${id}=${path.join(file, reporters[id].fileName)}`,
      },
    );
  }
  return { id, file };
}

function resolveTarget(
  { id, file }: Wanted,
  { isAlone }: { readonly isAlone: boolean },
): ReportTarget {
  if (file !== null) return { id, to: { kind: "file", file } };
  const { place } = reporters[id];
  return {
    id,
    to: { kind: place === "stdout" || (place === "alone" && isAlone) ? "stdout" : "folder" },
  };
}

/** One file cannot hold two reports. */
function requireOwnFiles(wanted: readonly Wanted[]): void {
  const seen = new Map<string, ReporterId>();
  for (const { id, file } of wanted) {
    if (file === null) continue;
    const place = path.resolve(file);
    const other = seen.get(place);
    if (other !== undefined) {
      throw new UserError("cli/reporter-file", `The reporters ${other} and ${id} name one file.`, {
        place: file,
        hint: "Give each a file of its own.",
      });
    }
    seen.set(place, id);
  }
}

function twoDocuments(id: ReporterId): UserError {
  return new UserError(
    "cli/two-documents",
    `--json prints one document, and the reporter ${id} would print another.`,
    { hint: `--reporter ${id} --reporter json=<file>, or --json --reporter ${id}=<file>` },
  );
}
