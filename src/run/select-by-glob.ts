import path from "node:path";
import { findNearestName } from "../suite/index.ts";
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
    const ids = items.map(({ id }) => id);
    const nearest = nearestGlob(glob, ids);
    throw new UserError("run/no-match", `No ${option.replace(/^-+/u, "")} is called "${glob}".`, {
      place: `${option} ${glob}`,
      hint: [
        ...(nearest === null ? [] : [`Did you mean ${nearest}?`]),
        ids.length === 0 ? "The suite has none." : `There are: ${ids.join(", ")}.`,
      ].join(" "),
    });
  }
  return items.filter(({ id }) => globs.some((glob) => path.posix.matchesGlob(id, glob)));
}

/** The id that was mistyped, or the glob that the given one is the beginning of. */
function nearestGlob(glob: string, ids: readonly string[]): string | null {
  const nearest = findNearestName(glob, ids);
  if (nearest !== null || glob === "") return nearest;
  return ids.some((id) => id.startsWith(glob)) ? `'${glob}*'` : null;
}
