import type { Command } from "@commander-js/extra-typings";
import { createCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { keepHeapSmall } from "./keep-heap-small.ts";

/** The flags of `assay grade` as they were typed. */
export interface GradeFlags {
  readonly agent?: string | undefined;
  readonly suite?: string | undefined;
  readonly request?: string | undefined;
  readonly case?: string | undefined;
  readonly json?: true | undefined;
  readonly stdinJsonl?: true | undefined;
}

export function gradeCommand(context: CommandContext): Command<[string | undefined]> {
  return createCommand("grade", {
    summary: "grade any answer",
    description: "Grade any answer, from a file or from stdin, or many answers, one a line.",
    examples: [
      ["assay grade answer.md", "by the gates of the only suite under evals/"],
      ["assay grade answer.md --case jwt-auth", "with the request of a case of the suite"],
      [
        "pbpaste | assay grade - --agent agents/x.md --json",
        "from stdin, by an agent's gates, as JSON",
      ],
      ["assay grade --stdin-jsonl < answers.jsonl", "many answers, one JSON object a line"],
    ],
  })
    .argument("[file]", "the answer as Markdown; - for stdin")
    .option("--agent <file>", "the agent file whose gates count (default: that of the suite)")
    .option("--suite <path>", "suite.yaml or its folder (default: the only one under evals/)")
    .option("--request <file>", "what the user asked, as text (default: unknown)")
    .option("--case <id>", "what the user asked, by a case of the suite")
    .option("--json", "print one JSON document")
    .option("--stdin-jsonl", 'grade a line {"id", "answer"} of stdin after the other')
    .action(async (file, flags) => {
      keepHeapSmall();
      const { grade } = await import("./grade/action.ts");
      context.exitWith(await grade(file, flags, context));
    });
}
