import type { z } from "zod";
import { findNearestName } from "./nearest-name.ts";
import { caseSchema, gateSchema, sourceSchema, suiteFileSchema } from "./schema.ts";

/** A fault in words, and the path of the value to point at. */
export interface DescribedIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly hint: string;
}

/** What zod found wrong with suite.yaml, in the words of someone who edits it. */
export function describeIssue(issue: z.core.$ZodIssue, root: unknown): readonly DescribedIssue[] {
  const { path } = issue;
  const name = renderPath(path, root);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `The key \`${key}\` is not known${name === "" ? "" : ` in ${name}`}.`,
      hint: suggest(key, keysAt(path)),
    }));
  }
  const given = valueAt(root, path);
  if (given === undefined && path.length > 0) {
    const key = String(path.at(-1));
    return [
      {
        path: path.slice(0, -1),
        message: `${capitalise(renderPath(path.slice(0, -1), root) || "the suite")} lacks \`${key}\`.`,
        hint: `Add \`${key}:\` to it.`,
      },
    ];
  }
  const shown = showValue(given);
  if (issue.code === "invalid_value") {
    const options = issue.values.map(String);
    return [
      {
        path,
        message: `${capitalise(name)} is ${shown}, not one of: ${options.join(", ")}.`,
        hint: suggest(String(given), options),
      },
    ];
  }
  return [
    { path, message: `${capitalise(name || "the suite")} is ${shown}.`, hint: hintOf(issue) },
  ];
}

function hintOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `It must be ${article(issue.expected)}.`;
    case "invalid_format":
      return "Write it as lower-case words joined by hyphens: `jwt-auth`.";
    case "too_small":
      return issue.origin === "string"
        ? "It must not be empty."
        : `It must be at least ${issue.minimum}.`;
    case "too_big":
      return `It must be at most ${issue.maximum}.`;
    case "invalid_union":
      return "It must be a check's id, ./path/to/check.ts, unchecked, or {promptfoo: {type: …}}.";
    default:
      return `${capitalise(issue.message)}.`;
  }
}

/** "the gate `auth`", "`level` of the gate `auth`", "`gates`". */
function renderPath(path: readonly PropertyKey[], root: unknown): string {
  const [list, index, ...rest] = path;
  if (list === undefined) return "";
  if (typeof index !== "number" || (list !== "gates" && list !== "cases")) {
    return path.map(renderKey).toReversed().join(" of ");
  }
  const kind = list === "gates" ? "gate" : "case";
  const id = valueAt(root, [list, index, "id"]);
  const item = typeof id === "string" ? `the ${kind} \`${id}\`` : `${kind} ${index + 1}`;
  if (rest.length === 0) return item;
  return `${rest.map(renderKey).toReversed().join(" of ")} of ${item}`;
}

function renderKey(key: PropertyKey): string {
  return typeof key === "number" ? `item ${key + 1}` : `\`${String(key)}\``;
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(suiteFileSchema.unwrap().shape);
  if (path.includes("source")) return Object.keys(sourceSchema.unwrap().shape);
  if (path.at(-1) === "check") return ["promptfoo"];
  return Object.keys((path[0] === "gates" ? gateSchema : caseSchema).unwrap().shape);
}

function suggest(given: string, names: readonly string[]): string {
  const nearest = findNearestName(given, names);
  return nearest === null ? `Known: ${names.join(", ")}.` : `Did you mean \`${nearest}\`?`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function showValue(value: unknown): string {
  if (typeof value === "string") {
    return value === "" ? "empty" : `\`${value.length > 60 ? `${value.slice(0, 60)}…` : value}\``;
  }
  if (Array.isArray(value)) return "a list";
  if (value === null) return "empty";
  if (typeof value === "object") return "a map";
  return `\`${JSON.stringify(value)}\``;
}

function article(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    array: "a list",
    object: "a map of keys",
  };
  return words[expected] ?? expected;
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
