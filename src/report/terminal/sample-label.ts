import type { RunRecord, Sample } from "../../record/index.ts";
import { printable } from "./layout/index.ts";

/** Names a sample by its case and by what else the run varies: `jwt-auth · concise · #2`. */
export function labelSample(run: RunRecord, sample: Sample): string {
  return [
    sample.case,
    ...(run.promptVersions.length > 1 ? [sample.promptVersion] : []),
    ...(run.models.length > 1 ? [sample.model] : []),
    ...(run.repeats > 1 ? [`#${sample.repeat}`] : []),
  ]
    .map((part) => printable(part))
    .join(" · ");
}
