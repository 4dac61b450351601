import { UserError } from "../user-error.ts";

/** The error of baseline files that are not as they were written. */
export function damaged(message: string, place: string, cause?: unknown): UserError {
  return new UserError("baseline/damaged", message, {
    place,
    hint: "Restore the file (git checkout), or bless a run again: assay bless <run>",
    cause,
  });
}
