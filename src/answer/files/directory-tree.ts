import { normalizePath } from "./file-path.ts";

/** The files that a directory tree lists, as paths from its root. */
export function readDirectoryTree(lines: readonly string[]): readonly string[] {
  const entries = lines.flatMap(readEntry);
  const paths: string[] = [];
  const folders: { readonly column: number; readonly path: string }[] = [];
  for (const [index, { column, name, isFolder }] of entries.entries()) {
    while ((folders.at(-1)?.column ?? -1) >= column) folders.pop();
    const parent = folders.at(-1)?.path ?? "";
    const hasChildren = (entries[index + 1]?.column ?? -1) > column;
    const names = name.split(/,\s*/u);
    if (isFolder || (hasChildren && names.length === 1)) {
      folders.push({
        column,
        path: name === "." ? parent : `${parent}${name.replace(/\/$/u, "")}/`,
      });
      continue;
    }
    for (const file of names) {
      const path = normalizePath(`${parent}${file}`);
      if (path !== null && /\.\w+$|(?:^|\/)\w*file$/iu.test(path) && !file.includes("...")) {
        paths.push(path);
      }
    }
  }
  return paths;
}

interface TreeEntry {
  readonly column: number;
  readonly name: string;
  readonly isFolder: boolean;
}

function readEntry(line: string): readonly TreeEntry[] {
  const prefix = /^(?:[\s│|├└╰╠╚─━═└`+]|-(?=[-\s]))*/u.exec(line)?.[0] ?? "";
  const name = /^(?:[^\s#←(]+(?:,\s+[\w.-]+\.\w+)*)/u.exec(line.slice(prefix.length))?.[0] ?? "";
  if (name === "" || /^(?:\.\.\.|…)$/u.test(name)) return [];
  return [{ column: prefix.length, name, isFolder: name.endsWith("/") || name === "." }];
}

/**
 * A tree often starts with the project's own folder, which the files' names leave out: it goes where
 * no file of the answer stands in it and one stands in a folder of it.
 */
export function dropProjectFolder(
  expected: readonly string[],
  given: readonly string[],
): readonly string[] {
  const root = expected[0]?.split("/")[0];
  if (root === undefined || !expected.every((path) => path.startsWith(`${root}/`))) return expected;
  if (given.some((path) => path.startsWith(`${root}/`))) return expected;
  const inner = expected.map((path) => path.slice(root.length + 1));
  return inner.some((path) => given.some((file) => file === path || sameFolder(file, path)))
    ? inner
    : expected;
}

function sameFolder(a: string, b: string): boolean {
  return a.includes("/") && b.includes("/") && a.split("/")[0] === b.split("/")[0];
}
