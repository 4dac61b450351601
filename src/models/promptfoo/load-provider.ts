import process from "node:process";
import { importPromptfoo, silently } from "../../import-promptfoo.ts";
import type { RunRecord } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import { dialectOf, type Dialect } from "./dialects.ts";
import { findMissingPackage } from "./needed-package.ts";
import type { PromptfooProviders, Provider } from "./provider.ts";
import { tidyMessage } from "./redact.ts";

export interface LoadOptions {
  /** As the user gave it: `provider:…`. */
  readonly id: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Pick<
    RunRecord["settings"],
    "concurrency" | "maxTokens" | "sampling" | "timeoutMs"
  >;
}

export interface LoadedProvider {
  readonly provider: Provider;
  readonly dialect: Dialect;
  readonly cache: PromptfooProviders["cache"];
}

/**
 * Loads promptfoo and one of its providers. Nothing is sent.
 *
 * @throws UserError `models/no-promptfoo`, `models/no-package`, `models/unknown`,
 * `models/unsupported`
 */
export async function loadProvider({ id, env, settings }: LoadOptions): Promise<LoadedProvider> {
  const promptfoo = await importPromptfoo<PromptfooProviders>({
    code: "models/no-promptfoo",
    message: `The model ${id} is asked through promptfoo`,
  });
  const guessed = dialectOf(id, null);
  requirePackage(id, guessed.path(id));
  setLimits(settings);
  const load = (by: Dialect) => makeProvider(promptfoo, by, { id, env, settings });
  const first = await load(guessed);
  const dialect = dialectOf(id, first);
  requireTaken(id, settings.sampling, dialect);
  const provider = dialect === guessed ? first : await load(dialect);
  return { provider, dialect, cache: promptfoo.cache };
}

function requirePackage(id: string, path: string): void {
  const missing = findMissingPackage(path);
  if (missing === null) return;
  throw new UserError(
    "models/no-package",
    `The model ${id} is asked with ${missing}, which is not installed.`,
    { place: `--model ${id}`, hint: `Install it: npm install --save-dev ${missing}` },
  );
}

async function makeProvider(
  { loadApiProvider }: PromptfooProviders,
  dialect: Dialect,
  { id, env, settings }: LoadOptions,
): Promise<Provider> {
  const { maxTokens, sampling } = settings;
  const config = withoutUndefined(dialect.config({ maxTokens, sampling }));
  try {
    return await silently(() =>
      loadApiProvider(dialect.path(id), { options: { config }, env: withoutUndefined(env) }),
    );
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const isUnknown = /Could not identify provider/u.test(said);
    throw new UserError(
      "models/unknown",
      isUnknown
        ? `promptfoo has no provider for "${id}".`
        : `promptfoo cannot load "${id}": ${tidyMessage(said, env)}`,
      {
        place: `--model ${id}`,
        hint: "Its providers, and how each is named: https://promptfoo.dev/docs/providers/",
        cause,
      },
    );
  }
}

function withoutUndefined<Value>(
  values: Readonly<Record<string, Value | undefined>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}

/**
 * promptfoo reads these when it sends. Its own time limit is put behind ours, as it asks again
 * after it; its four connections would hold up a run.
 */
function setLimits({ concurrency, timeoutMs }: LoadOptions["settings"]): void {
  const { env } = process;
  const behindOurs = String(timeoutMs + 60_000);
  env["REQUEST_TIMEOUT_MS"] = behindOurs;
  env["PROMPTFOO_EVAL_TIMEOUT_MS"] = behindOurs;
  env["PROMPTFOO_RETRY_5XX"] = "false";
  env["PROMPTFOO_FETCH_CONNECTIONS"] ??= String(concurrency);
  // AWS's SDK tries again by itself: as often as all others here.
  env["AWS_BEDROCK_MAX_RETRIES"] ??= "5";
}

const flags = {
  temperature: "--temperature",
  topP: "--top-p",
  topK: "--top-k",
  effort: "--effort",
  thinking: "--thinking",
  maxTokens: "--max-tokens",
} as const;

function requireTaken(
  id: string,
  sampling: LoadOptions["settings"]["sampling"],
  dialect: Dialect,
): void {
  const names = ["temperature", "topP", "topK", "effort", "thinking"] as const;
  const refused = names.find((name) => sampling[name] !== null && !dialect.takes.includes(name));
  if (refused !== undefined) throw unsupported(id, refused);
}

/** The error for a setting that was asked for and that would not be sent. */
export function unsupported(id: string, setting: keyof typeof flags): UserError {
  const place = `--model ${id}`;
  const flag = flags[setting];
  return setting === "maxTokens"
    ? new UserError(
        "models/unsupported",
        `The model ${id} is not told through promptfoo how long its answer may be.`,
        {
          place,
          hint: "A server that speaks OpenAI's protocol can be asked as openai:chat:…, with OPENAI_BASE_URL.",
        },
      )
    : new UserError("models/unsupported", `The model ${id} takes no ${flag} through promptfoo.`, {
        place,
        hint: `Leave ${flag} out.`,
      });
}
