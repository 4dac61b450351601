import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { firstArgument } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { ownNodes, returnedExpressions } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { ioClientByName, ioLibraryOf } from "./io-libraries.ts";
import type { IoLibrary } from "./io-libraries.ts";

const deepest = 10;
const known = new WeakMap<Program, Map<SyntaxNode, IoLibrary | null>>();

/**
 * The client for which an expression stands, other than a database's session: `requests.Session()`,
 * `self.redis`, `boto3.client("s3")`, `mongo.shop["users"]`. By its type, by the call that makes
 * it, or, where the answer shows neither, by its name.
 */
export function ioClientOf(program: Program, node: SyntaxNode, depth = 0): IoLibrary | null {
  if (depth > deepest) return null;
  let cache = known.get(program);
  if (cache === undefined) known.set(program, (cache = new Map()));
  const cached = cache.get(node);
  if (cached !== undefined) return cached;
  const found = clientOf(program, node, depth);
  cache.set(node, found);
  return found;
}

function clientOf(program: Program, node: SyntaxNode, depth: number): IoLibrary | null {
  switch (node.type) {
    case "await":
    case "as_pattern": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? null : ioClientOf(program, inner, depth + 1);
    }
    case "subscript": {
      const value = childAt(node, "value");
      return value === undefined ? null : ioClientOf(program, value, depth + 1);
    }
    case "conditional_expression":
    case "boolean_operator":
      return firstClient(program, namedChildren(node), depth);
    case "call":
      return clientOfCall(program, node, depth);
    case "identifier":
    case "attribute":
      return clientOfName(program, node, depth);
    default:
      return null;
  }
}

function clientOfCall(program: Program, call: SyntaxNode, depth: number): IoLibrary | null {
  const callee = childAt(call, "function");
  if (callee === undefined) return null;
  const found = program.resolve(callee);
  const made = found.kind === "external" || found.kind === "unbound" ? madeBy(found.name) : null;
  if (made !== null) return made;
  if (found.kind === "function") return clientOfResult(program, found, depth);
  if (callee.type !== "attribute") return null;
  const object = childAt(callee, "object");
  const method = textOf(childAt(callee, "attribute") ?? callee);
  if (object === undefined || !derivesClient.test(method)) return null;
  return ioClientOf(program, object, depth + 1);
}

/** Methods of clients that give a narrower client. */
const derivesClient =
  /^(?:pipeline|pubsub|client|resource|session|get_database|get_default_database|get_collection|with_options|Table|Bucket|Object|bucket|blob|channel|table|from_|cursor|get_container_client|get_blob_client|open_sftp|__aenter__|__enter__)$/u;

function madeBy(name: string): IoLibrary | null {
  const made = ioLibraryOf(name);
  return made?.gives === "client" ? made : null;
}

/** What a function returns or, as a dependency or a context manager, yields. */
function clientOfResult(program: Program, fn: PythonFunction, depth: number): IoLibrary | null {
  const declared = fn.returns === null ? null : clientOfAnnotation(program, fn.returns);
  if (declared !== null) return declared;
  const yielded = [...ownNodes(fn.body)]
    .filter((node) => node.type === "yield")
    .flatMap((node) => namedChildren(node).slice(0, 1));
  return firstClient(program, [...returnedExpressions(fn), ...yielded], depth);
}

function firstClient(
  program: Program,
  nodes: readonly SyntaxNode[],
  depth: number,
): IoLibrary | null {
  for (const node of nodes) {
    const found = ioClientOf(program, node, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** `httpx.AsyncClient`, `Annotated[Redis, Depends(…)]`, an alias that the answer does not show. */
function clientOfAnnotation(program: Program, annotation: SyntaxNode): IoLibrary | null {
  const type = program.typeOfAnnotation(annotation);
  if (type === null || type.kind === "class") return null;
  return madeBy(type.name) ?? ioClientByName(type.name);
}

function clientOfName(program: Program, node: SyntaxNode, depth: number): IoLibrary | null {
  const found = program.resolve(node);
  switch (found.kind) {
    case "value": {
      if (found.annotation !== null) {
        const declared = clientOfAnnotation(program, found.annotation);
        if (declared !== null) return declared;
      }
      if (found.node === node || found.node === found.annotation) return null;
      if (found.through !== "assign" && found.through !== "with") return null;
      const made = ioClientOf(program, found.node, depth + 1);
      return made ?? (found.node.type === "none" ? ioClientByName(textOf(node)) : null);
    }
    case "parameter": {
      const { annotation, defaultValue } = found.parameter;
      if (annotation !== null) return clientOfAnnotation(program, annotation);
      const given = defaultValue?.type === "call" ? firstArgument(defaultValue) : undefined;
      const provider = given === undefined ? null : program.resolve(given);
      const made =
        provider?.kind === "function" ? clientOfResult(program, provider, depth + 1) : null;
      return made ?? ioClientByName(found.parameter.name);
    }
    case "external":
    case "unbound":
      return clientOfDottedName(found.name);
    case "unknown": {
      const object = childAt(node, "object");
      const outer = object === undefined ? null : ioClientOf(program, object, depth + 1);
      return outer ?? ioClientByName(textOf(node));
    }
    default:
      return null;
  }
}

/** `pymongo.MongoClient.shop.users`: what an object of a library's class has; the user's own client. */
function clientOfDottedName(name: string): IoLibrary | null {
  const parts = name.split(".");
  for (let end = parts.length - 1; end >= 2; end -= 1) {
    const made = madeBy(parts.slice(0, end).join("."));
    if (made !== null) return made;
  }
  return parts.length > 1 || /redis|client/iu.test(name) ? ioClientByName(name) : null;
}
