import { isBareName, languageOfPath } from "./language.ts";

const segment = String.raw`[\p{L}\p{N}_.@+~<>{}\[\]$%-]+`;
const pathStart = new RegExp(String.raw`^(?:[A-Za-z]:)?[\\/]*${segment}(?:[\\/]+${segment})*`, "u");
/** Names of products that look like files. */
const productName =
  /^(?:node|next|vue|nuxt|express|react|three|d3|deno|alpine|chart|socket)\.(?:js|io)$/i;

/**
 * A path as files of one project are named: `/` between segments, no `./` in front. Null for what
 * names no file inside the project: absolute paths, drives, home folders, `..`.
 */
export function normalizePath(path: string): string | null {
  const unified = path.trim().replaceAll("\\", "/");
  if (/^(?:\/|~|[A-Za-z]:)/.test(unified) || unified.includes("://")) return null;
  const segments = unified.split("/").filter((part) => part !== "" && part !== ".");
  if (segments.length === 0 || segments.includes("..")) return null;
  return segments.join("/");
}

/**
 * What stands at the start of a text and looks like a file's path, as it is written.
 * `known`: only paths whose name tells a kind of file; otherwise any extension will do after a `/`.
 */
export function matchPath(
  text: string,
  { known = false }: { readonly known?: boolean } = {},
): { readonly path: string; readonly rest: string } | null {
  const found = pathStart.exec(text)?.[0].replace(/[.~-]+$/, "");
  if (found === undefined || found === "" || !isFileName(found, known)) return null;
  const rest = text.slice(found.length);
  return /^(?:[\p{L}\p{N}_/\\=@&]|::|:\/\/)/u.test(rest) ? null : { path: found, rest };
}

/** All distinct normalised paths that a sentence mentions, in order; absolute ones left out. */
export function findPaths(sentence: string): readonly string[] {
  const paths: string[] = [];
  for (const word of sentence.split(/[\s`"'“”‘’(),;|*]+/u)) {
    if (word.includes("://") || word.includes("::") || word.startsWith("@")) continue;
    const match = matchPath(word, { known: true });
    if (match === null || !/^[:.!?…]*$/u.test(match.rest)) continue;
    const path = normalizePath(match.path);
    if (path !== null && !paths.includes(path)) paths.push(path);
  }
  return paths;
}

function isFileName(path: string, known: boolean): boolean {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  if (productName.test(path)) return false;
  if (isBareName(name)) return true;
  const stem = name.replace(/\.\w+$/, "");
  if (languageOfPath(name) !== "") return stem !== "";
  return !known && name !== path && stem !== "" && /\.[A-Za-z]\w{0,9}$/.test(name);
}
