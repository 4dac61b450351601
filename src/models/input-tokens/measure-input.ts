import type { ModelReference } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import { connectTokenCounter } from "../anthropic/count-tokens.ts";
import { boundTokens, estimateTokens } from "../prices/index.ts";
import type { ModelRequest } from "../types.ts";
import { countPrompts, promptKey } from "./count-prompts.ts";
import type { InputTokens, PromptTokens } from "./input-tokens.ts";

/**
 * How many tokens the prompts of requests have for a model: counted by the API where it counts and
 * there is a key, else estimated, and said so. Never fails.
 */
export async function measureInput(
  requests: readonly ModelRequest[],
  { id, kind }: ModelReference,
  env: Readonly<Record<string, string | undefined>>,
): Promise<InputTokens> {
  if (kind !== "anthropic") return estimateInput(requests, "estimated by their length");
  try {
    const counted = await countPrompts(requests, await connectTokenCounter({ id, env }));
    return inputOf(requests, counted);
  } catch (error) {
    const isNoKey = error instanceof UserError && error.code === "models/no-key";
    const reason = isNoKey ? "there is no key to count them with" : "the API could not count them";
    return estimateInput(requests, `estimated by their length, as ${reason}`);
  }
}

/** @param words how that is known, and why it is not known better */
function estimateInput(requests: readonly ModelRequest[], words: string): InputTokens {
  const each = requests.map((request) => estimatePrompt(request));
  return { each, total: sumOf(each), basis: "estimated", words };
}

/** @param counted tokens by prompt key; others are as long as their letters make them likely to be */
function inputOf(
  requests: readonly ModelRequest[],
  counted: ReadonlyMap<string, number>,
): InputTokens {
  const known = requests.filter((request) => counted.has(promptKey(request)));
  const rate =
    known.reduce((sum, request) => sum + (counted.get(promptKey(request)) ?? 0), 0) /
    Math.max(
      1,
      known.reduce((sum, request) => sum + estimatePrompt(request).total, 0),
    );
  const each = requests.map((request): PromptTokens => {
    const total = counted.get(promptKey(request));
    if (total !== undefined) return { total, system: systemOf(request, total), most: total };
    const estimated = estimatePrompt(request);
    const likely = Math.round(estimated.total * rate);
    const most = Math.max(likely, estimated.most);
    return { total: likely, system: systemOf(request, likely), most };
  });
  const total = sumOf(each);
  const prompts = new Set(requests.map(promptKey)).size;
  return prompts === counted.size
    ? { each, total, basis: "counted", words: "counted by the API" }
    : {
        each,
        total,
        basis: "extrapolated",
        words: `${counted.size} of ${prompts} prompts counted by the API, the others by their length`,
      };
}

function estimatePrompt(request: ModelRequest): PromptTokens {
  const { system, user } = request;
  const total = estimateTokens(system) + estimateTokens(user);
  const most = boundTokens(system) + boundTokens(user);
  return { total, system: systemOf(request, total), most };
}

/** The system prompt's share of the tokens, by bytes. */
function systemOf({ system, user }: ModelRequest, total: number): number {
  const [own, other] = [system, user].map((text) => Buffer.byteLength(text, "utf8"));
  return Math.round((total * (own ?? 0)) / Math.max(1, (own ?? 0) + (other ?? 0)));
}

function sumOf(each: readonly PromptTokens[]): number {
  return each.reduce((sum, { total }) => sum + total, 0);
}
