import type { Agent, AgentExample, Statement } from "../agent/index.ts";
import { findMissingMaterial } from "./presupposes.ts";
import { renderRequest } from "./render-request.ts";
import type { Case } from "./schema.ts";
import { fullWords, oneLine, slugify, uniqueId, wordsKey } from "./statement-words.ts";

/**
 * The cases of an agent file: its examples, then its responsibilities as far as they can be asked
 * as a request. An example runs as it is, unless it presupposes material that is not there: then it
 * says what it needs and is `proposed`, like every case made of a responsibility.
 *
 * `ignored` holds requests or responsibilities, word for word, and ids of cases that are left out.
 */
export function deriveCases(
  agent: Agent,
  ignored: ReadonlySet<string> = new Set(),
): readonly Case[] {
  const cases: Case[] = [];
  const asked = new Set<string>();
  const taken = new Set<string>();
  const add = (one: Omit<Case, "id">) => {
    const words = one.source?.words ?? one.request;
    if (asked.has(wordsKey(one.request))) return;
    if (ignored.has(oneLine(one.request)) || ignored.has(words)) return;
    asked.add(wordsKey(one.request));
    const id = uniqueId(slugify(one.request, "case"), taken);
    taken.add(id);
    if (!ignored.has(id)) cases.push({ id, ...one });
  };
  for (const example of agent.examples) {
    const one = caseOfExample(example);
    if (one !== null) add(one);
  }
  for (const responsibility of agent.responsibilities) {
    const request = renderRequest(responsibility.words);
    if (request !== null) add(caseOfResponsibility(responsibility, request));
  }
  return cases;
}

function caseOfExample(example: AgentExample): Omit<Case, "id"> | null {
  const request = example.user?.trim() ?? "";
  if (!/[\p{L}\p{N}]/u.test(request) || /^[<[{][^>\]}]*[>\]}]$/u.test(request)) return null;
  const needs = findMissingMaterial(request);
  return {
    origin: needs === null ? "example" : "proposed",
    request,
    ...(example.context === null ? {} : { description: oneLine(example.context) }),
    source: { line: example.line, section: "Examples", words: oneLine(request) },
    ...(needs === null ? {} : { needs }),
  };
}

function caseOfResponsibility(responsibility: Statement, request: string): Omit<Case, "id"> {
  const needs = findMissingMaterial(request);
  return {
    origin: "proposed",
    request,
    source: {
      line: responsibility.line,
      section: oneLine(responsibility.section),
      words: fullWords(responsibility),
    },
    ...(needs === null ? {} : { needs }),
  };
}
