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
  const definers = new Map<string, Set<number>>();
  for (const [index, version] of nameless) {
    for (const name of definedNames(readPythonOutline(joinText(version.lines)))) {
      definers.set(name, (definers.get(name) ?? new Set()).add(index));
    }
  }
  const taken = takenPaths(versions);
  const found = new Map<number, string[]>();
  for (const { path, names } of [...importedModules(versions), ...startedModules(commands)]) {
    if (taken.has(path)) continue;
    const fitting = [...(definers.get(names[0] ?? "") ?? [])].filter((index) =>
      names.every((name) => definers.get(name)?.has(index) === true),
    );
    const index = fitting[0];
    if (index === undefined || fitting.length > 1) continue;
    const paths = found.get(index) ?? [];
    if (!paths.includes(path)) found.set(index, [...paths, path]);
  }
  const sole = [...found].filter(([, paths]) => paths.length === 1);
  const uses = new Map<string, number>();
  for (const [, [path = ""]] of sole) uses.set(path, (uses.get(path) ?? 0) + 1);
  return new Map(
    sole.flatMap(([index, [path = ""]]) => (uses.get(path) === 1 ? [[index, path] as const] : [])),
  );
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
      /\b(?:uvicorn|gunicorn|hypercorn|granian)\b[^\n`]{0,200}?\s([A-Za-z_][\w.]*):([A-Za-z_]\w*)/gu,
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

/** The paths of the answer's files with all their ends: `app/db.py` is there as `src/app/db.py` or as a package too. */
function takenPaths(versions: readonly FileVersion[]): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { path, from } of versions) {
    if (from === null) continue;
    for (const whole of [path, path.replace(/\/__init__\.py$/u, ".py")]) {
      const segments = whole.split("/");
      for (let start = 0; start < Math.min(segments.length, 20); start += 1) {
        taken.add(segments.slice(start).join("/"));
      }
    }
  }
  return taken;
}
