import { basename, dirname, join, relative } from "node:path";
import type { Agent } from "../agent/index.ts";
import { catalogueVersion } from "./catalogue/index.ts";
import { deriveCases } from "./derive-cases.ts";
import { deriveGates } from "./derive-gates.ts";
import type { Suite, SuiteFile } from "./schema.ts";

/**
 * Where the suite of an agent file is written: `evals/<stem>` beside the `agents` folder; for an
 * agent in a folder of another name, or in a hidden one (`.claude/agents`), below `cwd`.
 */
export function suiteFolderOf(agentPath: string, cwd = "."): string {
  const agents = dirname(agentPath);
  const stem = basename(agentPath).replace(/\.md$/iu, "");
  const hidden = basename(dirname(agents)).startsWith(".") && dirname(agents) !== ".";
  const root = basename(agents) === "agents" && !hidden ? dirname(agents) : cwd;
  return join(root, "evals", stem);
}

/** The suite that an agent file gives, as suite.yaml in `folder` has it. */
export function deriveSuite(agent: Agent, folder: string = suiteFolderOf(agent.path)): SuiteFile {
  return {
    agent: relative(folder, agent.path).replaceAll("\\", "/"),
    catalogue: catalogueVersion,
    gates: deriveGates(agent),
    cases: deriveCases(agent),
  };
}

/** A suite ready to run of an agent that has none on disk. */
export function deriveSuiteInMemory(agent: Agent, folder = suiteFolderOf(agent.path)): Suite {
  const { gates, cases } = deriveSuite(agent, folder);
  return { path: null, folder, agentPath: agent.path, gates, cases };
}
