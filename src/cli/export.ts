import type { Command } from "@commander-js/extra-typings";
import { createCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";

/** The flags of `assay export` as they were typed. */
export interface ExportFlags {
  /** true: all prompt versions of the suite. */
  readonly prompt?: true | readonly string[] | undefined;
  readonly check?: true | undefined;
}

export function exportCommand(context: CommandContext): Command<[string, string | undefined]> {
  return createCommand("export", {
    summary: "write a suite in another tool's form",
    description:
      "Write a suite as a configuration of promptfoo, whose assertions are the suite's checks. Of a configuration that is there, the providers and your own settings are kept.",
    examples: [
      ["assay export promptfoo", "the only suite under evals/"],
      ["assay export promptfoo agents/x.md --prompt", "with all prompt versions of the suite"],
      ["assay export promptfoo --check", "exit 1 when suite and configuration no longer agree"],
    ],
  })
    .argument("<tool>", "promptfoo")
    .argument("[suite]", "agent file, suite.yaml, or a folder with one")
    .option(
      "--prompt [file...]",
      "further prompt versions, as files or as names of the suite's prompts/; alone: all of these (default: the agent itself)",
    )
    .option("--check", "write nothing; exit 1 when what is there does not agree with the suite")
    .action(async (tool, suite, flags) => {
      const { exportSuite } = await import("./export/action.ts");
      context.exitWith(await exportSuite({ tool, target: suite, flags, context }));
    });
}
