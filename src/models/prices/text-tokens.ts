/** What wraps a text in a message, in tokens: far more than was ever seen. */
const mostFrameTokens = 32;
/** What usually does. */
const usualFrameTokens = 4;
/** From Anthropic's glossary, for English: "approximately 3.5 characters" a token. */
const bytesPerToken = 3.5;

/**
 * An upper bound of the tokens of a text that is sent, known without asking: a token stands for at
 * least one byte of UTF-8. Tokenizers may bring a text into its compatibility form first (NFKC),
 * which can be longer.
 */
export function boundTokens(text: string): number {
  return Math.max(bytesOf(text), bytesOf(text.normalize("NFKC"))) + mostFrameTokens;
}

/** About how many tokens a text that is sent has: an estimate, which code and other languages exceed. */
export function estimateTokens(text: string): number {
  return estimateTokensOfBytes(bytesOf(text)) + usualFrameTokens;
}

/** About how many tokens so many bytes of UTF-8 are. */
export function estimateTokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / bytesPerToken);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
