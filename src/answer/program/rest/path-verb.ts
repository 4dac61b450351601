/** Verbs that say what the HTTP method says already. */
const methodVerbs =
  /^(?:create|add|insert|get|fetch|retrieve|list|find|update|edit|modify|change|delete|remove|destroy|save|make|read)$/u;

/** Verbs that are no nouns, as the whole of a path's first segment. */
const bareVerbs =
  /^(?:shorten|send|calculate|compute|process|generate|execute|convert|validate|analy[sz]e|predict|submit|pay|buy|withdraw|subscribe|unsubscribe|notify|translate|summari[sz]e|classify|resize|encode|decode|compress|purchase|approve|reject|assign|cancel|activate|deactivate|enable|disable|publish|perform|invite|join|leave)$/u;

/** Nouns too, unless one thing stands behind them: `upload-file`, but not `upload-sessions`. */
const verbsWithObject =
  /^(?:(?:trigger|reset|clear|mark|do|redeem|apply)-.*|(?:upload|download|verify|confirm|register|run|set|start|stop|check)-.*[^s]|place-(?:an-)?order|transfer-(?:money|funds|balance)|(?:import|export)-(?:data|all|csv))$/u;
const compoundNouns =
  /^(?:check-(?:in|out|list|point|sum|up)|run-time|set-up|start-up|register-office)$/u;

/** `me` and the like stand for one resource, as a parameter does. */
const single = /^(?:\{.*|me|self|current|mine)$/u;

/** What stands in front of the resources of an API. */
const neutral = /^(?:api|v\d+(?:\.\d+)?|…|rest|admin|internal|public|private|app|rpc)$/iu;

/** The verb of a path by which it names an operation and not a resource; null: it uses nouns. */
export function verbInPath(path: string): string | null {
  const segments = path.split("/").filter((one) => one !== "" && !neutral.test(one));
  if (segments.some((one) => /^(?:auth|oauth2?)$/iu.test(one))) return null;
  for (const [at, segment] of segments.entries()) {
    if (single.test(segment) || /passw/iu.test(segment)) continue;
    const before = segments[at - 1];
    const words = wordsOf(segment);
    const verb =
      before !== undefined && single.test(before)
        ? verbOnResource(words)
        : verbOnCollection(words, at === 0, segments[at + 1]);
    if (verb !== null) return segment;
  }
  return null;
}

/** `create_user`, `create-user`, `createUser` */
function wordsOf(segment: string): readonly string[] {
  return segment
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/gu, "-")
    .toLowerCase()
    .split(/[-_.:]/u)
    .filter((one) => one !== "");
}

/** `/orders/{id}/cancel` is an action; what repeats the method or fetches a collection is none. */
function verbOnResource([first = "", ...rest]: readonly string[]): string | null {
  const pattern =
    rest.length === 0
      ? /^(?:create|get|fetch|retrieve|update|edit|modify|delete|destroy|save)$/u
      : /^(?:get|fetch|retrieve|list|create)$/u;
  return pattern.test(first) && !isNounPhrase(first, rest) ? first : null;
}

function verbOnCollection(
  [first = "", ...rest]: readonly string[],
  isFirst: boolean,
  after: string | undefined,
): string | null {
  if (rest.length > 0) {
    const isVerb =
      methodVerbs.test(first) ||
      (isFirst && (bareVerbs.test(first) || namesActionOnObject([first, ...rest].join("-"))));
    return isVerb && !isNounPhrase(first, rest) ? first : null;
  }
  if (first === "list" || first === "read") {
    // `/list/{id}` may be a list of things to do, `/notifications/read` those that were read.
    const isVerb =
      first === "list" ? !isFirst || (after !== undefined && !single.test(after)) : isFirst;
    return isVerb ? first : null;
  }
  if (first === "change" || first === "make") return null;
  return methodVerbs.test(first) || (isFirst && bareVerbs.test(first)) ? first : null;
}

function namesActionOnObject(words: string): boolean {
  return verbsWithObject.test(words) && !compoundNouns.test(words);
}

/** `update-logs`, `read-receipts`, `add-ons`, `list-items`: compound nouns. */
function isNounPhrase(first: string, rest: readonly string[]): boolean {
  const last = rest.at(-1) ?? "";
  if (rest.length === 0) return false;
  if (first === "add") return /^ons?$/u.test(last);
  if (first === "read") {
    return /^(?:only|receipts?|models?|replicas?|status|states?|later|counts?|times?|access)$/u.test(
      last,
    );
  }
  if (first === "list") return /^items?$/u.test(last);
  if (/^(?:create|get|fetch|retrieve|find|make)$/u.test(first)) return false;
  return /^(?:requests|jobs|logs|operations|history|tokens|results|tasks|runs|orders|intents|engines?|index|indexes|keys|queries|rules|sets|templates)$/u.test(
    last,
  );
}
