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
  /** All nodes of the file in source order, shared by all: this one and those below it are a run. */
  readonly preorder: readonly SyntaxNode[];
  /** Where the run starts, and the first place behind it. */
  readonly first: number;
  readonly behind: number;
}

const requireFromHere = createRequire(import.meta.url);
await Parser.init();
const language = await Language.load(
  readFileSync(requireFromHere.resolve("tree-sitter-python/tree-sitter-python.wasm")),
);
const parser = new Parser().setLanguage(language);

/** Names and kinds by the grammar's numbers: asking the cursor for words costs a copy each time. */
const namedTypes = language.types.map((_, id) => language.nodeTypeIsNamed(id));

/** Parses Python of any quality: what cannot be parsed stands in nodes of type `ERROR`. */
export function parseSyntaxTree(source: string): SyntaxNode {
  const tree = parser.parse(source);
  if (tree === null) throw new Error("tree-sitter gave no tree");
  const cursor = tree.walk();
  try {
    return copyTree(cursor, source);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

type Draft = { -readonly [K in keyof SyntaxNode]: SyntaxNode[K] } & {
  children: SyntaxNode[];
  preorder: Draft[];
};

/** Iterative: generated code nests deeper than the call stack. */
function copyTree(cursor: TreeCursor, source: string): SyntaxNode {
  const preorder: Draft[] = [];
  const rowOf = rowFinder(source);
  const add = (parent: Draft | null): Draft => {
    const typeId = cursor.nodeTypeId;
    const type = language.types[typeId] ?? cursor.nodeType;
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    const node: Draft = {
      type,
      field: language.fields[cursor.currentFieldId] ?? null,
      named: namedTypes[typeId] ?? cursor.nodeIsNamed,
      start,
      end,
      row: rowOf(start),
      endRow: rowOf(end),
      parent,
      children: [],
      source,
      preorder,
      first: preorder.length,
      behind: 0,
    };
    preorder.push(node);
    parent?.children.push(node);
    return node;
  };

  let current = add(null);
  for (;;) {
    if (cursor.gotoFirstChild()) {
      current = add(current);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      current.behind = preorder.length;
      if (!cursor.gotoParent()) return current;
      current = current.parent as Draft;
    }
    current.behind = preorder.length;
    current = add(current.parent as Draft);
  }
}

/** Gives the 0-based row of an offset; quick where offsets come in almost their order. */
function rowFinder(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  let row = 0;
  return (offset) => {
    while (row + 1 < starts.length && (starts[row + 1] as number) <= offset) row += 1;
    while (row > 0 && (starts[row] as number) > offset) row -= 1;
    return row;
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
  enter?: (node: SyntaxNode) => boolean,
): Generator<SyntaxNode> {
  const { preorder, behind } = node;
  for (let index = node.first; index < behind;) {
    const next = preorder[index] as SyntaxNode;
    yield next;
    index = enter === undefined || enter(next) ? index + 1 : next.behind;
  }
}

/** The nearest node above that has one of the types. */
export function enclosing(node: SyntaxNode, ...types: string[]): SyntaxNode | undefined {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (types.includes(above.type)) return above;
  }
  return undefined;
}
