import path from "node:path";
import { moduleName, renderConfig, renderModule } from "../../export/index.ts";
import { readAgent } from "../../agent/index.ts";
import { resolvePromptVersions } from "../../run/index.ts";
import { findNearestName } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { ExportFlags } from "../export.ts";
import { findPromptFiles } from "../shared/find-prompt-files.ts";
import { openSuite, type OpenedSuite } from "../shared/open-suite.ts";
import { tidyPath } from "../shared/tidy-path.ts";
import { readIfThere, replaceFile } from "./exported-files.ts";
import { resolveSpecifier } from "./resolve-specifier.ts";

const tools: readonly string[] = ["promptfoo"];
const configName = "promptfooconfig.yaml";

/** `assay export`: writes a suite in another tool's form, or says whether what is there agrees. */
export async function exportSuite(options: {
  readonly tool: string;
  readonly target: string | undefined;
  readonly flags: ExportFlags;
  readonly context: CommandContext;
}): Promise<ExitCode> {
  const { tool, target, flags, context } = options;
  refuseUnknownTool(tool);
  const opened = await openSuite(target, process.cwd());
  const { suite, notes } = opened;
  if (suite.path === null) {
    throw new UserError("export/no-suite", "There is no suite of this agent to export.", {
      place: suite.agentPath,
      hint: `\`assay derive ${suite.agentPath}\` writes one.`,
    });
  }
  for (const note of notes) context.note(note);
  const folder = path.resolve(suite.folder);
  const specifier = resolveSpecifier(folder);
  const configPath = path.join(suite.folder, configName);
  const before = await readIfThere(configPath);
  const files = [
    { path: configPath, before, text: renderSuiteConfig(opened, { flags, configPath, before }) },
    {
      path: path.join(suite.folder, moduleName),
      before: await readIfThere(path.join(suite.folder, moduleName)),
      text: renderModule(specifier.text),
    },
  ];
  const changed = files.filter((file) => file.text !== file.before);
  if (flags.check) return report(changed, { suitePath: suite.path, target, context });
  for (const { path: file, text } of changed) await replaceFile(file, text);
  for (const file of files) {
    context.print(`${changed.includes(file) ? "written  " : "unchanged"}  ${file.path}`);
  }
  if (!specifier.isInstalled) {
    context.note(
      "Assay is not installed in this project: the module refers to where it is on this machine. `npm install --save-dev assay`, then export again.",
    );
  }
  context.note(`\nnpx promptfoo eval -c ${configPath}`);
  return exitCodes.fine;
}

function renderSuiteConfig(
  { suite, agent }: OpenedSuite,
  options: {
    readonly flags: ExportFlags;
    readonly configPath: string;
    readonly before: string | null;
  },
): string {
  const { flags, configPath, before } = options;
  const versions = resolvePromptVersions([
    agent,
    ...findPromptFiles(flags.prompt, suite.folder).map((file) =>
      readAgent(tidyPath(file, process.cwd())),
    ),
  ]);
  return renderConfig(
    {
      agentName: agent.name,
      gates: suite.gates,
      cases: suite.cases.filter(({ origin }) => origin !== "proposed"),
      prompts: versions.map(({ name, path: file }) => ({
        name,
        agentFile: toSlashes(path.relative(path.resolve(suite.folder), path.resolve(file))),
      })),
      // As from the project's folder, wherever the user stands: the same suite, the same bytes.
      configPath: path.resolve(configPath).split(path.sep).slice(-3).join("/"),
    },
    { text: before, keepPrompts: flags.prompt === undefined },
  );
}

function report(
  changed: readonly { readonly path: string; readonly before: string | null }[],
  options: {
    readonly suitePath: string;
    readonly target: string | undefined;
    readonly context: CommandContext;
  },
): ExitCode {
  const { suitePath, target, context } = options;
  if (changed.length === 0) {
    context.print(`✓ What was exported agrees with ${suitePath}.`);
    return exitCodes.fine;
  }
  for (const { path: file, before } of changed) {
    context.print(before === null ? `${file} is not there.` : `${file} no longer agrees.`);
  }
  const command = ["assay export promptfoo", ...(target === undefined ? [] : [target])].join(" ");
  context.note(`\`${command}\` writes what agrees with ${suitePath}.`);
  return exitCodes.findings;
}

function refuseUnknownTool(tool: string): void {
  if (tools.includes(tool)) return;
  const nearest = findNearestName(tool, tools);
  throw new UserError("export/unknown-tool", `There is no export for "${tool}".`, {
    hint: nearest === null ? `There is: ${tools.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}

/** Paths in files are the same on every system. */
function toSlashes(file: string): string {
  return file.replaceAll("\\", "/");
}
