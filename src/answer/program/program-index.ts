import { nodesOfType } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { Definition, Scope, ValueDefinition } from "./definition.ts";
import type { PythonClass, PythonFunction, PythonModule } from "./types.ts";

/** Tables over all modules of an answer, by which nodes find their module, function and class. */
export interface ProgramIndex {
  readonly modules: readonly PythonModule[];
  readonly moduleByRoot: ReadonlyMap<SyntaxNode, PythonModule>;
  readonly functionByNode: ReadonlyMap<SyntaxNode, PythonFunction>;
  readonly classByNode: ReadonlyMap<SyntaxNode, PythonClass>;
  /** Filled as scopes are asked for; by module root, function or class node. */
  readonly scopes: Map<SyntaxNode, Scope>;
  /** Every `call` of a module in source order. */
  readonly callsByModule: ReadonlyMap<PythonModule, readonly SyntaxNode[]>;
  /** Every `decorator` of a module in source order. */
  readonly decoratorsByModule: ReadonlyMap<PythonModule, readonly SyntaxNode[]>;
  /** Filled as import paths are looked up. */
  readonly modulesByPath: Map<string, readonly PythonModule[]>;
  /** Filled as the attributes that methods give to `self` are asked for. */
  readonly selfAttributes: Map<PythonClass, ReadonlyMap<string, ValueDefinition>>;
  /** Filled as expressions are resolved; by the depth at which that was asked. */
  readonly resolved: Map<SyntaxNode, Definition>[];
  /** What expressions stand for. Given in, so that the files of this folder do not import in circles. */
  resolve(node: SyntaxNode, depth?: number): Definition;
  /** Names defined at the top of modules: for excerpts that leave their imports out. */
  readonly modulesByName: ReadonlyMap<string, readonly PythonModule[]>;
}

export function indexModules(
  modules: readonly PythonModule[],
  resolve: (index: ProgramIndex, node: SyntaxNode, depth?: number) => Definition,
): ProgramIndex {
  const modulesByName = new Map<string, PythonModule[]>();
  for (const module of modules) {
    for (const name of topLevelNames(module)) {
      modulesByName.set(name, [...(modulesByName.get(name) ?? []), module]);
    }
  }
  const index: ProgramIndex = {
    modules,
    callsByModule: new Map(modules.map((one) => [one, nodesOfType(one.root, "call")])),
    decoratorsByModule: new Map(modules.map((one) => [one, nodesOfType(one.root, "decorator")])),
    modulesByPath: new Map(),
    selfAttributes: new Map(),
    resolved: [],
    resolve: (node, depth) => resolve(index, node, depth),
    moduleByRoot: new Map(modules.map((module) => [module.root, module])),
    functionByNode: new Map(
      modules.flatMap((module) => module.functions.map((one) => [one.node, one])),
    ),
    classByNode: new Map(modules.flatMap((module) => module.classes.map((one) => [one.node, one]))),
    scopes: new Map(),
    modulesByName,
  };
  return index;
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
