import path from "node:path";
import { UserError } from "../user-error.ts";

/**
 * The items whose id matches one of the globs, in their own order; all where there is no glob.
 * `*` is any run of characters, `?` one, `[ab]` one of these, `{a,b}` one of these words.
 *
 * @param option for messages: `--case`, `--gate`
 * @throws UserError `run/no-match` for a glob that matches nothing
 */
export function selectByGlob<T extends { readonly id: string }>(
  items: readonly T[],
  globs: readonly string[],
  option: string,
): readonly T[] {
  if (globs.length === 0) return items;
  for (const glob of globs) {
    if (items.some(({ id }) => path.posix.matchesGlob(id, glob))) continue;
    const ids = items.map(({ id }) => id).join(", ");
    throw new UserError("run/no-match", `Nothing is called "${glob}".`, {
      place: `${option} ${glob}`,
      hint: ids === "" ? "The suite has none." : `There are: ${ids}.`,
    });
  }
  return items.filter(({ id }) => globs.some((glob) => path.posix.matchesGlob(id, glob)));
}
