import { catalogue, type Gate, type Suite } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { GradeFlags } from "../grade.ts";
import { openSuite } from "../shared/open-suite.ts";

/** By what an answer is graded. */
export interface ChosenGates {
  readonly gates: readonly Gate[];
  /** null: the built-in gates, no suite. */
  readonly suite: Suite | null;
  readonly notes: readonly string[];
}

/** The gates of the suite or agent that was named, of the only suite, or the built-in ones. */
export async function chooseGates(flags: GradeFlags, cwd: string): Promise<ChosenGates> {
  const target = flags.suite ?? flags.agent;
  if (flags.suite !== undefined && flags.agent !== undefined) {
    throw new UserError("cli/agent-and-suite", "--agent and --suite say two things.", {
      hint: "Give one of them: --agent takes the suite of that agent.",
    });
  }
  try {
    const { suite, notes } = await openSuite(target, cwd);
    return { gates: suite.gates, suite, notes };
  } catch (error) {
    const isOpen = error instanceof UserError && error.code === "cli/no-suite";
    if (target !== undefined || !isOpen) throw error;
    const note = "There is no suite under evals/: graded by the built-in gates.";
    return { gates: builtInGates(), suite: null, notes: [note] };
  }
}

function builtInGates(): readonly Gate[] {
  return catalogue.map(({ id, title, level }) => ({
    id,
    statement: title,
    source: [],
    level,
    check: id,
  }));
}
