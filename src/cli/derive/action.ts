import path from "node:path";
import { readAgent, type Agent } from "../../agent/index.ts";
import {
  deriveSuite,
  mergeSuite,
  readSuite,
  renderSuite,
  suiteFolderOf,
} from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import type { DeriveFlags } from "../derive.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { shellWord } from "../shared/shell-word.ts";
import { paintDiff } from "./paint-diff.ts";
import { renderSuiteSummary } from "./suite-summary.ts";
import { readIfThere, writeSuite } from "./suite-files.ts";

/** `assay derive`: writes a suite, or says what deriving would change. */
export async function derive(
  agentPath: string,
  flags: DeriveFlags,
  context: CommandContext,
): Promise<ExitCode> {
  if (flags.check && flags.dryRun) {
    throw new UserError("cli/check-and-dry-run", "--check and --dry-run are two things.", {
      hint: "--check sets the exit code; --dry-run only shows.",
    });
  }
  const agent = readAgent(agentPath);
  for (const { line, message } of agent.warnings) {
    context.note(`warning: ${message} (${agent.path}:${line})`);
  }
  const suitePath = flags.out ?? path.join(suiteFolderOf(agent.path), "suite.yaml");
  const derived = await deriveText(agent, suitePath);
  if (flags.check) return check(derived, { agent, suitePath, context });
  if (flags.dryRun) {
    if (derived.isNew) context.print(derived.text.trimEnd());
    else printDiff(derived, context);
    context.note(
      derived.agrees
        ? `${suitePath} agrees with ${agent.path}: nothing would change.`
        : `Nothing was written; without --dry-run this goes to ${suitePath}.`,
    );
    return exitCodes.fine;
  }
  if (!derived.isNew) printDiff(derived, context);
  await writeSuite(suitePath, derived.agrees ? null : derived.text);
  const state = derived.isNew ? "written" : derived.agrees ? "unchanged" : "updated";
  context.print(
    renderSuiteSummary({ suite: readSuite(suitePath), agent, suitePath, state }, context.theme),
  );
  return exitCodes.fine;
}

interface Derived {
  readonly text: string;
  readonly diff: string;
  readonly agrees: boolean;
  readonly isNew: boolean;
  readonly notes: readonly string[];
}

async function deriveText(agent: Agent, suitePath: string): Promise<Derived> {
  const existing = await readIfThere(suitePath);
  if (existing === null) {
    const text = renderSuite(deriveSuite(agent, path.dirname(suitePath)));
    return { text, diff: "", agrees: false, isNew: true, notes: [] };
  }
  const { cases } = readSuite(suitePath);
  return {
    ...mergeSuite(existing, agent, { path: suitePath, casesElsewhere: cases }),
    isNew: false,
  };
}

function printDiff({ diff, notes }: Derived, { print, note, theme }: CommandContext): void {
  for (const sentence of notes) note(sentence);
  if (diff !== "") print(`${paintDiff(diff.trimEnd(), theme)}\n`);
}

function check(
  derived: Derived,
  options: { readonly agent: Agent; readonly suitePath: string; readonly context: CommandContext },
): ExitCode {
  const { agent, suitePath, context } = options;
  if (derived.agrees) {
    context.print(`✓ ${suitePath} agrees with ${agent.path}.`);
    return exitCodes.fine;
  }
  printDiff(derived, context);
  context.note(
    derived.isNew
      ? `There is no suite ${suitePath} yet: \`assay derive ${shellWord(agent.path)}\` writes it.`
      : `${suitePath} no longer agrees with ${agent.path}: \`assay derive ${shellWord(agent.path)}\` updates it.`,
  );
  return exitCodes.findings;
}
