import { oneLine } from "./statement-words.ts";

/** Verbs with which a user asks for something new. */
const orders =
  /^(?:design|implement|write|create|build|develop|add|configure|set up|generate|draft|integrate|automate|containerize|prototype)\b/iu;
/** Nouns for things that can be built, at the end of a phrase without a verb. */
const buildable =
  /\b(?:flows?|mechanisms?|systems?|processing|access control|caching|rate limiting|authentication|authori[sz]ation|pooling|pipelines?|endpoints?|apis?|schemas?|hashing|layers?|services?|middlewares?|queues?|webhooks?|dashboards?|uploads?|notifications?|search|pagination|enforcement)$/iu;
/** Verbs of looking after something: the phrase is a duty, not a thing to build. */
const care =
  /^(?:handle|manage|use|choose|separate|organize|mock|optimize|own|provide|ensure|follow|maintain|monitor|review|validate|verify|enable|isolate|apply|support|perform|conduct|track|reduce|improve|identify|detect|prevent|protect|enforce|understand|learn|coordinate|collaborate|\w+ (?:all|the|your))\b/iu;
/** A quality of the work, or advice: nothing that one could ask for by itself. */
const notARequest =
  /\b(?:best practices|reusability|maintainability|scalability|testability|appropriate|based on requirements|automatically|maximum|ensure|as needed|when needed)\b|^design for\b/iu;

/**
 * A responsibility in the imperative, as a user would say it ("JWT token generation and refresh
 * mechanisms" → "Implement JWT token generation and refresh mechanisms."); null where it is no
 * thing that one could ask for.
 */
export function renderRequest(words: string): string | null {
  const plain = withoutLabel(oneLine(words).replaceAll(/[*_`]{2,}|`/gu, ""))
    .replaceAll(/ ?\([^()]*\)/gu, "")
    .replace(/ following best practices$/iu, "")
    .replace(/[.;:,]+$/u, "");
  const isPhrase = plain.split(" ").length >= 3 && !/[:;?]|—| - /u.test(plain);
  if (!isPhrase || notARequest.test(plain)) return null;
  if (orders.test(plain)) return `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}.`;
  if (care.test(plain) || !buildable.test(plain)) return null;
  const firstWord = plain.split(/[\s/-]/u)[0] ?? "";
  const isName = /\p{Lu}.*\p{Lu}|\d/u.test(firstWord);
  return `Implement ${isName ? plain : plain.slice(0, 1).toLowerCase() + plain.slice(1)}.`;
}

/** `Command design: design commands` names its topic first; `Build these: …` is no such name. */
function withoutLabel(text: string): string {
  const match = /^[\p{L}\p{N}][\p{L}\p{N} ,&/+-]{0,40}: (?=\S)/u.exec(text);
  if (match === null) return text;
  const rest = text.slice(match[0].length);
  return orders.test(rest) && !/\b(?:these|this|following|such)\b/iu.test(match[0]) ? rest : text;
}
