import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument, type Document } from "yaml";

// JSON.parse tells no places. YAML's parser does, and JSON is YAML; what it dislikes besides (tabs)
// is no matter, as the text was parsed as JSON before.

/** 1-based line of what stands at a path of a JSON text; of the nearest thing above, where nothing does. */
export function lineOfPath(text: string, path: readonly PropertyKey[]): number {
  const { document, lineAt } = parse(text);
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node) && typeof key === "number") {
      node = node.items[key];
      if (isNode(node) && node.range) offset = node.range[0];
    } else break;
  }
  return lineAt(offset);
}

/** 1-based line of the second of two equal keys of one map; null: there are none. */
export function findDuplicateKey(text: string): number | null {
  const { document, lineAt } = parse(text);
  const error = document.errors.find(({ code }) => code === "DUPLICATE_KEY");
  return error === undefined ? null : lineAt(error.pos[0]);
}

function parse(text: string): {
  readonly document: Document.Parsed;
  readonly lineAt: (offset: number) => number;
} {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: "silent" });
  return { document, lineAt: (offset) => Math.max(1, lineCounter.linePos(offset).line) };
}
