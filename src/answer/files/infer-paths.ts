import type { FileVersion } from "./block-version.ts";
import { normalizePath } from "./file-path.ts";
import { definedNames, readPythonOutline } from "./python-outline.ts";
import { joinText } from "./source-line.ts";

interface Wanted {
  readonly path: string;
  readonly names: readonly string[];
}

/**
 * Paths of nameless Python blocks, by their index: a block that alone defines all that others
 * import from a module which no file of the answer is, or the `app` that a command starts.
 */
export function inferPaths(
  versions: readonly FileVersion[],
  commands: readonly string[],
): ReadonlyMap<number, string> {
  const nameless = [...versions.entries()].filter(
    ([, version]) => version.from === null && !version.excerpt,
  );
  if (nameless.length === 0) return new Map();
  const defined = new Map(
    nameless.map(([index, version]) => [
      index,
      definedNames(readPythonOutline(joinText(version.lines))),
    ]),
  );
  const taken = new Set(
    versions.filter((version) => version.from !== null).map((version) => version.path),
  );
  const found = new Map<number, string[]>();
  for (const { path, names } of [...importedModules(versions), ...startedModules(commands)]) {
    if (isTaken(path, taken)) continue;
    const fitting = [...defined].filter(([, known]) => names.every((name) => known.has(name)));
    const [index] = fitting.length === 1 ? (fitting[0] ?? []) : [];
    if (index === undefined) continue;
    const paths = found.get(index) ?? [];
    if (!paths.includes(path)) found.set(index, [...paths, path]);
  }
  const paths = [...found].flatMap(([index, candidates]) =>
    candidates.length === 1 ? [[index, candidates[0] as string] as const] : [],
  );
  const unique = paths.filter(
    ([, path]) => paths.filter((other) => other[1] === path).length === 1,
  );
  return new Map(unique);
}

const importedNames =
  /^[ \t]*from[ \t]+([A-Za-z_][\w.]*)[ \t]+import[ \t]+(\([^()]*\)|[^\n#;]+)/gmu;

/** All names that the answer's Python imports from each module. */
function importedModules(versions: readonly FileVersion[]): readonly Wanted[] {
  const wanted = new Map<string, Set<string>>();
  for (const version of versions) {
    if (version.language !== "python") continue;
    for (const [, module = "", list = ""] of joinText(version.lines).matchAll(importedNames)) {
      const known = wanted.get(module) ?? new Set();
      for (const name of list.replace(/#.*$/gmu, "").split(",")) {
        const word = /\w+/u.exec(name)?.[0];
        if (word !== undefined) known.add(word);
      }
      wanted.set(module, known);
    }
  }
  return [...wanted].flatMap(([module, names]) =>
    names.size === 0 ? [] : [{ path: `${module.replaceAll(".", "/")}.py`, names: [...names] }],
  );
}

/** `uvicorn app.main:app`, `fastapi dev main.py`. */
function startedModules(commands: readonly string[]): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const command of commands) {
    for (const match of command.matchAll(
      /\b(?:uvicorn|gunicorn|hypercorn|granian)\b[^\n`]*?\s([A-Za-z_][\w.]*):([A-Za-z_]\w*)/gu,
    )) {
      wanted.push({ path: `${match[1]?.replaceAll(".", "/")}.py`, names: [match[2] ?? ""] });
    }
    for (const match of command.matchAll(/\bfastapi\s+(?:dev|run)\s+([\w./-]+\.py)\b/gu)) {
      const path = normalizePath(match[1] ?? "");
      if (path !== null) wanted.push({ path, names: ["app"] });
    }
  }
  return wanted;
}

function isTaken(path: string, taken: ReadonlySet<string>): boolean {
  const stem = path.slice(0, -3);
  return [...taken].some(
    (one) =>
      one === path ||
      one.endsWith(`/${path}`) ||
      one === `${stem}/__init__.py` ||
      one.endsWith(`/${stem}/__init__.py`),
  );
}
