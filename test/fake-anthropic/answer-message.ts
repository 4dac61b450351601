import type { Bill } from "./account.ts";
import { buildMessage } from "./build-message.ts";
import { checkMessage } from "./check-message.ts";
import {
  messageBodySchema,
  sayIssue,
  systemTextOf,
  userTextOf,
  type MessageBody,
} from "./message-body.ts";
import { breakOff, keepSilent, wait, type Reply } from "./reply.ts";
import { sendError, sendStatus } from "./send-json.ts";
import { sendStream, sendWhole } from "./send-message.ts";
import type { ServerState } from "./server-state.ts";
import type { SeenRequest } from "./types.ts";

/** POST /v1/messages */
export async function answerMessage(
  json: unknown,
  apiKey: string | null,
  reply: Reply,
  state: ServerState,
): Promise<void> {
  const parsed = messageBodySchema.safeParse(json);
  if (!parsed.success) {
    refuse(reply, state, 400, sayIssue(parsed.error));
    return;
  }
  const body = parsed.data;
  const model = state.models.find(({ id }) => id === body.model);
  if (!model) {
    refuse(reply, state, 404, `model: ${body.model}`);
    return;
  }
  const request = seenRequest(body, apiKey, reply, state);
  state.see(request);
  const leave = state.account.enter(body.model);
  try {
    const issue = checkMessage(body, model);
    if (issue === null) await answer(request, reply, state, leave);
    else refuse(reply, state, 400, issue);
  } finally {
    leave();
  }
}

async function answer(
  request: SeenRequest,
  reply: Reply,
  state: ServerState,
  onLast: () => void,
): Promise<void> {
  const { options, account, cache, answered } = state;
  const { id, body, user, system, model } = request;
  const { delayMs = 0 } = options;
  const fault = options.fault?.(request) ?? null;
  await wait(typeof delayMs === "number" ? delayMs : delayMs(request), reply);
  if (fault?.kind === "status") {
    account.refuse(fault.status);
    sendStatus(reply, fault);
    return;
  }
  const text = options.answer?.(request) ?? `Answer to: ${user}`;
  const { message, usage } = buildMessage({ id, body, text, fault, cache, isBatch: false });
  const servedModel = message.model;
  const bill: Bill = { id, user, system, model, servedModel, isBatch: false, usage };
  if (reply.gone.aborted) {
    account.bill(bill, "unfinished");
    return;
  }
  cache.write(body);
  if ((fault?.kind === "drop" || fault?.kind === "silent") && fault.afterPieces === 0) {
    account.bill(bill, "unfinished");
    await (fault.kind === "drop" ? breakOff(reply) : keepSilent(reply));
    return;
  }
  const send = body.stream === true ? sendStream : sendWhole;
  const isWhole = await send(reply, { message, fault, onLast });
  account.bill(bill, isWhole ? "whole" : "unfinished");
  if (isWhole) answered.push(user);
}

function seenRequest(
  body: MessageBody,
  apiKey: string | null,
  { requestId }: Reply,
  { countOf }: ServerState,
): SeenRequest {
  const user = userTextOf(body);
  return {
    id: requestId,
    user,
    system: systemTextOf(body),
    model: body.model,
    apiKey,
    body,
    attempt: countOf(user) + 1,
  };
}

function refuse(reply: Reply, { account }: ServerState, status: number, message: string): void {
  account.refuse(status);
  sendError(reply, status, message);
}
