/** Something that the user can mend: printed in one to three lines, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** Stable, machine-readable: `agent/no-front-matter`, `suite/unknown-check`, … */
  readonly code: string;
  /** What to do about it, as a sentence or a command. */
  readonly hint: string | undefined;
  /** Where: `file` or `file:line`. */
  readonly place: string | undefined;
  /** The exit code of the process, see docs/exit-codes.md. */
  readonly exitCode: number;

  constructor(
    code: string,
    message: string,
    details: {
      readonly place?: string;
      readonly hint?: string;
      readonly cause?: unknown;
      readonly exitCode?: number;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.place = details.place;
    this.hint = details.hint;
    this.exitCode = details.exitCode ?? 2;
  }
}
