import { matchPath, normalizePath } from "./file-path.ts";
import { isLanguageWord, languageOfPath, resolveLanguage } from "./language.ts";
import { parsePathLabel, type PathLabel } from "./path-label.ts";

export interface FenceInfo {
  /** Aliases resolved; `""` where the info string names none. */
  readonly language: string;
  readonly label: (PathLabel & { readonly from: "info" | "tag" }) | null;
}

const pair =
  /\b(title|file|filename|file_name|name|path|filepath|file_path|label|caption|src|source|tag)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s"'},\]]+))/giu;

/** Reads what stands behind the opening fence: `python title="app/main.py"`, `python:app/main.py`, `{.py file=…}`, `app/main.py`. */
export function parseInfoString(info: string): FenceInfo {
  const text = info.trim();
  const word = /^\{?\s*\.?([\w+#-]*)/u.exec(text)?.[1] ?? "";
  const label = readLabel(text);
  if (isLanguageWord(word) && !/^\{?\s*\.?[\w+#-]+[./\\]/u.test(text)) {
    return { language: resolveLanguage(word), label };
  }
  if (label?.path !== undefined && label.path !== null && text.startsWith(label.path.slice(0, 1))) {
    const language = languageOfPath(label.path);
    if (language !== "") return { language, label };
  }
  return {
    language:
      /^[\w+#-]+$/u.test(word) && !/[./\\]/u.test(text.split(/\s/u)[0] ?? "")
        ? resolveLanguage(word)
        : "",
    label,
  };
}

function readLabel(text: string): FenceInfo["label"] {
  for (const [, key, ...values] of text.matchAll(pair)) {
    const label = parsePathLabel(values.find((value) => value !== undefined) ?? "");
    if (label !== null) return { ...label, from: key?.toLowerCase() === "tag" ? "tag" : "info" };
  }
  const numbered = /^(?:[\w+#-]+\s+)?\d+:\d+:(\S+)/u.exec(text)?.[1];
  const numberedPath = numbered === undefined ? null : matchPath(numbered);
  if (numberedPath !== null) {
    return { path: normalizePath(numberedPath.path), words: "excerpt", from: "info" };
  }
  for (const [index, part] of text.split(/[\s{}()[\],|]+/u).entries()) {
    // `Dockerfile` is a language before it is a file.
    if (index === 0 && isLanguageWord(part)) continue;
    const bare = part.replace(/^[\w+#-]+:(?![\\/])/u, "").replace(/^#/u, "");
    const match = matchPath(bare, { known: true });
    if (match === null || match.rest !== "") continue;
    const after = text.slice(text.indexOf(part) + part.length).trim();
    return { path: normalizePath(match.path), words: after, from: "info" };
  }
  return null;
}
