import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import type { Program } from "../build-program.ts";
import type { Definition } from "../definition.ts";
import { ownNodes, returnedExpressions } from "../function-body.ts";
import { isLibraryPackage } from "../library-names.ts";
import type { PythonFunction } from "../types.ts";
import { handleOfClassName, handleOfMaker, handleOfVariableName } from "./handle-names.ts";
import type { DatabaseHandle } from "./handle-names.ts";

const deepest = 10;
const known = new WeakMap<Program, Map<SyntaxNode, DatabaseHandle | null>>();

/**
 * The session, connection, engine or pool for which an expression stands: by its type, by the call
 * that makes it, or, where the answer shows neither, by its name. Null for anything else.
 */
export function databaseHandleOf(program: Program, node: SyntaxNode): DatabaseHandle | null {
  let cache = known.get(program);
  if (cache === undefined) known.set(program, (cache = new Map()));
  const cached = cache.get(node);
  if (cached !== undefined) return cached;
  const handle = handleOf(program, node, 0);
  cache.set(node, handle);
  return handle;
}

function handleOf(program: Program, node: SyntaxNode, depth: number): DatabaseHandle | null {
  if (depth > deepest) return null;
  switch (node.type) {
    case "await":
    case "as_pattern": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? null : handleOf(program, inner, depth + 1);
    }
    case "call":
      return handleOfCall(program, node, depth);
    case "identifier":
    case "attribute":
      return handleOfName(program, node, depth);
    case "subscript": {
      // `info.context["session"]`
      const key = childAt(node, "subscript");
      const name = key === undefined ? null : readStringLiteral(key);
      return name === null ? null : handleOfVariableName(name);
    }
    case "conditional_expression":
    case "boolean_operator":
      return first(namedChildren(node), (one) => handleOf(program, one, depth + 1));
    default:
      return null;
  }
}

function handleOfCall(program: Program, call: SyntaxNode, depth: number): DatabaseHandle | null {
  const callee = childAt(call, "function");
  if (callee === undefined) return null;
  if (callee.type === "attribute") {
    const object = childAt(callee, "object");
    const name = textOf(childAt(callee, "attribute") ?? callee);
    const made =
      derived.has(name) && object !== undefined ? handleOf(program, object, depth + 1) : null;
    if (made !== null) return handleMadeBy(made, name);
  }
  if (callee.type !== "attribute" && callee.type !== "identifier") return null;
  const found = program.resolve(callee);
  switch (found.kind) {
    case "external":
    case "unbound":
      return handleOfMaker(found.name);
    case "function":
      return handleOfResult(program, found, depth);
    case "value": {
      const factory = found.node === callee ? null : handleOf(program, found.node, depth + 1);
      if (factory?.kind === "factory") return { ...factory, kind: "session" };
      if (factory !== null) return null;
      return found.node.type === "call" ? null : handleOfMaker(textOf(callee));
    }
    case "class":
      return handleOfClass(program, found, depth);
    case "parameter": {
      const factory = handleOfName(program, callee, depth + 1);
      return factory?.kind === "factory" ? { ...factory, kind: "session" } : null;
    }
    default:
      return handleOfMaker(textOf(callee));
  }
}

/** Methods of handles that give another handle. */
const derived = new Set([
  "begin",
  "begin_nested",
  "connect",
  "connection",
  "acquire",
  "cursor",
  "raw_connection",
  "execution_options",
  "get_bind",
  "bind",
  "session",
  "start_session",
]);

function handleMadeBy(from: DatabaseHandle, method: string): DatabaseHandle {
  if (from.kind === "factory") return { ...from, kind: "session" };
  if (method === "execution_options") return from;
  if (method === "begin" && from.kind === "session") return from;
  return from.kind === "session" && method === "session" ? from : { ...from, kind: "connection" };
}

/** What a function returns or, as a dependency or a context manager, yields. */
function handleOfResult(program: Program, fn: PythonFunction, depth = 0): DatabaseHandle | null {
  if (depth > deepest) return null;
  const declared = fn.returns === null ? null : handleOfAnnotation(program, fn.returns);
  if (declared !== null) return declared;
  const given = [...returnedExpressions(fn), ...yielded(fn)];
  return first(given, (one) => handleOf(program, one, depth + 1));
}

function yielded(fn: PythonFunction): readonly SyntaxNode[] {
  return [...ownNodes(fn.body)]
    .filter((node) => node.type === "yield")
    .flatMap((node) => namedChildren(node).slice(0, 1));
}

