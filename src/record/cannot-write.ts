import { UserError } from "../user-error.ts";

/** The error of a run that cannot be written, with the file or folder in the way. */
export function cannotWrite(place: string, cause: unknown): UserError {
  return new UserError("record/cannot-write", `The run cannot be written: ${reasonOf(cause)}.`, {
    place,
    hint: "Make room or mend the permissions, then go on with --resume. What was stored is kept.",
    cause,
  });
}

/** The system's reason without the path, which stands beside it: `EACCES: permission denied`. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replace(/, \w+(?: '.*')?$/su, "");
}
