import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { Scope } from "./definition.ts";
import type { PythonClass, PythonFunction, PythonModule } from "./types.ts";

/** Tables over all modules of an answer, by which nodes find their module, function and class. */
export interface ProgramIndex {
  readonly modules: readonly PythonModule[];
  readonly moduleByRoot: ReadonlyMap<SyntaxNode, PythonModule>;
  readonly functionByNode: ReadonlyMap<SyntaxNode, PythonFunction>;
  readonly classByNode: ReadonlyMap<SyntaxNode, PythonClass>;
  /** Filled as scopes are asked for; by module root, function or class node. */
  readonly scopes: Map<SyntaxNode, Scope>;
  /** Names defined at the top of modules: for excerpts that leave their imports out. */
  readonly modulesByName: ReadonlyMap<string, readonly PythonModule[]>;
}

export function indexModules(modules: readonly PythonModule[]): ProgramIndex {
  const modulesByName = new Map<string, PythonModule[]>();
  for (const module of modules) {
    for (const name of topLevelNames(module)) {
      modulesByName.set(name, [...(modulesByName.get(name) ?? []), module]);
    }
  }
  return {
    modules,
    moduleByRoot: new Map(modules.map((module) => [module.root, module])),
    functionByNode: new Map(
      modules.flatMap((module) => module.functions.map((one) => [one.node, one])),
    ),
    classByNode: new Map(modules.flatMap((module) => module.classes.map((one) => [one.node, one]))),
    scopes: new Map(),
    modulesByName,
  };
}

/** The module in whose tree a node stands. */
export function moduleOf(index: ProgramIndex, node: SyntaxNode): PythonModule {
  let root = node;
  while (root.parent !== null) root = root.parent;
  const module = index.moduleByRoot.get(root);
  if (module === undefined) throw new Error("the node is of no module of this program");
  return module;
}

function topLevelNames(module: PythonModule): ReadonlySet<string> {
  return new Set([
    ...module.functions
      .filter((one) => one.ownerClass === null && one.ownerFunction === null)
      .map((one) => one.name),
    ...module.classes.filter((one) => one.qualifiedName === one.name).map((one) => one.name),
    ...module.assignments.map((one) => one.name),
  ]);
}
