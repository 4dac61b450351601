import { appendFile, mkdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import picocolors from "picocolors";
import {
  renderMarkdown,
  reporters,
  summaryLimit,
  type ReporterInput,
  type Theme,
} from "../../report/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import type { ReportTarget } from "./report-targets.ts";
import { referenceOf } from "./run-reference.ts";

/** How a file takes the report of a terminal. */
const fileTheme: Theme = { colours: picocolors.createColors(false), columns: 80 };
/** In less room than this, a summary says nothing. */
const leastSummaryBytes = 2048;

/**
 * Writes a run's reports: stdout is the result, stderr says which files there are. A file that
 * cannot be written keeps none of the others from being written.
 *
 * @param options.reference how the terminal's report names the run; all others, which are read
 * elsewhere and later, name it by its id
 * @throws UserError `report/cannot-write`
 */
export async function writeReports(
  targets: readonly ReportTarget[],
  loaded: Pick<ReporterInput, "run" | "samples" | "lines" | "folder">,
  options: {
    readonly context: CommandContext;
    readonly reference: string;
    readonly gates?: readonly string[] | undefined;
    readonly compared?: ReporterInput["compared"];
  },
): Promise<void> {
  const { context, reference, gates, compared } = options;
  const { io, theme, note } = context;
  const elsewhere: ReporterInput = {
    ...loaded,
    reference: referenceOf(loaded, { isLatest: false }),
    theme: fileTheme,
    agentFile: placeInRepository(loaded.run.agent.path, io.env),
    gates,
    compared,
  };
  const errors: UserError[] = [];
  for (const { id, to } of targets) {
    const { render, fileName } = reporters[id];
    if (to.kind === "stdout") {
      const text = render(id === "terminal" ? { ...elsewhere, reference, theme } : elsewhere);
      if (text !== "") io.stdout.write(text + lineEndOf(text));
    } else {
      const file = to.kind === "file" ? to.file : path.join(loaded.folder, fileName);
      const error = await write(file, render(elsewhere));
      if (error === null) note(`${id}: ${file}`);
      else errors.push(error);
    }
    if (id === "markdown" && to.kind !== "file") await appendSummary(elsewhere, context);
  }
  const [error] = errors;
  if (error !== undefined) throw error;
}

async function write(file: string, text: string): Promise<UserError | null> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text + lineEndOf(text));
    return null;
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/, \w+ '.*'$/su, "") : String(cause);
    return new UserError("report/cannot-write", `The report cannot be written: ${reason}.`, {
      place: file,
      hint: "The run is kept: `assay show <run> --reporter …` makes its reports again.",
      cause,
    });
  }
}

/** CSV has its own. */
function lineEndOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** The page of a workflow's run on GitHub, which holds so much a step. */
async function appendSummary(input: ReporterInput, { io, note }: CommandContext): Promise<void> {
  const file = io.env["GITHUB_STEP_SUMMARY"];
  if (file === undefined || file === "") return;
  try {
    const used = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    const most = summaryLimit.most - used - 2;
    if (most < leastSummaryBytes) {
      note("warning: $GITHUB_STEP_SUMMARY is full: nothing was added to it.");
      return;
    }
    const text = renderMarkdown(input, { ...summaryLimit, most });
    await appendFile(file, `${used > 0 ? "\n" : ""}${text}\n`);
    note("markdown: added to $GITHUB_STEP_SUMMARY");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    note(`warning: $GITHUB_STEP_SUMMARY cannot be written: ${reason}`);
  }
}

/** A file as GitHub names it: from the root of the checkout, with slashes. */
function placeInRepository(file: string, env: CommandContext["io"]["env"]): string {
  const root = env["GITHUB_WORKSPACE"];
  const relative = path.relative(root === undefined || root === "" ? "." : root, file);
  const isOutside = relative.startsWith("..") || path.isAbsolute(relative);
  return (isOutside ? file : relative).split(path.sep).join("/");
}
