/** What the server does instead of answering well. */
export type Fault =
  /** Replies with an error of the API. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfterMs?: number;
      /** `insufficient_quota`, `content_filter`, … */
      readonly code?: string;
      readonly message?: string;
    }
  /** Closes the connection before the first byte, or within the body. */
  | { readonly kind: "drop"; readonly when: "before" | "within" }
  /** Sends a body that is no JSON. */
  | { readonly kind: "malformed" }
  /** Sends JSON without an answer in it. */
  | { readonly kind: "empty" }
  /** Ends the answer for this reason: `length`, `content_filter`, … */
  | { readonly kind: "finish"; readonly reason: string; readonly content: string | null }
  /** The model declines, in the field of the API for it. */
  | { readonly kind: "refusal"; readonly text: string }
  /** Sends these headers with a good answer. */
  | { readonly kind: "headers"; readonly headers: Readonly<Record<string, string>> }
  /** Leaves `usage` out. */
  | { readonly kind: "no-usage" };
