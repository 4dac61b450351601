import type { Message, RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages.js";
import { breakOff, keepSilent, write, type Reply } from "./reply.ts";
import { errorBody, writeHead } from "./send-json.ts";
import type { Fault } from "./types.ts";

/** Faults that are decided before any byte of an answer. */
type StreamFault = Exclude<Fault, { readonly kind: "status" }>;

export interface Sending {
  readonly message: Message;
  readonly fault: StreamFault | null;
  /** Called before the last byte of a whole message is sent. */
  readonly onLast: () => void;
}

/**
 * Sends a message as a stream of events in the API's order, or as far as the fault lets it.
 *
 * @returns whether the message was sent whole
 */
export async function sendStream(
  reply: Reply,
  { message, fault, onLast }: Sending,
): Promise<boolean> {
  writeHead(reply, 200, "text/event-stream; charset=utf-8");
  const pace = fault?.kind === "slow" ? fault.bytesPerSecond : null;
  const stopAfter = piecesBeforeFault(fault);
  let pieces = 0;
  for (const event of eventsOf(message)) {
    const isPiece = event.type === "content_block_delta" && event.delta.type === "text_delta";
    const isEnd = event.type === "message_delta";
    if (fault && stopAfter !== null && (isEnd || (isPiece && pieces >= stopAfter))) {
      await breakStream(reply, fault);
      return false;
    }
    if (event.type === "message_stop") onLast();
    await write(sse(event.type, event), reply, pace);
    if (event.type === "message_start") await write(sse("ping", { type: "ping" }), reply, pace);
    if (isPiece) pieces += 1;
  }
  reply.response.end();
  return reply.ended;
}

/**
 * Sends a message in one piece; a fault in mid-stream sends half of it.
 *
 * @returns whether the message was sent whole
 */
export async function sendWhole(
  reply: Reply,
  { message, fault, onLast }: Sending,
): Promise<boolean> {
  const text = JSON.stringify(message);
  const isHalf = piecesBeforeFault(fault) !== null;
  writeHead(reply, 200, "application/json");
  const pace = fault?.kind === "slow" ? fault.bytesPerSecond : null;
  await write(text.slice(0, isHalf ? text.length / 2 : -1), reply, pace);
  if (fault?.kind === "drop") await breakOff(reply);
  else if (fault?.kind === "silent") await keepSilent(reply);
  else if (isHalf) reply.response.end();
  if (isHalf) return false;
  onLast();
  await write(text.slice(-1), reply, pace);
  reply.response.end();
  return reply.ended;
}

/** After how many pieces of text a stream breaks; null: never. */
function piecesBeforeFault(fault: StreamFault | null): number | null {
  switch (fault?.kind) {
    case "drop":
    case "cut":
    case "silent":
      return fault.afterPieces;
    case "error-event":
    case "malformed":
      return fault.afterPieces ?? Infinity;
    default:
      return null;
  }
}

async function breakStream(reply: Reply, fault: StreamFault): Promise<void> {
  if (fault.kind === "drop") return breakOff(reply);
  if (fault.kind === "silent") return keepSilent(reply);
  if (fault.kind === "error-event") {
    const body = errorBody(fault.type, "Failing in mid-stream as told.", reply.requestId);
    await write(sse("error", body), reply, null);
  }
  if (fault.kind === "malformed") {
    const broken = 'event: content_block_delta\ndata: {"type":"content_block_delta","ind\n\n';
    await write(broken, reply, null);
  }
  reply.response.end();
}

/** The events of a message; every 40 characters of text are one piece. */
function* eventsOf(message: Message): Generator<RawMessageStreamEvent> {
  const { content, stop_reason, stop_sequence, stop_details, usage, container } = message;
  yield {
    type: "message_start",
    message: {
      ...message,
      content: [],
      stop_reason: null,
      stop_details: null,
      usage: { ...usage, output_tokens: 1 },
    },
  };
  for (const [index, block] of content.entries()) {
    if (block.type === "thinking") {
      const { thinking, signature } = block;
      const empty = { ...block, thinking: "", signature: "" };
      yield { type: "content_block_start", index, content_block: empty };
      yield { type: "content_block_delta", index, delta: { type: "thinking_delta", thinking } };
      yield { type: "content_block_delta", index, delta: { type: "signature_delta", signature } };
    } else if (block.type === "text") {
      yield { type: "content_block_start", index, content_block: { ...block, text: "" } };
      for (const text of block.text.match(/[^]{1,40}/gu) ?? []) {
        yield { type: "content_block_delta", index, delta: { type: "text_delta", text } };
      }
    }
    yield { type: "content_block_stop", index };
  }
  yield {
    type: "message_delta",
    delta: { stop_reason, stop_sequence, stop_details, container },
    usage: {
      input_tokens: usage.input_tokens,
      output_tokens: usage.output_tokens,
      cache_creation_input_tokens: usage.cache_creation_input_tokens,
      cache_read_input_tokens: usage.cache_read_input_tokens,
      output_tokens_details: usage.output_tokens_details,
      server_tool_use: usage.server_tool_use,
    },
  };
  yield { type: "message_stop" };
}

function sse(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