function handleOfName(program: Program, node: SyntaxNode, depth: number): DatabaseHandle | null {
  const found = program.resolve(node);
  const byName = (): DatabaseHandle | null => handleOfVariableName(lastNameOf(node));
  switch (found.kind) {
    case "value":
      return handleOfValue(program, found, node, depth);
    case "parameter": {
      const { annotation, defaultValue } = found.parameter;
      if (annotation !== null) {
        const declared = handleOfAnnotation(program, annotation);
        if (declared !== null) return declared;
        if (isOfAnotherKind(program, annotation)) return null;
      }
      const made = defaultValue === null ? null : handleOfDependency(program, defaultValue, depth);
      if (made !== null) return made;
      // `self` and what is called with a class of the answer are no handles.
      return found.function.ownerClass !== null && found.function.parameters[0] === found.parameter
        ? null
        : byName();
    }
    case "external":
    case "unbound":
      return isForeign(found.name) ? null : byName();
    case "unknown":
      return byName();
    case "class":
      return null;
    default:
      return null;
  }
}

function handleOfValue(
  program: Program,
  found: Extract<Definition, { kind: "value" }>,
  node: SyntaxNode,
  depth: number,
): DatabaseHandle | null {
  if (found.annotation !== null) {
    const declared = handleOfAnnotation(program, found.annotation);
    if (declared !== null) return declared;
  }
  if (found.node === node || found.node === found.annotation) return null;
  const made =
    found.through === "assign" || found.through === "with"
      ? handleOf(program, found.node, depth + 1)
      : null;
  if (made !== null) return made;
  const isNothing = found.node.type === "none";
  return isNothing || couldBeHandle(program, found.node)
    ? handleOfVariableName(lastNameOf(node))
    : null;
}

/** A call of something that the answer does not show, and that no other library is known to make. */
function couldBeHandle(program: Program, node: SyntaxNode): boolean {
  const call = node.type === "await" ? namedChildren(node)[0] : node;
  const callee = call?.type === "call" ? childAt(call, "function") : undefined;
  if (callee === undefined) return false;
  const found = program.resolve(callee);
  if (found.kind === "external" || found.kind === "unbound") return !isForeign(found.name);
  return found.kind === "unknown" && /session|connect|cursor|acquire|pool/iu.test(textOf(callee));
}

function handleOfDependency(
  program: Program,
  value: SyntaxNode,
  depth: number,
): DatabaseHandle | null {
  if (value.type !== "call") return null;
  const target = namedChildren(childAt(value, "arguments") ?? value)[0];
  if (target === undefined || target.type === "keyword_argument") return null;
  const found = program.resolve(target);
  if (found.kind === "function") return handleOfResult(program, found, depth + 1);
  return handleOfMaker(textOf(target));
}

/** `AsyncSession`, `Annotated[Session, Depends(get_db)]`, `AsyncIterator[AsyncSession]`, an alias of one. */
function handleOfAnnotation(
  program: Program,
  annotation: SyntaxNode,
  depth = 0,
): DatabaseHandle | null {
  const type = program.typeOfAnnotation(annotation);
  if (type !== null && type.kind !== "class") {
    const named = handleOfClassName(type.name);
    if (named !== null) return named;
  }
  if (type?.kind === "class") return handleOfClass(program, type, depth);
  for (const node of descend(annotation)) {
    if (node.type !== "identifier" && node.type !== "attribute") continue;
    const found = handleOfClassName(textOf(node));
    if (found !== null) return found;
    if (depth > deepest) continue;
    const alias = program.resolve(node);
    if (alias.kind === "value" && alias.node !== node && alias.node.type === "subscript") {
      const inner = handleOfAnnotation(program, alias.node, depth + 1);
      if (inner !== null) return inner;
    }
  }
  return null;
}

function handleOfClass(
  program: Program,
  one: { readonly bases: readonly SyntaxNode[] },
  depth: number,
): DatabaseHandle | null {
  if (depth > deepest) return null;
  return first(one.bases, (base) => {
    const found = program.resolve(base);
    if (found.kind === "class") return handleOfClass(program, found, depth + 1);
    return found.kind === "external" ? handleOfClassName(found.name) : null;
  });
}

/** It is declared as something that is known and no handle. */
function isOfAnotherKind(program: Program, annotation: SyntaxNode): boolean {
  const type = program.typeOfAnnotation(annotation);
  if (type === null) return false;
  return type.kind === "class" || isForeign(type.name);
}

/** Of a library that is no database's. */
function isForeign(name: string): boolean {
  const [top = ""] = name.split(".");
  if (top === "typing" || top === "typing_extensions") return /\.(?!Any$)\w+$/u.test(name);
  return isLibraryPackage(top) || top === "builtins" || top === "aiohttp";
}

function lastNameOf(node: SyntaxNode): string {
  return textOf(node).split(".").at(-1) ?? "";
}

function first<T, R>(items: readonly T[], read: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = read(item);
    if (found !== null) return found;
  }
  return null;
}
