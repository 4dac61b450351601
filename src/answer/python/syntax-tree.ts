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
const parenthesized = language.types.indexOf("parenthesized_expression");
const comment = language.types.indexOf("comment");

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

/** What the nodes of one file share. */
interface SharedByNodes {
  readonly source: string;
  readonly preorder: CopiedNode[];
  /** 0-based row of an offset. */
  readonly rowOf: (offset: number) => number;
}

/** Of the many nodes of a file most are leaves, and few are asked for their rows. */
const noChildren: CopiedNode[] = [];

class CopiedNode implements SyntaxNode {
  readonly type: string;
  readonly field: string | null;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly parent: CopiedNode | null;
  children = noChildren;
  readonly first: number;
  behind = 0;
  readonly #shared: SharedByNodes;

  /** Copies the node at which the cursor stands, and makes it the last child of its parent. */
  constructor(
    cursor: TreeCursor,
    parent: CopiedNode | null,
    shared: SharedByNodes,
    typeId: number,
    field: string | null,
  ) {
    this.type = language.types[typeId] ?? cursor.nodeType;
    this.field = field;
    this.named = namedTypes[typeId] ?? cursor.nodeIsNamed;
    this.start = cursor.startIndex;
    this.end = cursor.endIndex;
    this.parent = parent;
    this.first = shared.preorder.length;
    this.#shared = shared;
    shared.preorder.push(this);
    if (parent === null) return;
    if (parent.children === noChildren) parent.children = [this];
    else parent.children.push(this);
  }

  get source(): string {
    return this.#shared.source;
  }

  get preorder(): readonly SyntaxNode[] {
    return this.#shared.preorder;
  }

  get row(): number {
    return this.#shared.rowOf(this.start);
  }

  get endRow(): number {
    return this.#shared.rowOf(this.end);
  }
}

/**
 * Iterative: generated code nests deeper than the call stack. Parentheses around an expression are
 * layout: what stands in them takes their place, field included.
 */
function copyTree(cursor: TreeCursor, source: string): SyntaxNode {
  const shared: SharedByNodes = { source, preorder: [], rowOf: rowFinder(source) };
  const { preorder } = shared;
  const root = new CopiedNode(cursor, null, shared, cursor.nodeTypeId, null);
  let current = root;
  /** Fields of the parentheses in which the cursor stands; null: the innermost node is no pair. */
  const around: ({ readonly field: string | null } | null)[] = [];
  let isEntering = cursor.gotoFirstChild();
  if (isEntering) around.push(null);
  while (isEntering || around.length > 0) {
    if (isEntering) {
      const pair = around.at(-1) ?? null;
      const field = pair === null ? (language.fields[cursor.currentFieldId] ?? null) : pair.field;
      const typeId = cursor.nodeTypeId;
      if (typeId === parenthesized && cursor.gotoFirstChild()) {
        around.push({ field });
        continue;
      }
      if (pair !== null && namedTypes[typeId] === false) {
        isEntering = next();
        continue;
      }
      const isComment = pair !== null && typeId === comment;
      const node = new CopiedNode(cursor, current, shared, typeId, isComment ? null : field);
      if (cursor.gotoFirstChild()) {
        current = node;
        around.push(null);
        continue;
      }
      node.behind = preorder.length;
    }
    isEntering = next();
  }
  root.behind = preorder.length;
  return root;

  /** To the next sibling; without one back to the parent, which is then behind the cursor. */
  function next(): boolean {
    if (cursor.gotoNextSibling()) return true;
    if (around.pop() === null) {
      current.behind = preorder.length;
      current = current.parent ?? root;
    }
    cursor.gotoParent();
    return false;
  }
}

/** Gives the 0-based row of an offset; the rows are counted when the first is asked for. */
function rowFinder(source: string): (offset: number) => number {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= rowStarts(source);
    let row = 0;
    for (let behind = starts.length; behind - row > 1;) {
      const middle = (row + behind) >>> 1;
      if ((starts[middle] as number) <= offset) row = middle;
      else behind = middle;
    }
    return row;
  };
}

function rowStarts(source: string): readonly number[] {
  const starts = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  return starts;
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
export function descend(
  node: SyntaxNode,
  enter?: (node: SyntaxNode) => boolean,
): readonly SyntaxNode[] {
  const { preorder, behind } = node;
  if (enter === undefined) {
    return node.parent === null ? preorder : preorder.slice(node.first, behind);
  }
  const found: SyntaxNode[] = [];
  for (let index = node.first; index < behind;) {
    const next = preorder[index] as SyntaxNode;
    found.push(next);
    index = enter(next) ? index + 1 : next.behind;
  }
  return found;
}

const knownByType = new WeakMap<
  readonly SyntaxNode[],
  ReadonlyMap<string, readonly SyntaxNode[]>
>();

/** All nodes of one type in the tree of a root, in source order; sorted by type once. */
export function nodesOfType(root: SyntaxNode, type: string): readonly SyntaxNode[] {
  let byType = knownByType.get(root.preorder);
  if (byType === undefined) {
    byType = Map.groupBy(root.preorder, (node) => node.type);
    knownByType.set(root.preorder, byType);
  }
  return byType.get(type) ?? [];
}

/** The nearest node above that has one of the types. */
export function enclosing(node: SyntaxNode, ...types: string[]): SyntaxNode | undefined {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (types.includes(above.type)) return above;
  }
  return undefined;
}
