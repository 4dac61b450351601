import type { Command } from "@commander-js/extra-typings";
import { createCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";

/** The flags of `assay derive` as they were typed. */
export interface DeriveFlags {
  readonly check?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly out?: string | undefined;
}

export function deriveCommand(context: CommandContext): Command<[string]> {
  return createCommand("derive", {
    summary: "make a suite of an agent file",
    description:
      "Make a suite of an agent file, or bring it up to date. What people changed in it is kept.",
    examples: [
      ["assay derive agents/x.md", "write evals/x/suite.yaml, and show what changed"],
      ["assay derive agents/x.md --dry-run", "show what would change, and write nothing"],
      ["assay derive agents/x.md --check", "exit 1 when agent and suite no longer agree"],
    ],
  })
    .argument("<agent>", "agent file")
    .option("--check", "write nothing; exit 1 when the suite does not agree with the agent file")
    .option("--dry-run", "write nothing; show what would change")
    .option("--out <file>", "the suite to write (default: evals/<name of the file>/suite.yaml)")
    .action(async (agent, flags) => {
      const { derive } = await import("./derive/action.ts");
      context.exitWith(await derive(agent, flags, context));
    });
}
