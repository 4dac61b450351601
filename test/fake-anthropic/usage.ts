/** Tokens that are billed, each in one of the four. */
export interface BilledUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

export const noUsage: BilledUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

export function addUsage(one: BilledUsage, other: BilledUsage): BilledUsage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
  };
}

const charactersPerToken = 4;

/** Four characters a token: near enough for a server whose bills nobody pays. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** The beginning of a text that is so many tokens long at most. */
export function firstTokens(text: string, tokens: number): string {
  return text.slice(0, tokens * charactersPerToken);
}
