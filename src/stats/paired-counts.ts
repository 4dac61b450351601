/** How many of a case's answers pass. */
export interface PassCount {
  readonly passes: number;
  /** 1 or more. */
  readonly answers: number;
}

/** One case, answered by the baseline and by the candidate. */
export interface PairedCounts {
  readonly before: PassCount;
  readonly after: PassCount;
}

/** Share of a case's answers that pass, 0..1. */
export function shareOf({ passes, answers }: PassCount): number {
  return passes / answers;
}

/** The candidate's share minus the baseline's, −1..1, for each case. */
export function differencesOf(pairs: readonly PairedCounts[]): readonly number[] {
  return pairs.map(({ before, after }) => shareOf(after) - shareOf(before));
}
