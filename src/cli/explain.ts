import type { Command } from "@commander-js/extra-typings";
import { createCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";

export interface ExplainFlags {
  readonly json?: true | undefined;
}

export function explainCommand(context: CommandContext): Command<[string | undefined]> {
  return createCommand("explain", {
    summary: "say what a gate means and how far its check can be trusted",
    description:
      "Say of a gate what it means, when it applies, how it is decided, what its check does not see, and how its verdicts compare with people's labels.",
    examples: [
      ["assay explain", "all gates that a check of Assay decides"],
      ["assay explain auth", "one gate"],
      ["assay explain auth --json", "as JSON"],
    ],
  })
    .argument("[gate]", "id of a gate (default: list them)")
    .option("--json", "print one JSON document")
    .action(async (gate, flags) => {
      const { explain } = await import("./explain/action.ts");
      context.exitWith(await explain({ gate, flags, context }));
    });
}
