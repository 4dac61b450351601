/** What the process's exit code says. Documented in docs/exit-codes.md. */
export const exitCodes = {
  fine: 0,
  /** A threshold was missed, a regression was found, or `--check` found a difference. */
  findings: 1,
  /** Wrong usage, or a wrong or damaged file. */
  usage: 2,
  /** Too much is missing, or no gate at all was decided. */
  incomplete: 3,
  /** A bug in assay (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** Ctrl-C: what was done is kept. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
