import { defaultResultsFolder } from "../command.ts";

/** What a user types to name this run again: `latest` where that was said, its id, or its folder. */
export function referenceOf(
  { run, folder }: { readonly run: { readonly id: string }; readonly folder: string },
  { reference, resultsFolder }: { readonly reference: string; readonly resultsFolder: string },
): string {
  if (resultsFolder !== defaultResultsFolder) return folder;
  return reference === "latest" ? reference : run.id;
}
