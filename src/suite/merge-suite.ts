import { isDeepStrictEqual } from "node:util";
import { isMap, isSeq, parseDocument } from "yaml";
import type { Document, ToStringOptions, YAMLMap } from "yaml";
import type { Agent } from "../agent/index.ts";
import { UserError } from "../user-error.ts";
import { catalogueVersion } from "./catalogue/index.ts";
import { keepLayout } from "./keep-layout.ts";
import { mergeCases } from "./merge-cases.ts";
import { mergeGates } from "./merge-gates.ts";
import type { ListMerge } from "./merge-gates.ts";
import { parseSuiteFile } from "./parse-suite-file.ts";
import {
  createCaseNode,
  createGateNode,
  createSourcesNode,
  detectYamlOptions,
} from "./render-suite.ts";
import { suiteFileSchema } from "./schema.ts";
import type { Case, Gate, SuiteFile } from "./schema.ts";
import { oneLine } from "./statement-words.ts";
import { renderUnifiedDiff } from "./unified-diff.ts";

/** A suite.yaml, derived again. */
export interface SuiteMerge {
  /** The new text of suite.yaml; the old one, byte for byte, where nothing is to be changed. */
  readonly text: string;
  /** Unified diff from the old text to the new one; empty where they agree. */
  readonly diff: string;
  /** The suite says what the agent file says: deriving again changes nothing. */
  readonly agrees: boolean;
  /** What was added, removed, or kept though the agent file no longer states it; a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Derives a suite again. What people changed stays: ids, levels, checks, words, order, comments,
 * gates and cases of their own. From the agent file come new gates and cases, and the `source` of
 * those that are there, which is written anew. What is in `ignored` never comes back. A gate or case
 * that the agent file no longer states is removed where nobody has touched it; else it stays as one
 * of the suite's own, its source emptied.
 *
 * `casesElsewhere` are the cases of the cases file: they are not added a second time. Throws a
 * UserError where the text is no suite.
 */
export function mergeSuite(
  existingText: string,
  agent: Agent,
  options: { readonly path?: string; readonly casesElsewhere?: readonly Case[] } = {},
): SuiteMerge {
  const path = options.path ?? "suite.yaml";
  const original = existingText.replaceAll("\r\n", "\n");
  const { file, yaml } = parseSuiteFile(original, path);
  const { document } = yaml;
  for (const key of ["gates", "cases"]) giveCommentToFirst(document.get(key));
  const ignored = new Set((file.ignored ?? []).map(oneLine));
  const nodesOf = (key: string) => {
    const sequence = document.get(key);
    return isSeq(sequence) ? sequence.items : [];
  };
  const catalogueThen = file.catalogue ?? catalogueVersion;
  const gates = mergeGates(agent, file.gates, nodesOf("gates"), { ignored, catalogueThen });
  const cases = mergeCases(agent, file.cases, nodesOf("cases"), {
    ignored,
    elsewhere: (options.casesElsewhere ?? []).filter(
      (one) => !file.cases.some((own) => own.id === one.id),
    ),
  });
  const isNewer = file.catalogue === undefined || file.catalogue < catalogueVersion;
  if (!isNewer && !gates.changed && !cases.changed) {
    return { text: existingText, diff: "", agrees: true, notes: [] };
  }
  const yamlOptions = detectYamlOptions(original);
  const normalised = document.toString(yamlOptions);
  if (isNewer) setCatalogue(document);
  if (gates.changed) applyList(document, "gates", gates, file.gates, applyGate);
  if (cases.changed) applyList(document, "cases", cases, file.cases, applyCase);
  const edited = renderEdited(document, yamlOptions, path, {
    gates: gates.items.map(({ item }) => item),
    cases: cases.items.map(({ item }) => item),
  });
  const laidOut = keepLayout(original, normalised, edited);
  const plain = isSameData(laidOut, edited) ? laidOut : edited;
  const text = existingText.includes("\r\n") ? plain.replaceAll("\n", "\r\n") : plain;
  return {
    text,
    diff: renderUnifiedDiff(existingText, text, { before: path, after: `${path} (derived again)` }),
    agrees: text === existingText,
    notes: [...gates.notes, ...cases.notes],
  };
}

/**
 * The document as text, once it says what the merge says. It cannot where a value stands in two
 * places by an anchor and an alias, and only one of them is to be changed.
 */
function renderEdited(
  document: Document,
  yamlOptions: ToStringOptions,
  path: string,
  expected: Pick<SuiteFile, "gates" | "cases">,
): string {
  try {
    const { gates, cases } = suiteFileSchema.parse(document.toJS());
    if (isDeepStrictEqual({ gates, cases }, expected)) return document.toString(yamlOptions);
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
  }
  throw new UserError(
    "suite/alias",
    "The suite shares values by YAML anchors that deriving changes.",
    {
      place: path,
      hint: "Write the values out in place of `&name` and `*name`, and derive again.",
    },
  );
}

function isSameData(left: string, right: string): boolean {
  const [one, other] = [parseDocument(left), parseDocument(right)];
  return one.errors.length === 0 && isDeepStrictEqual(one.toJS(), other.toJS());
}

/** A comment above the first item is read as the list's; it stays with the item. */
function giveCommentToFirst(sequence: unknown): void {
  if (!isSeq(sequence) || !isMap(sequence.items[0]) || !sequence.commentBefore) return;
  sequence.items[0].commentBefore = sequence.commentBefore;
  sequence.commentBefore = null;
}

function setCatalogue(document: Document): void {
  if (document.has("catalogue")) {
    document.set("catalogue", catalogueVersion);
    return;
  }
  if (!isMap(document.contents)) return;
  const after = document.contents.items.findIndex((pair) => String(pair.key) === "agent") + 1;
  document.contents.items.splice(after, 0, document.createPair("catalogue", catalogueVersion));
}

/** Writes a merged list into the document, with the nodes of what was there already. */
function applyList<Item extends Gate | Case>(
  document: Document,
  key: "gates" | "cases",
  merge: ListMerge<Item>,
  before: readonly Item[],
  apply: (document: Document, node: YAMLMap | null, old: Item | null, item: Item) => YAMLMap,
): void {
  if (!document.has(key)) document.set(key, document.createNode([]));
  const sequence = document.get(key);
  if (!isSeq(sequence)) throw new Error(`${key} is no list, though it was read as one`);
  const nodes = sequence.items;
  const firstNode = nodes[0];
  const items = merge.items.map(({ item, from }) => {
    const node = from === null ? null : nodes[from];
    const old = from === null ? null : (before[from] ?? null);
    if (from !== null && old === item) return node;
    return apply(document, isMap(node) ? node : null, old, item);
  });
  sequence.items = items;
  sequence.flow = sequence.flow === true && items.length === 0;
  if (firstNode !== items[0]) {
    items.forEach((node, index) => {
      if (isMap(node) && (index === 0 || node === firstNode)) node.spaceBefore = index > 0;
    });
  }
}

function applyGate(
  document: Document,
  node: YAMLMap | null,
  old: Gate | null,
  gate: Gate,
): YAMLMap {
  if (node === null || old === null) return createGateNode(document, gate);
  if (gate.source !== old.source) setSources(document, node, old, gate);
  if (gate.statement !== old.statement) node.set("statement", gate.statement);
  if (gate.check !== old.check) node.set("check", gate.check);
  return node;
}

/** Sources that stay keep their layout, with their line made new. */
function setSources(document: Document, node: YAMLMap, old: Gate, gate: Gate): void {
  const sequence = node.get("source");
  if (!isSeq(sequence) || gate.source.length === 0) {
    node.set("source", createSourcesNode(document, gate.source));
    return;
  }
  const free = old.source.map((source, index) => ({ source, node: sequence.items[index] }));
  sequence.items = gate.source.map((source) => {
    const at = free.findIndex((one) => one.source.words === source.words);
    const kept = at === -1 ? undefined : free.splice(at, 1)[0]?.node;
    if (!isMap(kept)) return document.createNode(source, { flow: true });
    if (kept.get("line") !== source.line) kept.set("line", source.line);
    if (kept.get("section") !== source.section) kept.set("section", source.section);
    return kept;
  });
  if (old.source.length === 0) sequence.flow = false;
}

function applyCase(document: Document, node: YAMLMap | null, old: Case | null, one: Case): YAMLMap {
  if (node === null || old === null) return createCaseNode(document, one);
  if (one.source === undefined) node.delete("source");
  else if (one.source !== old.source) {
    const kept = node.get("source");
    if (!isMap(kept)) node.set("source", document.createNode(one.source, { flow: true }));
    else for (const [key, value] of Object.entries(one.source)) kept.set(key, value);
  }
  if (one.request !== old.request) node.set("request", one.request);
  return node;
}
