import { LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { Document, Pair } from "yaml";

/** A parsed YAML file that can tell the line of each of its values. */
export interface PlacedYaml {
  readonly document: Document.Parsed;
  readonly value: unknown;
  /** 1-based line of what stands at a path; of the nearest thing above, where nothing does. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** A fault of the YAML itself. */
export interface YamlFault {
  readonly line: number;
  readonly message: string;
}

/** Parses YAML with positions; a list of faults where it is broken. */
export function parsePlacedYaml(text: string): PlacedYaml | readonly YamlFault[] {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    logLevel: "error",
  });
  const lineAt = (offset: number) => Math.max(1, counter.linePos(offset).line);
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      message:
        error.code === "MULTIPLE_DOCS"
          ? "a second document starts here, after `---`"
          : (error.message.split("\n")[0] ?? "").trim(),
    }));
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    return [{ line: 1, message: error instanceof Error ? error.message : String(error) }];
  }
  return { document, value, lineOf: (path) => lineAt(offsetOf(document, path)) };
}

/** A key's line rather than its value's: a value may start on the line below. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const key of path) {
    const next = stepInto(node, key);
    if (next === null) return offset;
    const from = isPair(next) ? next.key : next;
    if (isNode(from) && from.range) offset = from.range[0];
    node = isPair(next) ? next.value : next;
  }
  return offset;
}

function stepInto(node: unknown, key: PropertyKey): unknown {
  if (isMap(node)) {
    return node.items.find((pair: Pair) => isScalar(pair.key) && pair.key.value === key) ?? null;
  }
  return isSeq(node) && typeof key === "number" ? (node.items[key] ?? null) : null;
}
