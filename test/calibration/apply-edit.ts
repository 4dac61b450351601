import { z } from "zod";

/** One edit of a recorded answer, as a person would make it in an editor. */
export const editSchema = z.strictObject({
  name: z.string(),
  /** `version/case` of a recorded answer. */
  answer: z.string(),
  /** Each text is found exactly once and replaced. */
  edits: z.array(z.strictObject({ find: z.string().min(1), replace: z.string() })).min(1),
});

export type Edit = z.infer<typeof editSchema>;

/** Makes the edits in their order; a text that is not there exactly once is an error of the data. */
export function applyEdit(text: string, { name, edits }: Edit): string {
  return edits.reduce((edited, { find, replace }) => {
    const places = edited.split(find).length - 1;
    if (places !== 1) throw new Error(`${name}: found ${places} times: ${find}`);
    return edited.replace(find, () => replace);
  }, text);
}
