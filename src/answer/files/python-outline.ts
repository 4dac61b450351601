import {
  childAt,
  namedChildren,
  parseSyntaxTree,
  textOf,
  type SyntaxNode,
} from "../python/syntax-tree.ts";

/** A statement of a module or a class, with the decorators and comments right above it. */
export interface OutlineItem {
  readonly kind: "function" | "class" | "import" | "assignment" | "statement" | "comment";
  /** What it defines; for imports and statements its source. */
  readonly name: string;
  /** 0-based rows, the end inclusive. */
  readonly start: number;
  readonly end: number;
  /** First row of the statement itself, decorators included, comments not. */
  readonly head: number;
  /** Of a class: its body. */
  readonly members: readonly OutlineItem[];
}

export interface PythonOutline {
  readonly items: readonly OutlineItem[];
  readonly hasErrors: boolean;
}

/** The statements of a module; two on one line count as one. */
export function readPythonOutline(source: string): PythonOutline {
  const root = parseSyntaxTree(source);
  return { items: readItems(root), hasErrors: containsError(root) };
}

/** What a module defines at its top: functions, classes, assigned names. */
export function definedNames(outline: PythonOutline): ReadonlySet<string> {
  const kinds: readonly OutlineItem["kind"][] = ["function", "class", "assignment"];
  return new Set(outline.items.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name));
}

function readItems(parent: SyntaxNode): readonly OutlineItem[] {
  const items: OutlineItem[] = [];
  let comments: OutlineItem[] = [];
  let lastRow = -1;
  for (const node of parent.children) {
    if (!node.named) continue;
    if (node.row <= lastRow) continue;
    lastRow = node.endRow;
    if (node.type === "comment") {
      comments.push({ ...item("comment", textOf(node), node), members: [] });
      continue;
    }
    const read = readItem(node);
    // Comments belong to what follows them without a blank line between.
    let start = read.start;
    while (comments.at(-1)?.end === start - 1) start = comments.pop()?.start ?? start;
    items.push(...comments, { ...read, start });
    comments = [];
  }
  return [...items, ...comments];
}

function readItem(node: SyntaxNode): OutlineItem {
  const definition =
    node.type === "decorated_definition" ? (childAt(node, "definition") ?? node) : node;
  const name = childAt(definition, "name");
  if (definition.type === "function_definition" && name !== undefined) {
    return item("function", textOf(name), node);
  }
  if (definition.type === "class_definition" && name !== undefined) {
    const body = childAt(definition, "body");
    return {
      ...item("class", textOf(name), node),
      members: body === undefined ? [] : readItems(body),
    };
  }
  if (/^(?:import|import_from|future_import)_statement$/u.test(node.type)) {
    return item("import", textOf(node), node);
  }
  const assignment = namedChildren(node)[0];
  if (node.type === "expression_statement" && assignment?.type === "assignment") {
    const left = childAt(assignment, "left");
    if (left?.type === "identifier") return item("assignment", textOf(left), node);
  }
  return item("statement", textOf(node), node);
}

function item(kind: OutlineItem["kind"], name: string, node: SyntaxNode): OutlineItem {
  return { kind, name, start: node.row, end: lastRowOf(node), head: node.row, members: [] };
}

/** A block of the grammar may end on the row behind its last line. */
function lastRowOf(node: SyntaxNode): number {
  const text = textOf(node).trimEnd();
  let rows = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) rows += 1;
  return node.row + rows;
}

function containsError(root: SyntaxNode): boolean {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "ERROR") return true;
    stack.push(...node.children);
  }
  return false;
}
