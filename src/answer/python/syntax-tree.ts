import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Language, Parser, type TreeCursor } from "web-tree-sitter";

/**
 * A node of the concrete syntax tree, copied out of tree-sitter once, so that all questions are
 * asked of plain data. Node types and field names are those of tree-sitter-python.
 */
export interface SyntaxNode {
  readonly type: string;
  /** The field of the parent in which it stands: `name`, `body`, `decorator`… */
  readonly field: string | null;
  readonly named: boolean;
  /** Offsets into the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** 0-based rows of the source. */
  readonly row: number;
  readonly endRow: number;
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
  /** The source of the whole file, shared by all nodes. */
  readonly source: string;
}

const requireFromHere = createRequire(import.meta.url);
await Parser.init();
const language = await Language.load(
  readFileSync(requireFromHere.resolve("tree-sitter-python/tree-sitter-python.wasm")),
);
const parser = new Parser().setLanguage(language);

/** Parses Python of any quality: what cannot be parsed stands in nodes of type `ERROR`. */
export function parseSyntaxTree(source: string): SyntaxNode {
  const tree = parser.parse(source);
  if (tree === null) throw new Error("tree-sitter gave no tree");
  const cursor = tree.walk();
  try {
    return copyNode(cursor, null, source);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

type Draft = { -readonly [K in keyof SyntaxNode]: SyntaxNode[K] } & { children: SyntaxNode[] };

/** Iterative: generated code nests deeper than the call stack. */
function copyNode(cursor: TreeCursor, parent: SyntaxNode | null, source: string): SyntaxNode {
  const root = draftNode(cursor, parent, source);
  let current = root;
  for (;;) {
    if (cursor.gotoFirstChild()) {
      current = appendChild(current, cursor, source);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return root;
      current = current.parent as Draft;
      if (current === root) return root;
    }
    current = appendChild(current.parent as Draft, cursor, source);
  }
}

function appendChild(parent: Draft, cursor: TreeCursor, source: string): Draft {
  const child = draftNode(cursor, parent, source);
  parent.children.push(child);
  return child;
}

function draftNode(cursor: TreeCursor, parent: SyntaxNode | null, source: string): Draft {
  return {
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    named: cursor.nodeIsNamed,
    start: cursor.startIndex,
    end: cursor.endIndex,
    row: cursor.startPosition.row,
    endRow: cursor.endPosition.row,
    parent,
    children: [],
    source,
  };
}

/** The source text of a node. */
export function textOf(node: SyntaxNode): string {
  return node.source.slice(node.start, node.end);
}

/** The first child that stands in a field. */
export function childAt(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** All children that stand in a field. */
export function childrenAt(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.field === field);
}

/** Named children, comments apart. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => child.named && child.type !== "comment");
}

/** The node and all below it, in source order. `enter` false: what is below a node is passed over. */
export function* descend(
  node: SyntaxNode,
  enter: (node: SyntaxNode) => boolean = () => true,
): Generator<SyntaxNode> {
  const stack: SyntaxNode[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    if (!enter(next)) continue;
    for (let index = next.children.length - 1; index >= 0; index -= 1) {
      stack.push(next.children[index] as SyntaxNode);
    }
  }
}

/** The nearest node above that has one of the types. */
export function enclosing(node: SyntaxNode, ...types: string[]): SyntaxNode | undefined {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (types.includes(above.type)) return above;
  }
  return undefined;
}
