import { coreEntries } from "./core.ts";
import { databaseEntries } from "./database.ts";
import { endpointEntries } from "./endpoint.ts";
import { outputEntries } from "./output.ts";
import { securityEntries } from "./security.ts";
import type { CatalogueEntry } from "./types.ts";

export { resolveScopes, scopesOfStatement } from "./language.ts";
export type { Scopes } from "./language.ts";
export { recogniseStatement } from "./recognise.ts";
export type { CatalogueEntry, Scope } from "./types.ts";

/**
 * The gates that the project knows by name, `answered` first. A check that is new joins by setting
 * its entry's `decidedSince` to one more than the present `catalogueVersion`: deriving again then
 * writes it into the suites that were derived before.
 */
export const catalogue: readonly CatalogueEntry[] = [
  ...coreEntries,
  ...endpointEntries,
  ...databaseEntries,
  ...securityEntries,
  ...outputEntries,
];

/** Version of the catalogue: the latest `decidedSince`. Written into suite.yaml. */
export const catalogueVersion: number = Math.max(...catalogue.map((known) => known.decidedSince));

/** Ids of the built-in checks that a suite may name. */
export const builtInCheckIds: readonly string[] = catalogue.map((known) => known.id);

/** The entry of a gate or check id. */
export function findEntry(id: string): CatalogueEntry | undefined {
  return catalogue.find((known) => known.id === id);
}
