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
  /** Whether a request that was lost, and that may be billed, may be sent once more. */
  readonly mayRetry?: () => boolean;
}

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
  /** What the adaptive concurrency did. */
  throttling?(): Throttling;
  /** Gives back what the model holds; nothing is asked after it. */
  close?(): Promise<void>;
}
