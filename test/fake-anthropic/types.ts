import type { MessageBody } from "./message-body.ts";
import type { BatchOptions } from "./batches/batch.ts";

/** What the server does with a message instead of answering well. */
export type Fault =
  /** Replies with an error of the API. */
  | {
      readonly kind: "status";
      readonly status: number;
      /** Sent as `retry-after-ms`, in milliseconds. */
      readonly retryAfterMs?: number;
      /** Sent as `retry-after`, in seconds. */
      readonly retryAfterSeconds?: number;
      readonly message?: string;
    }
  /** Closes the connection; in mid-stream after so many pieces of text, before any byte at 0. */
  | { readonly kind: "drop"; readonly afterPieces: number }
  /** Ends the stream in good order after so many pieces, without saying that the message is done. */
  | { readonly kind: "cut"; readonly afterPieces: number }
  /** Sends nothing more after so many pieces, not even the headers at 0, and keeps the connection. */
  | { readonly kind: "silent"; readonly afterPieces: number }
  /** Sends an error event in mid-stream, as the API does when it is overloaded. */
  | { readonly kind: "error-event"; readonly type: string; readonly afterPieces?: number }
  /** Sends an event whose data is no JSON. */
  | { readonly kind: "malformed"; readonly afterPieces?: number }
  /** Answers well, at so many bytes a second. */
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** Ends the answer for another reason than that it is done. */
  | { readonly kind: "stop"; readonly reason: string }
  /** Names another model than the one asked. */
  | { readonly kind: "other-model"; readonly model: string };

/** One message that was asked for, as it came. */
export interface SeenRequest {
  readonly id: string;
  readonly user: string;
  readonly system: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly body: MessageBody;
  /** 1-based, among the requests with this user text. */
  readonly attempt: number;
}

/** A call of any route but the one for messages. */
export interface RouteCall {
  readonly route:
    | "count_tokens"
    | "models"
    | "batches.create"
    | "batches.list"
    | "batches.retrieve"
    | "batches.results"
    | "batches.cancel";
  /** 1-based, among the calls of this route. */
  readonly attempt: number;
}

/** What becomes of such a call. */
export type RouteFault =
  | Extract<Fault, { readonly kind: "status" }>
  /** Nothing is done, and the connection closed. */
  | { readonly kind: "drop" }
  /** It is done, and nobody is told: the connection closes in place of the reply. */
  | { readonly kind: "drop-after" }
  /** It is done, and nobody is told: the connection stays open. */
  | { readonly kind: "silent-after" }
  /** Half of the reply is sent, then the connection closes. */
  | { readonly kind: "drop-within" }
  /** Nothing is done, and the connection stays open. */
  | { readonly kind: "silent" };

export interface FakeOptions {
  /** Wait before the first byte, in milliseconds. */
  readonly delayMs?: number | ((request: SeenRequest) => number);
  /** Text of the answer. */
  readonly answer?: (request: SeenRequest) => string;
  /** null: answer well. */
  readonly fault?: (request: SeenRequest) => Fault | null;
  readonly routeFault?: (call: RouteCall) => RouteFault | null;
  /** Keys that are let in; without it any key is. */
  readonly keys?: readonly string[];
  /** Ids of models that it has besides those of the table. */
  readonly models?: readonly string[];
  readonly batches?: BatchOptions;
}
