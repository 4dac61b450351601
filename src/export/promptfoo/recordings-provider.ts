import { hashText } from "../../content-hash.ts";
import { resolveModels, type Model, type ModelRequest } from "../../models/index.ts";
import { defaultSettings } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";

/** What is used of the context that promptfoo gives to a provider. */
export interface CallContext {
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly prompt?: { readonly label?: string };
  /** 0-based. */
  readonly repeatIndex?: number;
}

/** What a provider of promptfoo returns. */
export type CallResult =
  | { readonly output: string; readonly metadata: Readonly<Record<string, unknown>> }
  | { readonly error: string };

/**
 * Answers from the recordings of a suite. The answer is found by the hashes of the prompt and the
 * request as they arrive here: words that something on the way had changed would find none.
 */
export async function replayRecording(
  model: Model,
  prompt: string,
  context: CallContext,
): Promise<CallResult> {
  const messages = parseMessages(prompt);
  if (messages === null) {
    return { error: "The prompt is not the two messages that the suite's prompt function makes." };
  }
  const { system, user } = messages;
  const caseId = context.vars?.["case"];
  const request = {
    system,
    user,
    caseId: typeof caseId === "string" ? caseId : "",
    promptVersion: context.prompt?.label ?? "",
    promptHash: hashText(system),
    requestHash: hashText(user),
    repeat: (context.repeatIndex ?? 0) + 1,
  };
  try {
    const reply = await model.ask(request, { signal: new AbortController().signal });
    switch (reply.kind) {
      case "answer":
        return {
          output: reply.answer.text,
          metadata: { status: reply.status, source: reply.answer.source },
        };
      case "failure":
        return { error: (await whyChanged(model, request)) ?? reply.reason };
      case "aborted":
        return { error: "The call was aborted." };
      default:
        return reply satisfies never;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { error: describeError(error) };
  }
}

/** Where other words were recorded, that is worth more than that these were not; null: they were not. */
async function whyChanged(model: Model, request: ModelRequest): Promise<string | null> {
  try {
    await model.prepare([request]);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.code === "recordings/none" ? null : describeError(error);
  }
}

function describeError({ message, place, hint }: UserError): string {
  return [message, place, hint].filter(Boolean).join("\n  ");
}

export function openRecordings(suiteFolder: string, agentPath: string): Model {
  const [model] = resolveModels([], {
    suiteFolder,
    agentPath,
    agentModel: null,
    env: {},
    settings: defaultSettings,
  });
  if (model === undefined) throw new Error("There is no model for recordings.");
  return model;
}

/** The system prompt and the request of a chat in JSON; null where it is something else. */
function parseMessages(prompt: string): { readonly system: string; readonly user: string } | null {
  let data: unknown;
  try {
    data = JSON.parse(prompt);
  } catch {
    return null;
  }
  if (!Array.isArray(data) || data.length !== 2) return null;
  const contents = ["system", "user"].map((role, index) => {
    const message = data[index] as { readonly role?: unknown; readonly content?: unknown } | null;
    return message?.role === role && typeof message.content === "string" ? message.content : null;
  });
  const [system, user] = contents;
  return typeof system === "string" && typeof user === "string" ? { system, user } : null;
}
