import { isNode, isScalar, visit } from "yaml";
import { findEntry } from "./catalogue/index.ts";
import { renderRequest } from "./render-request.ts";
import type { Case, Gate } from "./schema.ts";
import { oneLine, slugify } from "./statement-words.ts";

/**
 * Whether a person has changed a gate since it was derived: anything in it is not what deriving
 * writes from the words of its sources. `catalogueThen` is the version of the catalogue by which the
 * file was derived.
 */
export function isGateTouched(gate: Gate, node: unknown, catalogueThen: number): boolean {
  if (gate.minPassRate !== undefined || hasComment(node)) return true;
  const entry = findEntry(gate.id);
  if (entry !== undefined) {
    const decidedThen = entry.decidedSince <= catalogueThen;
    const checkThen = decidedThen ? entry.id : "unchecked";
    return gate.check !== checkThen || gate.level !== entry.level || gate.statement !== entry.title;
  }
  const words = gate.source.map((source) => source.words);
  return (
    gate.check !== "unchecked" ||
    gate.level !== "advisory" ||
    !words.includes(gate.statement) ||
    !words.some((text) => isDerivedId(gate.id, text, "statement"))
  );
}

/** Whether a person has changed a case since it was derived. */
export function isCaseTouched(one: Case, node: unknown): boolean {
  if (one.fixture !== undefined || one.gates !== undefined || hasComment(node)) return true;
  if (one.source === undefined || !isDerivedId(one.id, one.request, "case")) return true;
  const words = one.source.words;
  if (one.origin === "example") return oneLine(one.request) !== words;
  if (one.origin !== "proposed") return true;
  const suffixes = splitsOf(words);
  return (
    oneLine(one.request) !== words && !suffixes.some((text) => renderRequest(text) === one.request)
  );
}

function isDerivedId(id: string, text: string, prefix: string): boolean {
  return splitsOf(text)
    .map((part) => slugify(part, prefix))
    .some((slug) => id === slug || (id.startsWith(slug) && /^-\d+$/u.test(id.slice(slug.length))));
}

/** The text, and what comes after each `: ` in it: one of them is the statement without its lead. */
function splitsOf(text: string): readonly string[] {
  const parts = text.split(": ");
  return parts.map((_, index) => parts.slice(index).join(": "));
}

function hasComment(node: unknown): boolean {
  if (!isNode(node)) return false;
  let found = false;
  visit(node, {
    Node: (_, one) => {
      if (!one.comment && !one.commentBefore) return undefined;
      found = true;
      return visit.BREAK;
    },
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || (!pair.key.comment && !pair.key.commentBefore)) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}
