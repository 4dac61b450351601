import { z } from "zod";
import { answerStatuses, describeFirstIssue } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import type { InputLine } from "./split-lines.ts";

/** The longest line of input, in bytes: a thousand times a long answer. */
export const longestLineBytes = 32 * 1024 * 1024;

/** A line of `assay grade --stdin-jsonl`; other fields are passed over. */
const answerLineSchema = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    /** The answer's Markdown. */
    answer: z.string().refine((text) => text.trim() !== "", "the answer is empty"),
    /** What the user asked. */
    request: z.string().optional(),
    /** A case of the suite, for its request and its gates. */
    case: z.string().optional(),
    /** How the reply ended. */
    status: z.enum(answerStatuses).optional(),
  })
  .refine((line) => line.request === undefined || line.case === undefined, {
    message: "request and case say two things: give one of them",
  });

export type AnswerLine = z.infer<typeof answerLineSchema>;

/** What a line says, or why it cannot be graded. Both come with an id: without one, the line's number. */
export type ParsedLine =
  | { readonly id: string | number; readonly line: AnswerLine }
  | { readonly id: string | number; readonly error: string };

/** Reads a line; null: there is nothing in it. */
export function parseAnswerLine({ number, bytes }: InputLine): ParsedLine | null {
  if (bytes === null) {
    return { id: number, error: `the line is longer than ${longestLineBytes / 1024 / 1024} MB` };
  }
  const given = decode(bytes);
  if (given instanceof UserError) return { id: number, error: given.message };
  if (given === undefined) return null;
  const parsed = answerLineSchema.safeParse(given);
  if (parsed.success) return { id: parsed.data.id ?? number, line: parsed.data };
  return { id: idOf(given) ?? number, error: describeFirstIssue(parsed.error) };
}

/** undefined: an empty line. */
function decode(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.trim() === "" ? undefined : JSON.parse(text);
  } catch (error) {
    const words = error instanceof SyntaxError ? error.message : "not UTF-8 text";
    return new UserError("grade/no-json", `the line is no JSON: ${words}`);
  }
}

function idOf(given: unknown): string | number | null {
  if (typeof given !== "object" || given === null || !("id" in given)) return null;
  return typeof given.id === "string" || typeof given.id === "number" ? given.id : null;
}
