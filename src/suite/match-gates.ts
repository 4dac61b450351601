import { findEntry } from "./catalogue/index.ts";
import type { Gate } from "./schema.ts";
import { wordsLikeness } from "./statement-words.ts";

/** How alike two statements must be for one to be the other, reworded: 0..1. */
export const rewordedLikeness = 0.5;

/**
 * Which gate of the file is which gate of the agent file, as `fresh → existing`. In this order: by
 * the check's id; by the words of a source (ids are people's to edit); by id; and by likeness within
 * a section (a reworded statement keeps its gate). An untouched catalogue gate whose words now
 * belong elsewhere is no match: it goes.
 */
export function matchGates(
  existing: readonly Gate[],
  fresh: readonly Gate[],
  isTouched: (gate: Gate) => boolean,
): ReadonlyMap<Gate, Gate> {
  const matches = new Map<Gate, Gate>();
  const free = new Set(existing);
  const pair = (left: Gate, right: Gate | undefined) => {
    if (right === undefined || matches.has(left)) return;
    matches.set(left, right);
    free.delete(right);
  };
  const first = (accepts: (gate: Gate) => boolean) =>
    existing.find((one) => free.has(one) && accepts(one));

  for (const one of fresh) {
    if (findEntry(one.id) === undefined) continue;
    pair(
      one,
      first((gate) => gate.id === one.id),
    );
    pair(
      one,
      first((gate) => gate.check === one.id),
    );
  }
  for (const one of fresh) {
    const sharing = existing
      .filter((gate) => free.has(gate) && (findEntry(gate.id) === undefined || isTouched(gate)))
      .map((gate) => ({ gate, shared: countShared(gate, one) }))
      .filter(({ shared }) => shared > 0)
      .toSorted((left, right) => right.shared - left.shared);
    pair(one, sharing[0]?.gate);
  }
  for (const one of fresh) {
    pair(
      one,
      first((gate) => gate.id === one.id),
    );
  }
  for (const one of fresh) {
    if (matches.has(one) || findEntry(one.id) !== undefined) continue;
    pair(
      one,
      first((gate) => findEntry(gate.id) === undefined && isReworded(gate, one)),
    );
  }
  return matches;
}

function countShared(left: Gate, right: Gate): number {
  const words = new Set(right.source.map((source) => source.words));
  return left.source.filter((source) => words.has(source.words)).length;
}

function isReworded(old: Gate, fresh: Gate): boolean {
  return old.source.some((before) =>
    fresh.source.some(
      (after) =>
        before.section === after.section &&
        wordsLikeness(before.words, after.words) >= rewordedLikeness,
    ),
  );
}
