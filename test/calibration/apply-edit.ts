import { z } from "zod";

const editStepSchema = z.union([
  /** A text that stands in the answer exactly once. */
  z.strictObject({ find: z.string().min(1), replace: z.string() }),
  /** A regular expression with the flags `gmu`, found at least once; `$1` is its first group. */
  z.strictObject({ findAll: z.string().min(1), replace: z.string() }),
]);

/** One edit of a recorded answer, as a person would make it in an editor. */
export const editSchema = z.strictObject({
  name: z.string(),
  /** `version/case` of a recorded answer. */
  answer: z.string(),
  edits: z.array(editStepSchema).min(1),
});

export type Edit = z.infer<typeof editSchema>;

/** Makes the edits in their order; a text that is not there as it should be is an error of the data. */
export function applyEdit(text: string, { name, edits }: Edit): string {
  const edited = edits.reduce((before, step) => {
    if ("find" in step) {
      const places = before.split(step.find).length - 1;
      if (places !== 1) throw new Error(`${name}: found ${places} times: ${step.find}`);
      return before.replace(step.find, () => step.replace);
    }
    const after = before.replaceAll(new RegExp(step.findAll, "gmu"), step.replace);
    if (after === before) throw new Error(`${name}: changes nothing: ${step.findAll}`);
    return after;
  }, text);
  if (edited === text) throw new Error(`${name}: changes nothing`);
  return edited;
}
