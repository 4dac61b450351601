import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { readDatabaseWrites } from "../database/index.ts";
import type { DatabaseUse } from "../database/index.ts";
import { readIoCalls } from "../io/index.ts";
import { ownNodes } from "../function-body.ts";
import { calledFunctions } from "../reachable-functions.ts";
import type { PythonFunction, PythonModule } from "../types.ts";

/** Where an endpoint changes state. */
export interface StateChange {
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/**
 * What the handler, or a function that it calls, writes: to a database, or to a variable of a
 * module. Its dependencies apart; counters, logs, caches and what is made on first use are no
 * change that a reader of the resource would mean.
 */
export function stateChangeOf(program: Program, endpoint: Endpoint): StateChange | null {
  const { handler } = endpoint;
  if (handler === null) return null;
  const reached = new Set(
    calledFunctions(program, handler).filter(
      (one) => one === handler || !madeOnFirstUse.test(one.name),
    ),
  );
  const write = readDatabaseWrites(program).find(
    (one) => one.function !== null && reached.has(one.function) && !isIncidental(one),
  );
  if (write !== undefined) return write;
  const stored = readIoCalls(program).find(
    (one) =>
      one.kind === "redis" &&
      one.function !== null &&
      reached.has(one.function) &&
      !/limit|throttl|cache/iu.test(one.function.qualifiedName) &&
      removesFromRedis.test(one.name),
  );
  if (stored !== undefined && !isIncidentalText(stored.node)) return stored;
  for (const one of reached) {
    const node = changedVariable(program, one);
    if (node !== null) return { node, module: one.module };
  }
  return saysItChanges.test(handler.name) && !saysItShows.test(handler.name)
    ? { node: handler.node, module: handler.module }
    : null;
}

/** What no cache does when it is read: removing, or adding to a collection. */
const removesFromRedis =
  /^(?:delete|unlink|flushdb|flushall|zadd|zincrby|zrem|hdel|lpush|rpush|lrem|srem|sadd|xadd)$/u;

const madeOnFirstUse =
  /get_or_create|^_?ensure_|^_?(?:log|audit|track|record|count|touch|cache)(?:_|$)|_(?:log|audit|cache|cached)$/u;
const saysItChanges =
  /^(?:create|delete|update|remove|insert|edit|modify|cancel|publish|unpublish|activate|deactivate|approve|reject|restore)_/u;
const saysItShows =
  /form|page|preview|_url|link|_(?:status|check|history|info|count|reasons|requests|policy|types|options|settings)$/u;
/** Words of names by which something is counted, logged or kept for later, and not asked for. */
const incidental =
  /^(?:counts?|counter|hits?|views?|viewed|clicks?|visits?|visited|last|accessed|usage|logs?|audits?|histor(?:y|ies)|analytics?|metrics?|stat|stats|statistics?|cache|caches|cached|activit(?:y|ies)|memo|rates?|buckets?|locks?|expired|expires|stale)$/u;

/** A counter, a log entry, a cache's row: written beside what was asked for. */
export function isIncidental(one: DatabaseUse): boolean {
  if (wordsOf(one.target ?? "").some((word) => incidental.test(word))) return true;
  return (one.verb === "update" || one.verb === "delete") && isIncidentalText(one.node);
}

/** The statement around a call speaks of counters, logs or caches. */
function isIncidentalText(node: SyntaxNode): boolean {
  let statement = node;
  while (
    statement.parent !== null &&
    !/_statement$|^block$|^module$/u.test(statement.parent.type)
  ) {
    statement = statement.parent;
  }
  return wordsOf(textOf(statement)).some((word) => incidental.test(word));
}

/** `viewCount`, `view_count` → `view`, `count` */
function wordsOf(text: string): readonly string[] {
  return text
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/gu, " ")
    .toLowerCase()
    .split(/[^a-z]+/u);
}

/** `items[key] = value`, `del items[key]`, `items.pop(key)` of a variable of the module. */
function changedVariable(program: Program, one: PythonFunction): SyntaxNode | null {
  for (const node of ownNodes(one.body)) {
    const target = changedObject(node);
    if (
      target === null ||
      /cache|memo|hits|count|rate|bucket|metric|stat|seen|log|history|lock/iu.test(textOf(target))
    ) {
      continue;
    }
    const found = program.resolve(target);
    if (found.kind !== "value" || found.through !== "assign") continue;
    const isStore = /^(?:dictionary|list|set|list_comprehension|dictionary_comprehension)$/u.test(
      found.node.type,
    );
    if (isStore && program.functionAround(found.node) === null) return node;
  }
  return null;
}

function changedObject(node: SyntaxNode): SyntaxNode | null {
  const subscript =
    node.type === "assignment" || node.type === "augmented_assignment"
      ? childAt(node, "left")
      : node.type === "delete_statement"
        ? node.children[1]
        : undefined;
  if (subscript?.type === "subscript") {
    const object = childAt(subscript, "value");
    return object?.type === "identifier" ? object : null;
  }
  if (node.type !== "call") return null;
  const callee = childAt(node, "function");
  if (callee?.type !== "attribute") return null;
  const method = textOf(childAt(callee, "attribute") ?? callee);
  if (
    !/^(?:append|pop|remove|clear|insert|extend|add|discard|update|popitem|setdefault)$/u.test(
      method,
    )
  ) {
    return null;
  }
  const object = childAt(callee, "object");
  return object?.type === "identifier" ? object : null;
}
