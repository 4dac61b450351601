import type { Agent, Statement } from "../agent/index.ts";
import { findEntry } from "./catalogue/index.ts";
import { deriveGates } from "./derive-gates.ts";
import { matchGates } from "./match-gates.ts";
import type { Gate, GateSource } from "./schema.ts";
import { fullWords, oneLine, uniqueId } from "./statement-words.ts";
import { isGateTouched } from "./touched.ts";

/** A list after the merge, in its order. */
export interface ListMerge<Item> {
  readonly items: readonly {
    readonly item: Item;
    /** Index in the list as it was; null: new. An unchanged item is the same object. */
    readonly from: number | null;
  }[];
  readonly changed: boolean;
  readonly notes: readonly string[];
}

/** The gates of the file and of the agent, as one list. */
export function mergeGates(
  agent: Agent,
  existing: readonly Gate[],
  nodes: readonly unknown[],
  context: { readonly ignored: ReadonlySet<string>; readonly catalogueThen: number },
): ListMerge<Gate> {
  const fresh = deriveGates(agent, context.ignored);
  const touched = new Map(
    existing.map((gate, index) => [gate, isGateTouched(gate, nodes[index], context.catalogueThen)]),
  );
  const isTouched = (gate: Gate) => touched.get(gate) === true;
  const matches = matchGates(existing, fresh, isTouched);
  const freshOf = new Map([...matches].map(([one, gate]) => [gate, one]));
  const stated = indexStatements(agent, context.ignored);

  const notes: string[] = [];
  const kept: { item: Gate; from: number | null; fresh: Gate | null }[] = [];
  existing.forEach((gate, from) => {
    const match = freshOf.get(gate) ?? null;
    if (match === null && gate.source.length > 0 && !isTouched(gate)) {
      notes.push(`removed gate ${gate.id}: the agent file no longer states it`);
      return;
    }
    const source = mergeSources(gate, match, stated);
    if (match === null && gate.source.length > 0 && source.length === 0) {
      notes.push(
        `kept gate ${gate.id}, which the agent file no longer states, as one of the suite's own: delete it if it has had its day`,
      );
    }
    const item = updateGate(gate, match, source, context.catalogueThen);
    if (item.check !== gate.check) notes.push(`gate ${gate.id} is now decided by ${match?.id}`);
    kept.push({ item, from, fresh: match });
  });

  const covered = new Set(kept.flatMap(({ item }) => item.source.map((one) => one.words)));
  const taken = new Set(kept.map(({ item }) => item.id));
  let position = 0;
  for (const one of fresh) {
    const at = kept.findIndex((other) => other.fresh === one);
    if (at !== -1) {
      position = at + 1;
      continue;
    }
    const isKnown = findEntry(one.id) !== undefined;
    if (!isKnown && one.source.every((source) => covered.has(source.words))) continue;
    const id = uniqueId(one.id, taken);
    taken.add(id);
    kept.splice(position, 0, {
      item: id === one.id ? one : { ...one, id },
      from: null,
      fresh: one,
    });
    position += 1;
    notes.push(`added gate ${id}`);
  }
  const items = kept.map(({ item, from }) => ({ item, from }));
  const changed =
    items.length !== existing.length ||
    items.some(({ item, from }) => from === null || item !== existing[from]);
  return { items, changed, notes };
}

/** The sources from the agent file, and those that a person has put here and it still has. */
function mergeSources(
  gate: Gate,
  match: Gate | null,
  stated: ReadonlyMap<string, GateSource>,
): readonly GateSource[] {
  const fromAgent = match?.source ?? [];
  const byHand = gate.source.flatMap((source): readonly GateSource[] => {
    if (fromAgent.some((one) => one.words === source.words)) return [];
    const now = stated.get(source.words);
    return now === undefined ? [] : [now];
  });
  const all = [...fromAgent, ...byHand].toSorted((left, right) => left.line - right.line);
  return all.filter(
    (source, index) =>
      all.findIndex((one) => one.words === source.words && one.line === source.line) === index,
  );
}

function updateGate(
  gate: Gate,
  match: Gate | null,
  source: readonly GateSource[],
  catalogueThen: number,
): Gate {
  const sourceNow = sameSources(gate.source, source) ? gate.source : source;
  const wasWords = gate.source.some((one) => one.words === gate.statement);
  const isWords = source.some((one) => one.words === gate.statement);
  const reworded = match !== null && wasWords && !isWords ? match.statement : gate.statement;
  const since = match === null ? null : (findEntry(match.id)?.decidedSince ?? null);
  const isNewCheck = gate.check === "unchecked" && since !== null && since > catalogueThen;
  const check = isNewCheck && match !== null ? match.check : gate.check;
  if (sourceNow === gate.source && reworded === gate.statement && check === gate.check) return gate;
  return { ...gate, source: sourceNow, statement: reworded, check };
}

function sameSources(left: readonly GateSource[], right: readonly GateSource[]): boolean {
  return (
    left.length === right.length &&
    left.every((source, index) => {
      const other = right[index];
      return (
        source.line === other?.line &&
        source.section === other.section &&
        source.words === other.words
      );
    })
  );
}

/** What the agent file states, by its words; the first place where words stand twice. */
function indexStatements(
  agent: Agent,
  ignored: ReadonlySet<string>,
): ReadonlyMap<string, GateSource> {
  const index = new Map<string, GateSource>();
  const all: readonly Statement[] = [...agent.statements, ...agent.responsibilities];
  for (const statement of all) {
    const words = fullWords(statement);
    if (index.has(words) || ignored.has(words) || ignored.has(oneLine(statement.words))) continue;
    index.set(words, { line: statement.line, section: oneLine(statement.section), words });
  }
  return index;
}
