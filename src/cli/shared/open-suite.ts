import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { readAgent, type Agent } from "../../agent/index.ts";
import { deriveSuiteInMemory, findSuite, readSuite, type Suite } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import { shellWord } from "./shell-word.ts";
import { tidyPath } from "./tidy-path.ts";

const suitesFolder = "evals";
const agentsFolder = "agents";
/** More names than this help nobody. */
const mostTargets = 8;

/** A suite, its agent, and what should be said of how they were found. */
export interface OpenedSuite {
  readonly suite: Suite;
  readonly agent: Agent;
  /** Sentences; empty where the user named the suite. */
  readonly notes: readonly string[];
}

/**
 * The suite that a user means: of an agent file, a suite.yaml, a folder with one, an agent's name;
 * without a target the only one under evals/. An agent file without a suite gets one in memory.
 *
 * @throws UserError where there is none, or more than one to choose from
 */
export async function openSuite(target: string | undefined, cwd: string): Promise<OpenedSuite> {
  if (target === undefined) return openOnlySuite(cwd);
  const suitePath = findSuite(target, cwd);
  const isAgentFile = /\.md$/iu.test(target);
  if (suitePath === null) {
    await requireAgentFile(target, cwd);
    return deriveFor(readAgent(tidyPath(target, cwd)));
  }
  const suite = readSuite(tidyPath(suitePath, cwd));
  // The file that was named is the one to test, also where the suite names another copy of it.
  const agent = isAgentFile ? readAgent(tidyPath(target, cwd)) : readAgentOf(suite);
  return { suite: { ...suite, agentPath: agent.path }, agent, notes: [] };
}

async function openOnlySuite(cwd: string): Promise<OpenedSuite> {
  const paths = await listSuites(cwd);
  const [only, second] = paths;
  if (only === undefined) {
    throw new UserError("cli/no-suite", "There is no suite.", {
      place: `${suitesFolder}/`,
      hint: `\`assay derive ${agentsFolder}/x.md\` makes one; \`assay run ${agentsFolder}/x.md\` goes without. ${await listTargets(agentsFolder, cwd)}`,
    });
  }
  if (second !== undefined) {
    throw new UserError("cli/several-suites", "There is more than one suite: name one.", {
      place: `${suitesFolder}/`,
      hint: paths.map((file) => path.dirname(file)).join(", "),
    });
  }
  const suite = readSuite(only);
  const note = `Suite: ${only}, the only one under ${suitesFolder}/.`;
  return { suite, agent: readAgentOf(suite), notes: [note] };
}

/** The agent file that a suite names. Where there is none, the suite is at fault: the user named that. */
function readAgentOf(suite: Suite): Agent {
  try {
    return readAgent(suite.agentPath);
  } catch (error) {
    const isGone = error instanceof UserError && error.code === "agent/no-such-file";
    if (!isGone || suite.path === null) throw error;
    throw new UserError("cli/no-agent", `The suite's agent file ${suite.agentPath} is not there.`, {
      place: suite.path,
      hint: "Correct the path at `agent:` in it; it counts from the folder of the suite.",
      cause: error,
    });
  }
}

/** Paths of the suites under evals/, relative to `cwd`, in the order of their names. */
async function listSuites(cwd: string): Promise<readonly string[]> {
  const names = await namesIn(path.join(cwd, suitesFolder));
  const files = names.map((name) => path.join(suitesFolder, name, "suite.yaml"));
  const found = await Promise.all(files.map((file) => kindOf(path.join(cwd, file))));
  return files.filter((_, index) => found[index] === "file");
}

function deriveFor(agent: Agent): OpenedSuite {
  return {
    suite: deriveSuiteInMemory(agent),
    agent,
    notes: [
      `There is no suite of ${agent.path}: one was derived in memory. \`assay derive ${shellWord(agent.path)}\` writes it down.`,
    ],
  };
}

/** What is no suite must be an agent file: the message names what there is. */
async function requireAgentFile(target: string, cwd: string): Promise<void> {
  const kind = await kindOf(path.resolve(cwd, target));
  if (kind === "file") return;
  const hint = await listTargets(kind === "folder" ? target : agentsFolder, cwd);
  throw kind === "folder"
    ? new UserError("cli/no-suite-here", "There is no suite.yaml in this folder.", {
        place: target,
        hint,
      })
    : new UserError("cli/no-such-target", "There is no such agent file or suite.", {
        place: target,
        hint,
      });
}

/** Suites under evals/ and agent files of a folder, as a hint. */
async function listTargets(folder: string, cwd: string): Promise<string> {
  const suites = (await listSuites(cwd)).map((file) => path.dirname(file));
  const names = await namesIn(path.resolve(cwd, folder));
  const files = names.filter((name) => /\.md$/iu.test(name)).map((name) => path.join(folder, name));
  const opens = await Promise.all(files.map((file) => opensFrontMatter(path.resolve(cwd, file))));
  const agents = files.filter((_, index) => opens[index]);
  const found = [...agents, ...suites];
  if (found.length === 0) return "Name an agent file, such as agents/x.md.";
  const more = found.length > mostTargets ? ", …" : "";
  return `There are: ${found.slice(0, mostTargets).join(", ")}${more}`;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    return [];
  }
}

/** Tells agent files from READMEs, which no one means. */
async function opensFrontMatter(file: string): Promise<boolean> {
  try {
    return /^\uFEFF?\s*---/u.test(await readFile(file, "utf8"));
  } catch {
    return false;
  }
}

async function kindOf(file: string): Promise<"file" | "folder" | null> {
  try {
    return (await stat(file)).isDirectory() ? "folder" : "file";
  } catch {
    return null;
  }
}
