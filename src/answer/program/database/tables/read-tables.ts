import type { Program } from "../../build-program.ts";
import { readDdl } from "./read-ddl.ts";
import { readModels } from "./read-models.ts";
import { readOperations } from "./read-operations.ts";
import type { Table, TableDeclaration } from "./table.ts";

const knownDeclarations = new WeakMap<Program, readonly TableDeclaration[]>();
const knownTables = new WeakMap<Program, readonly Table[]>();

/** All places of the implementation and its migrations that say something of a table. */
export function readTableDeclarations(program: Program): readonly TableDeclaration[] {
  const cached = knownDeclarations.get(program);
  if (cached !== undefined) return cached;
  const found = [...readModels(program), ...readOperations(program), ...readDdl(program)];
  knownDeclarations.set(program, found);
  return found;
}

/** The tables of the answer: what models, migrations and SQL say of one table is put together. */
export function readTables(program: Program): readonly Table[] {
  const cached = knownTables.get(program);
  if (cached !== undefined) return cached;
  const tables = joinDeclarations(readTableDeclarations(program));
  knownTables.set(program, tables);
  return tables;
}

/** Declarations that share a name are of one table. */
function joinDeclarations(declarations: readonly TableDeclaration[]): readonly Table[] {
  const groups: { names: Set<string>; declarations: TableDeclaration[] }[] = [];
  for (const one of declarations) {
    const names = namesOf(one);
    const hits = groups.filter((group) => [...names].some((name) => group.names.has(name)));
    const [into = { names: new Set<string>(), declarations: [] }, ...others] = hits;
    if (hits.length === 0) groups.push(into);
    for (const other of others) {
      for (const name of other.names) into.names.add(name);
      into.declarations.push(...other.declarations);
      groups.splice(groups.indexOf(other), 1);
    }
    for (const name of names) into.names.add(name);
    into.declarations.push(one);
  }
  return groups.map((group) => ({
    names: group.names,
    columns: group.declarations.flatMap((one) => one.columns),
    indexes: group.declarations.flatMap((one) => one.indexes),
    declarations: group.declarations,
  }));
}

/** Its own names, and where a model does not say its table's, the usual ones for its class. */
function namesOf(one: TableDeclaration): ReadonlySet<string> {
  const names = new Set<string>();
  if (one.name !== null) names.add(one.name.toLowerCase());
  if (one.className !== null) {
    names.add(`class ${one.className}`);
    if (one.name === null) for (const name of usualNames(one.className)) names.add(name);
  }
  return names;
}

/** The names that a model's table usually has: `UserProfile` → `userprofile`, `user_profile`, `user_profiles`… */
export function usualNames(className: string): readonly string[] {
  const snake = className.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/gu, "_").toLowerCase();
  const plural = snake.endsWith("y") ? `${snake.slice(0, -1)}ies` : `${snake}s`;
  return [className.toLowerCase(), snake, plural, `${snake}es`];
}
