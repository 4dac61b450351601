import path from "node:path";
import { defaultResultsFolder } from "../command.ts";

/**
 * What a user types to name a run again: `latest` where it is that one, else its id; its folder
 * where that is not in the usual place.
 */
export function referenceOf(
  { run, folder }: { readonly run: { readonly id: string }; readonly folder: string },
  { isLatest }: { readonly isLatest: boolean },
): string {
  const isUsual = path.resolve(path.dirname(folder)) === path.resolve(defaultResultsFolder);
  if (!isUsual) return folder;
  return isLatest ? "latest" : run.id;
}
