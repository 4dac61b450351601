import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { valuesOfName } from "./name-values.ts";
import type { DatabaseClient } from "./clients.ts";

/** How the pool of a client is set. */
export type PoolSetting =
  /** By arguments of its own. */
  | { readonly kind: "set"; readonly by: readonly string[] }
  /** `NullPool`: no pool in the process. */
  | { readonly kind: "null-pool" }
  /** By arguments that the answer does not show. */
  | { readonly kind: "unseen" }
  | { readonly kind: "default" };

const options =
  /^(?:pool_(?:size|pre_ping|recycle|timeout|use_lifo|reset_on_return|minsize|maxsize|min_size|max_size)|max_overflow|min_?size|max_?size|min_?conn|max_?conn|minconn|maxconn|min_connections|max_connections|max_inactive_connection_lifetime|max_queries|max_idle|max_lifetime|max_waiting|min_?PoolSize|max_?PoolSize|maxPoolSize|minPoolSize|maxIdleTimeMS|waitQueueTimeoutMS|stale_timeout|pool_name|min|max|increment|async_creator|pool)$/u;

/** How a client's pool is set, its arguments followed through names, dictionaries and `**`. */
export function poolSettingOf(program: Program, client: DatabaseClient): PoolSetting {
  const names: string[] = [];
  let isUnseen = false;
  let poolClass: string | null = null;
  const note = (name: string, value: SyntaxNode | null): void => {
    if (name === "poolclass") poolClass = value === null ? "" : textOf(value);
    else if (options.test(name)) names.push(name);
  };
  for (const [name, value] of keywordArguments(client.node)) note(name, value);
  for (const given of positionalArguments(client.node)) {
    if (given.type !== "dictionary_splat") continue;
    const inner = namedChildren(given)[0];
    const keys = inner === undefined ? null : keysOf(program, inner);
    if (keys === null) isUnseen = true;
    else for (const [name, value] of keys) note(name, value);
  }
  if (
    /psycopg2\.pool|oracledb/u.test(client.maker) &&
    positionalArguments(client.node).length >= 2
  ) {
    names.push("minconn", "maxconn");
  }
  if (/^(?:tortoise|databases|motor|pymongo)/u.test(client.maker)) {
    names.push(...namesInText(program, client.node));
  }
  if (/^(?:peewee|playhouse|peewee_async)\..*Pool/u.test(client.maker)) {
    names.push("pooled database");
  }
  if (names.length > 0) return { kind: "set", by: names };
  if (poolClass !== null) {
    return /NullPool/u.test(poolClass) ? { kind: "null-pool" } : { kind: "set", by: ["poolclass"] };
  }
  return isUnseen ? { kind: "unseen" } : { kind: "default" };
}

/** The keys of a dictionary that is spelt out, also in steps; null: it is not shown. */
function keysOf(
  program: Program,
  node: SyntaxNode,
  depth = 0,
): ReadonlyMap<string, SyntaxNode> | null {
  if (depth > 5) return null;
  const result = new Map<string, SyntaxNode>();
  switch (node.type) {
    case "dictionary":
      for (const one of namedChildren(node)) {
        if (one.type === "pair") {
          const [key, value] = [childAt(one, "key"), childAt(one, "value")];
          if (key !== undefined && value !== undefined) {
            result.set(textOf(key).replaceAll(/["']/gu, ""), value);
          }
        } else if (one.type === "dictionary_splat") {
          const inner = namedChildren(one)[0];
          const keys = inner === undefined ? null : keysOf(program, inner, depth + 1);
          if (keys === null) return null;
          for (const [name, value] of keys) result.set(name, value);
        }
      }
      return result;
    case "call":
      if (textOf(childAt(node, "function") ?? node) === "dict") return keywordArguments(node);
      for (const one of program.calleesAt(node)) {
        if (one.kind !== "function") continue;
        for (const inner of descend(one.body)) collectKeys(program, inner, result, depth);
      }
      return result.size > 0 ? result : null;
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      const arms = [yes, no].map((one) =>
        one === undefined ? null : keysOf(program, one, depth + 1),
      );
      for (const arm of arms) for (const [name, value] of arm ?? []) result.set(name, value);
      return arms.some((arm) => arm === null) && result.size === 0 ? null : result;
    }
    // `OPTIONS | overrides`
    case "binary_operator": {
      const sides = namedChildren(node).map((one) => keysOf(program, one, depth + 1));
      for (const side of sides) for (const [name, value] of side ?? []) result.set(name, value);
      return sides.every((side) => side === null) ? null : result;
    }
    case "boolean_operator":
      return keysOf(program, namedChildren(node)[0] ?? node, depth + 1);
    case "identifier": {
      const values = valuesOfName(program, node);
      for (const one of values) {
        for (const [name, value] of keysOf(program, one.value, depth + 1) ?? []) {
          result.set(name, value);
        }
      }
      const around = program.functionAround(node)?.body ?? null;
      for (const inner of around === null ? [] : descend(around)) {
        collectSubscript(inner, textOf(node), result);
      }
      if (values.length > 0) return result;
      const found = program.resolve(node);
      return found.kind === "value" && found.node !== node && found.through === "assign"
        ? keysOf(program, found.node, depth + 1)
        : null;
    }
    default:
      return null;
  }
}

function collectKeys(
  program: Program,
  node: SyntaxNode,
  into: Map<string, SyntaxNode>,
  depth: number,
): void {
  if (node.type !== "dictionary" && !(node.type === "call" && textOf(node).startsWith("dict("))) {
    return;
  }
  for (const [name, value] of keysOf(program, node, depth + 1) ?? []) into.set(name, value);
}

/** `options["pool_size"] = 5`, `options.update(pool_size=5)` */
function collectSubscript(node: SyntaxNode, name: string, into: Map<string, SyntaxNode>): void {
  if (node.type === "assignment") {
    const left = childAt(node, "left");
    const match =
      left?.type === "subscript" ? /^(\w+)\[["'](\w+)["']\]$/u.exec(textOf(left)) : null;
    if (match !== null && match[1] === name) into.set(match[2] ?? "", node);
  } else if (node.type === "call" && textOf(node).startsWith(`${name}.update(`)) {
    for (const [key, value] of keywordArguments(node)) into.set(key, value);
    const [given] = positionalArguments(node);
    for (const one of given?.type === "dictionary" ? namedChildren(given) : []) {
      const key = childAt(one, "key");
      if (key !== undefined) into.set(textOf(key).replaceAll(/["']/gu, ""), one);
    }
  }
}

/** Sizes in a URL (`?maxsize=20`, `maxPoolSize=50`) or in a dictionary of settings. */
function namesInText(program: Program, call: SyntaxNode): readonly string[] {
  const words = [call, ...settingsBehind(program, call)].map(textOf).join("\n");
  return [
    ...words.matchAll(
      /[?&"'](min_?size|max_?size|minPoolSize|maxPoolSize|min_?Pool_?Size)["']?\s*[=:]/giu,
    ),
  ].map((match) => match[1] ?? "");
}

function settingsBehind(program: Program, call: SyntaxNode): readonly SyntaxNode[] {
  const given = [...positionalArguments(call), ...keywordArguments(call).values()];
  return given.flatMap((one) => {
    if (one.type !== "identifier" && one.type !== "attribute") return [];
    const found = program.resolve(one);
    return found.kind === "value" && found.node !== one ? [found.node] : [];
  });
}
