import { normalizePath } from "./file-path.ts";
import type { SourceLine } from "./source-line.ts";

const withAttribute =
  /^<([A-Za-z][\w.-]*)\b[^<>]*?\b(?:path|name|filename|file|filepath|file_path|file-path|title)\s*=\s*["']([^"'<>]+)["'][^<>]*>$/u;
const nameElement =
  /^<(path|filename|file_name|file-name|filepath|file_path|file-path|source|name|title)>\s*([^<>]+?)\s*<\/\1>$/iu;
const contentTag =
  /^<(content|contents|file_content|file_contents|document_content|document_contents|code|body|source_code)>$/iu;

/** The path that a line gives as a tag: `<file path="app/main.py">`, `<filename>app/main.py</filename>`. */
export function pathOfTag(line: string): string | null {
  if (line.length > 600) return null;
  const text = line.trim();
  const named = withAttribute.exec(text)?.[2] ?? nameElement.exec(text)?.[2];
  if (named === undefined || !/\.\w+$|file$|^\.\w/iu.test(named)) return null;
  return normalizePath(named);
}

/** A tag alone on its line between which and its closing tag a file's text stands. */
export function openingTag(
  lines: readonly SourceLine[],
  index: number,
): { readonly path: string; readonly closing: string } | null {
  const text = lines[index]?.text.trim() ?? "";
  if (text.length > 600 || !text.startsWith("<") || text.endsWith("/>")) return null;
  const element = withAttribute.exec(text)?.[1] ?? contentTag.exec(text)?.[1];
  if (element === undefined) return null;
  const path = pathOfTag(text) ?? pathAbove(lines, index);
  if (path === null || nameInside(lines, index)) return null;
  return { path, closing: `</${element.toLowerCase()}>` };
}

/** `<filename>` of the two lines above a `<content>`. */
function pathAbove(lines: readonly SourceLine[], index: number): string | null {
  if (!contentTag.test(lines[index]?.text.trim() ?? "")) return null;
  for (const line of lines.slice(Math.max(0, index - 3), index).toReversed()) {
    const path = pathOfTag(line.text);
    if (path !== null) return path;
  }
  return null;
}

/** `<file name="x">` that holds a `<content>`: the inner tag has the text. */
function nameInside(lines: readonly SourceLine[], index: number): boolean {
  return lines.slice(index + 1, index + 3).some((line) => contentTag.test(line.text.trim()));
}
