import type { Agent } from "../agent/index.ts";
import { deriveCases } from "./derive-cases.ts";
import { rewordedLikeness } from "./match-gates.ts";
import type { ListMerge } from "./merge-gates.ts";
import type { Case } from "./schema.ts";
import { oneLine, uniqueId, wordsKey, wordsLikeness } from "./statement-words.ts";
import { isCaseTouched } from "./touched.ts";

/** The cases of the file and of the agent, as one list; new ones come last. */
export function mergeCases(
  agent: Agent,
  existing: readonly Case[],
  nodes: readonly unknown[],
  context: { readonly ignored: ReadonlySet<string>; readonly elsewhere: readonly Case[] },
): ListMerge<Case> {
  const fresh = deriveCases(agent, context.ignored);
  const matches = matchCases(existing, fresh);
  const freshOf = new Map([...matches].map(([one, old]) => [old, one]));
  const notes: string[] = [];
  const items: { item: Case; from: number | null }[] = [];
  existing.forEach((one, from) => {
    const match = freshOf.get(one);
    if (match !== undefined) {
      items.push({ item: updateCase(one, match), from });
      return;
    }
    if (one.source === undefined) {
      items.push({ item: one, from });
      return;
    }
    if (!isCaseTouched(one, nodes[from])) {
      notes.push(`removed case ${one.id}: the agent file no longer has it`);
      return;
    }
    notes.push(
      `kept case ${one.id}, which the agent file no longer has, as one of the suite's own`,
    );
    const { source: _, ...rest } = one;
    items.push({ item: rest, from });
  });
  const elsewhere = new Set(context.elsewhere.map((one) => wordsKey(one.request)));
  const taken = new Set([
    ...items.map(({ item }) => item.id),
    ...context.elsewhere.map((one) => one.id),
  ]);
  for (const one of fresh) {
    if (matches.has(one) || elsewhere.has(wordsKey(one.request))) continue;
    const id = uniqueId(one.id, taken);
    taken.add(id);
    items.push({ item: id === one.id ? one : { ...one, id }, from: null });
    notes.push(`added case ${id}${one.origin === "proposed" ? " (proposed)" : ""}`);
  }
  const changed =
    items.length !== existing.length ||
    items.some(({ item, from }) => from === null || item !== existing[from]);
  return { items, changed, notes };
}

/** By the agent's words, then by the request's, then by likeness among examples. */
function matchCases(existing: readonly Case[], fresh: readonly Case[]): ReadonlyMap<Case, Case> {
  const matches = new Map<Case, Case>();
  const free = new Set(existing);
  const tests: readonly ((old: Case, one: Case) => boolean)[] = [
    (old, one) => old.source !== undefined && old.source.words === one.source?.words,
    (old, one) => wordsKey(old.request) === wordsKey(one.request),
    (old, one) =>
      old.source !== undefined &&
      old.source.section === "Examples" &&
      one.source?.section === "Examples" &&
      wordsLikeness(old.source.words, one.source.words) >= rewordedLikeness,
  ];
  for (const test of tests) {
    for (const one of fresh) {
      if (matches.has(one)) continue;
      const old = existing.find((candidate) => free.has(candidate) && test(candidate, one));
      if (old === undefined) continue;
      matches.set(one, old);
      free.delete(old);
    }
  }
  return matches;
}

function updateCase(old: Case, fresh: Case): Case {
  if (old.source === undefined || fresh.source === undefined) return old;
  const { line, section, words } = fresh.source;
  const isSame =
    old.source.line === line && old.source.section === section && old.source.words === words;
  if (isSame) return old;
  const followsAgent = old.source.words !== words && oneLine(old.request) === old.source.words;
  return { ...old, source: fresh.source, request: followsAgent ? fresh.request : old.request };
}
