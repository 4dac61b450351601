/** How many tokens prompts have, and how that is known. */
export interface InputTokens {
  /** One for each request, in their order. */
  readonly each: readonly PromptTokens[];
  /** Sum of all requests' `total`. */
  readonly total: number;
  /**
   * counted: by the API, all of them; extrapolated: by the API for a part, the others by their
   * length; estimated: by their length.
   */
  readonly basis: "counted" | "extrapolated" | "estimated";
  /** `basis` in words, such as `counted by the API`. */
  readonly words: string;
}

/** One prompt, in tokens. */
export interface PromptTokens {
  /** System prompt and request. */
  readonly total: number;
  /** Of these, the system prompt, by its share of the bytes. */
  readonly system: number;
  /** An upper bound of `total`; where it was counted, `total` itself. */
  readonly most: number;
}
