import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * The suite.yaml that a user means: a path of one, a folder with one, an agent file with one in
 * `evals/<stem>` (beside its `agents` folder, then below `cwd`), or an agent's name. Null where
 * there is none: a suite can then be derived from the agent file.
 */
export function findSuite(target: string, cwd: string): string | null {
  const path = resolve(cwd, target);
  const kind = kindOf(path);
  if (/\.ya?ml$/iu.test(target)) return path;
  const stem = basename(path).replace(/\.md$/iu, "");
  const candidates = kind === "folder" ? [join(path, "suite.yaml")] : agentSuites(path, stem, cwd);
  return candidates.find((candidate) => kindOf(candidate) === "file") ?? null;
}

function agentSuites(path: string, stem: string, cwd: string): readonly string[] {
  const beside = join(dirname(dirname(path)), "evals", stem, "suite.yaml");
  const below = join(resolve(cwd), "evals", stem, "suite.yaml");
  return kindOf(path) === "file" || path.endsWith(".md") ? [beside, below] : [below];
}

function kindOf(path: string): "file" | "folder" | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return stats.isDirectory() ? "folder" : "file";
}
