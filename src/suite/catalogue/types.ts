/**
 * What an agent file must be about, before its statements may be read as a catalogue gate:
 * - `python`: Python of any kind;
 * - `database`: Python whose database layer the checks know (SQLAlchemy, asyncpg…: not Django's);
 * - `fastapi`: FastAPI endpoints;
 * - `any`: built in, holds for every agent.
 */
export type Scope = "any" | "python" | "database" | "fastapi";

/** One gate that the project knows by name: how it is recognised, and since when a check decides it. */
export interface CatalogueEntry {
  /** Id of the gate and of the check that decides it. */
  readonly id: string;
  /** What an answer must meet, in a sentence. */
  readonly title: string;
  readonly level: "required" | "advisory";
  readonly scope: Scope;
  /** Version of the catalogue since which a check decides the gate. */
  readonly decidedSince: number;
  /** Wishes: one that matches recognises the gate, unless it is negated or conditional there. */
  readonly asks: readonly RegExp[];
  /** Prohibitions: their negation is part of the pattern. */
  readonly forbids: readonly RegExp[];
  /** False friends: one that matches anywhere in the statement rules the gate out. */
  readonly unless: readonly RegExp[];
  /** The gate holds also with "where appropriate", as its check applies only where it is. */
  readonly qualified: boolean;
}

/** An entry with only what differs from the usual. */
export function entry(
  given: Pick<CatalogueEntry, "id" | "title" | "scope" | "asks"> & Partial<CatalogueEntry>,
): CatalogueEntry {
  return {
    level: "advisory",
    decidedSince: 1,
    forbids: [],
    unless: [],
    qualified: false,
    ...given,
  };
}
