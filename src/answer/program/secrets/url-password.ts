import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";

/** What stands for an interpolation while a URL is read. */
const hole = "\uFFFC";
const authority = /^[A-Za-z][\w+.-]*:\/\/([^/?#\s"']*)@/u;

/**
 * The password in a string that is a URL, or a list of a connection's parameters: the string itself where it is written out, or the
 * expression that an f-string puts there. Null where there is none, or only a mark for one.
 */
export function passwordInUrl(string: SyntaxNode): SyntaxNode | null {
  const source = textOf(string);
  if (/\b(?:password|pwd)=/iu.test(source)) return passwordInPairs(string, source);
  if (!source.includes("://") || !source.includes("@")) return null;
  const holes: SyntaxNode[] = [];
  let text = "";
  for (const part of namedChildren(string)) {
    if (part.type === "interpolation") {
      holes.push(childAt(part, "expression") ?? namedChildren(part)[0] ?? part);
      text += hole;
    } else if (part.type === "string_content") {
      text += textOf(part);
    }
  }
  const user = authority.exec(text)?.[1];
  if (user === undefined) return null;
  const colon = user.indexOf(":");
  if (colon === -1) return null;
  const password = user.slice(colon + 1);
  if (password === hole) return holes[user.slice(0, colon).split(hole).length - 1] ?? null;
  if (password === "" || isMark(password)) return null;
  return string;
}

/** `host=db user=app password=hunter2`, `Server=db;PWD=hunter2` */
function passwordInPairs(string: SyntaxNode, source: string): SyntaxNode | null {
  if (!/\b(?:host|server|dbname|database|user|uid|driver)=/iu.test(source)) return null;
  const password = /\b(?:password|pwd)=([^\s;&"']*)/iu.exec(source)?.[1] ?? "";
  if (password.startsWith("{")) {
    const put = namedChildren(string).find(
      (one) =>
        one.type === "interpolation" &&
        /\b(?:password|pwd)=$/iu.test(source.slice(0, one.start - string.start)),
    );
    return put === undefined ? null : (childAt(put, "expression") ?? namedChildren(put)[0] ?? null);
  }
  return password === "" || isMark(password) ? null : string;
}

/** `<password>`, `${PASSWORD}`, `{password}`, `%s`, `****`, `...` */
export function isMark(text: string): boolean {
  return (
    /^(?:<.*>|\$\{?\w+\}?|\{.*\}|%\(?\w*\)?s|\*+|\.{3}|…|x{3,})$/iu.test(text) ||
    text.includes(hole)
  );
}
