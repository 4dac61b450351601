import { matchPath, normalizePath } from "./file-path.ts";

/** A line whose business is to name a file: `app/main.py`, `File: app/main.py (excerpt)`, `Add to app/main.py:`. */
export interface PathLabel {
  /** Null: it names a file that no project can hold (absolute, `..`). */
  readonly path: string | null;
  /** The words around the path, which may say that what follows is an excerpt. */
  readonly words: string;
}

const lead =
  /^(?:(?:the )?(?:file ?name|file ?path|file|path|module|source|location|title)\b|(?:new|updated|modified|changed|full|complete|final|existing|revised)(?: (?:version of|file|module|code for))?\b|(?:create|edit|patch|update|extend|change|modify|replace)(?: the)?(?: file)?\b|(?:contents?|excerpt|snippet|part|top|bottom|end|start|rest|continuation) (?:of|from)\b|(?:save|put|place|write|store)(?: (?:this|it))? (?:as|to|in|into|under)\b|(?:add|append|insert|paste)(?: (?:this|these|it|them|the following))?(?: (?:lines?|code|imports?))?(?: (?:to|in|into|at))?(?: the (?:top|bottom|end) of)?\b|additions? (?:to|in|for)\b|changes? (?:to|in|for)\b|(?:in|inside|within|into|from|for|at|to)(?: (?:your|the|the existing|your existing))?\b|at the (?:top|bottom|end) of\b|(?:your|the)(?: existing)?\b|step \d+\b|part \d+\b|e\.g\.|\(?\d+[.)]|[a-z]\)|example\b|then\b|now\b|and\b|finally\b|tests?(?=:)|(?:neue |nouveau |nuevo )?(?:datei|fichier|archivo|fichero|arquivo|plik|bestand|dosya|файл)(?!\p{L})|(?:新建|创建|修改|更新)?(?:文件(?:名|路径)?|代码|測試|测试|檔案|ファイル|파일))[\s:：.–—-]*/iu;

/** A label is short: what stands further to the right is not read. */
const maxLabelLength = 600;

/** Reads a line without its comment mark, heading mark or list mark. */
export function parsePathLabel(line: string): PathLabel | null {
  let text = stripMarks(line);
  let leading = "";
  for (let round = 0; round < 6; round += 1) {
    const direct = matchPath(text);
    if (direct !== null) {
      const words = trailingWords(direct.rest, leading !== "" || round > 0);
      return words === null
        ? null
        : { path: normalizePath(direct.path), words: `${leading} ${words}`.trim() };
    }
    const found = lead.exec(text)?.[0];
    if (found === undefined || found === "") return null;
    leading += found;
    text = text.slice(found.length);
  }
  return null;
}

/** Bold, back-ticks, links, rulers and ornaments go; what is part of a path stays. */
export function stripMarks(line: string): string {
  const plain = line
    .slice(0, maxLabelLength)
    .replace(/<!--|-->/gu, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replace(
      /<\/?(?:summary|details|code|b|strong|em|i|h[1-6]|p|div|span|br|a|u|kbd|tt|li|ul)\b[^<>]*>/giu,
      "",
    )
    .replace(/[*`"“”]/gu, "")
    .trim();
  const bold = /^__(.+)__(:?)$/u.exec(plain);
  return (bold === null ? plain : `${bold[1]}${bold[2]}`)
    .replace(/^(?:[^\p{L}\p{N}_.<{[(/\\~…]|\.{2,}(?![\w/\\]))+/u, "")
    .replace(/\s*[=~#─━_]{2,}\s*$|\s+-{2,}\s*$/u, "")
    .trim();
}

/** What follows the path; null where the line is a sentence that merely begins with a path. */
function trailingWords(rest: string, led: boolean): string | null {
  const text = rest.trim();
  if (/^[:.,;…]?$/u.test(text)) return "";
  if (/^[([{]/u.test(text) || /^\s{2,}\S/u.test(rest)) return text;
  if (/^(?:--+|[-–—→←|]|=>|<-|#|\/\/|·|•)(?:\s|$)/u.test(text) || /^[–—]/u.test(text)) return text;
  if (/^:\s*(?:L?\d+(?:\s*[-–]\s*L?\d+)?)$/u.test(text)) return `excerpt ${text}`;
  // `main.py: include_router(router)` is a remark on another file, no name.
  if (/^:\s/u.test(text)) return led || !/[()=;]/u.test(text) ? text : null;
  return /^[,;]?\s*(?:(?:an? |the )?(?:excerpts?|snippets?|continued|cont\.?|updated|new|modified|partial|changed|unchanged|additions?|relevant parts?(?: only)?|full|complete|final|file|version|example|v\d))+[\s:.]*$/iu.test(
    text,
  )
    ? text
    : null;
}
