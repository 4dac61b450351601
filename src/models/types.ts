import type {
  Answer,
  AnswerStatus,
  FailureCause,
  MissingStatus,
  ModelReference,
  Throttling,
} from "../record/index.ts";

/** What a model is asked for one sample. */
export interface ModelRequest {
  /** The agent's prompt. */
  readonly system: string;
  /** The case's request, the words of its fixture included. */
  readonly user: string;
  readonly caseId: string;
  /** Name of the prompt version. */
  readonly promptVersion: string;
  /** Hash of `system`, see `hashText`. */
  readonly promptHash: string;
  /** Hash of `user`. */
  readonly requestHash: string;
  /** 1-based. */
  readonly repeat: number;
}

/** What came of asking. What the network or the service does is data. */
export type ModelReply =
  | {
      readonly kind: "answer";
      readonly status: AnswerStatus;
      readonly answer: Answer;
      readonly lostAttempts?: number;
    }
  | {
      readonly kind: "failure";
      readonly status: MissingStatus;
      readonly cause: FailureCause;
      /** One sentence. */
      readonly reason: string;
      /** Requests that were sent and never answered in full: they may have been billed. */
      readonly lostAttempts?: number;
    }
  /** The signal was aborted before the reply was whole: as if never asked. */
  | { readonly kind: "aborted" };

export interface AskOptions {
  readonly signal: AbortSignal;
  /** Whether a request that was lost, and that may be billed, may be sent once more; asked each time. */
  readonly mayRetry?: () => Promise<boolean>;
}

/** One request of a batch. */
export interface BatchRequest {
  /** The batch's own name and a number: at most 64 letters, digits, hyphens and underscores. */
  readonly customId: string;
  readonly request: ModelRequest;
}

/** A batch that was, or was to be, submitted. */
export interface BatchIntent {
  /** Our own name: all custom ids begin with it. */
  readonly name: string;
  /** Number of requests. */
  readonly count: number;
  /** ISO time, UTC: not submitted before. */
  readonly at: string;
  /** The API's ids of batches that are known to be others. */
  readonly otherIds: readonly string[];
}

export type Submission =
  | { readonly kind: "submitted"; readonly id: string }
  | Extract<ModelReply, { readonly kind: "failure" | "aborted" }>;

/** How far a batch is. */
export interface BatchState {
  readonly id: string;
  readonly total: number;
  /** Requests that have ended, well or not. */
  readonly ended: number;
}

/** Asks many requests at once, at a lower price, with replies within 24 hours. */
export interface BatchModel {
  /** Most requests of one batch. */
  readonly mostRequests: number;
  /** Most that one request can cost, in USD; null: not known. */
  maxCostUsd(request: ModelRequest): number | null;
  /**
   * Submits once. Where the reply is lost, the batch is looked for before it is submitted again.
   *
   * @throws UserError as `Model.ask`
   */
  submit(
    requests: readonly BatchRequest[],
    intent: BatchIntent,
    signal: AbortSignal,
  ): Promise<Submission>;
  /**
   * Looks for a batch whose submission was never heard of.
   *
   * @returns its id; null: the API never took it
   */
  find(intent: BatchIntent, signal: AbortSignal): Promise<string | null>;
  /**
   * Waits until the batch has ended, and gives its replies, in no order. A batch that the API no
   * longer has gives none.
   *
   * @throws UserError `models/batch-unreachable`
   */
  replies(
    id: string,
    options: { readonly signal: AbortSignal; readonly onState: (state: BatchState) => void },
  ): AsyncIterable<{ readonly customId: string; readonly reply: ModelReply }>;
}

/** Counts the tokens of a prompt; rejects where that cannot be. */
export type CountTokens = (
  request: Pick<ModelRequest, "system" | "user">,
  signal: AbortSignal,
) => Promise<number>;

/** Something that answers requests. */
export interface Model extends ModelReference {
  /**
   * Sees to it that the requests can be asked, before the first one is.
   *
   * @throws UserError what is missing, and how to provide it
   */
  prepare(requests: readonly ModelRequest[]): Promise<void>;
  /**
   * @throws UserError only for what asking on cannot mend and the user can: a wrong key, a model
   * that does not exist. It ends the run.
   */
  ask(request: ModelRequest, options: AskOptions): Promise<ModelReply>;
  /** Most that one request can cost, in USD; null: not known. Absent: asking is free. */
  maxCostUsd?(request: ModelRequest): number | null;
  /** Asking many at once; absent: the model cannot. */
  readonly batches?: BatchModel;
  /** What the adaptive concurrency did. */
  throttling?(): Throttling;
  /** Gives back what the model holds; nothing is asked after it. */
  close?(): Promise<void>;
}
