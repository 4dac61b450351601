import type { Agent, Statement } from "../agent/index.ts";
import {
  catalogue,
  recogniseStatement,
  resolveScopes,
  scopesOfStatement,
} from "./catalogue/index.ts";
import type { CatalogueEntry } from "./catalogue/index.ts";
import type { Gate, GateSource } from "./schema.ts";
import { fullWords, oneLine, slugify, uniqueId, wordsKey } from "./statement-words.ts";

interface Draft {
  readonly entry: CatalogueEntry | null;
  /** Of a gate without an entry: its statement. */
  readonly statement: Statement | null;
  readonly sources: GateSource[];
}

/**
 * The gates of an agent file: `answered`, then one per catalogue entry that a statement is
 * recognised as, and one per other statement, in the order of the file. Statements that say the
 * same are the sources of one gate. A responsibility says what an author can do, not what an answer
 * must meet: it joins a gate that a statement has made, and makes none.
 *
 * `ignored` holds statements, word for word, and ids of gates that are left out.
 */
export function deriveGates(
  agent: Agent,
  ignored: ReadonlySet<string> = new Set(),
): readonly Gate[] {
  const ofAgent = resolveScopes(agent);
  const recognise = (statement: Statement) =>
    recogniseStatement(
      statement,
      scopesOfStatement(fullWords(statement), ofAgent, agent.name),
      catalogue,
    );
  const isIgnored = (statement: Statement) =>
    ignored.has(fullWords(statement)) || ignored.has(oneLine(statement.words));

  const drafts = new Map<string, Draft>();
  for (const entry of catalogue.filter((known) => known.scope === "any")) {
    drafts.set(entry.id, { entry, statement: null, sources: [] });
  }
  for (const statement of agent.statements) {
    if (oneLine(statement.words) === "" || isIgnored(statement)) continue;
    const entries = recognise(statement);
    for (const entry of entries) {
      addSource(drafts, entry.id, { entry, statement: null, sources: [] }, statement);
    }
    if (entries.length > 0) continue;
    const key = `= ${wordsKey(fullWords(statement))}`;
    addSource(drafts, key, { entry: null, statement, sources: [] }, statement);
  }
  for (const responsibility of agent.responsibilities) {
    if (isIgnored(responsibility)) continue;
    for (const entry of recognise(responsibility)) {
      const draft = drafts.get(entry.id);
      if (draft !== undefined) addSource(drafts, entry.id, draft, responsibility);
    }
  }
  return nameDrafts([...drafts.values()]).filter((gate) => !ignored.has(gate.id));
}

function addSource(
  drafts: Map<string, Draft>,
  key: string,
  fresh: Draft,
  statement: Statement,
): void {
  const draft = drafts.get(key) ?? fresh;
  drafts.set(key, draft);
  const source = {
    line: statement.line,
    section: oneLine(statement.section),
    words: fullWords(statement),
  };
  const known = draft.sources.some((one) => one.line === source.line && one.words === source.words);
  if (!known) draft.sources.push(source);
}

function nameDrafts(drafts: readonly Draft[]): readonly Gate[] {
  const taken = new Set(catalogue.map((known) => known.id));
  return drafts.map(({ entry, statement, sources }) => {
    const source = sources.toSorted((left, right) => left.line - right.line);
    if (entry !== null) {
      return { id: entry.id, statement: entry.title, source, level: entry.level, check: entry.id };
    }
    const words = statement?.words ?? "";
    const id = uniqueId(slugify(words, "statement"), taken);
    taken.add(id);
    const said = statement === null ? words : fullWords(statement);
    return { id, statement: said, source, level: "advisory", check: "unchecked" };
  });
}
