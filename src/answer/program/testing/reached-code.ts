import { descend, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { PythonFunction } from "../types.ts";
import { fixtureName, isFixture } from "./find-tests.ts";

/** A function of the test code that runs when a test runs. */
export interface ReachedFunction {
  readonly function: PythonFunction;
  /** Helpers are called by the test; fixtures are used by it, through its parameters. */
  readonly as: "test" | "helper" | "fixture";
}

/** The test itself, the helpers that it calls and the fixtures that it uses, transitively. */
export function reachFrom(program: Program, test: PythonFunction): readonly ReachedFunction[] {
  const reached: ReachedFunction[] = [{ function: test, as: "test" }];
  const seen = new Set([test]);
  for (const { function: fn, as } of reached) {
    for (const next of usedFunctions(program, fn)) {
      if (seen.has(next)) continue;
      seen.add(next);
      reached.push({
        function: next,
        as: as === "fixture" || isFixture(next) ? "fixture" : "helper",
      });
    }
  }
  return reached;
}

const knownUses = new WeakMap<PythonFunction, readonly PythonFunction[]>();

/** Functions of test modules that a body names, and fixtures whose parameters it uses. */
function usedFunctions(program: Program, fn: PythonFunction): readonly PythonFunction[] {
  const known = knownUses.get(fn);
  if (known !== undefined) return known;
  const used = readUses(program, fn);
  knownUses.set(fn, used);
  return used;
}

function readUses(program: Program, fn: PythonFunction): readonly PythonFunction[] {
  const result: PythonFunction[] = [];
  for (const node of descend(fn.body)) {
    if (!isUse(node)) continue;
    const found = program.resolve(node);
    if (found.kind === "function" && found.module.role === "test") result.push(found);
    if (found.kind === "parameter") {
      const fixture = fixtureOf(program, found.function, found.parameter.name);
      if (fixture !== null) result.push(fixture);
    }
  }
  return result;
}

function isUse(node: SyntaxNode): boolean {
  if (node.type === "attribute") return textOf(node).startsWith("self.");
  if (node.type !== "identifier") return false;
  return node.field !== "attribute" && !(node.field === "name" && node.parent?.type !== "call");
}

/** The fixture that a parameter of a test, fixture or test method asks for, as far as it is shown. */
export function fixtureOf(
  program: Program,
  fn: PythonFunction,
  name: string,
): PythonFunction | null {
  if (!isFixture(fn) && !fn.name.startsWith("test")) return null;
  const fixtures = (fixturesOf(program).get(name) ?? []).filter((one) => one !== fn);
  return fixtures.find((one) => one.module === fn.module) ?? fixtures[0] ?? null;
}

const knownFixtures = new WeakMap<Program, ReadonlyMap<string, readonly PythonFunction[]>>();

/** All fixtures of the answer by the name under which tests ask for them. */
function fixturesOf(program: Program): ReadonlyMap<string, readonly PythonFunction[]> {
  let fixtures = knownFixtures.get(program);
  if (fixtures === undefined) {
    fixtures = Map.groupBy(
      program.modules
        .filter((module) => module.role === "test")
        .flatMap((module) => module.functions)
        .filter(isFixture),
      fixtureName,
    );
    knownFixtures.set(program, fixtures);
  }
  return fixtures;
}
