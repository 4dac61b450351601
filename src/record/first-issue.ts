import type { z } from "zod";

/** The first thing that is wrong with a value, in one line: `answer.usage: expected object`. */
export function describeFirstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "it is not as it should be";
  return issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`;
}
