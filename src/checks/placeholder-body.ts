import { descend, namedChildren, readStringLiteral, textOf } from "../answer/index.ts";
import type { PythonFunction, SyntaxNode } from "../answer/index.ts";

/** Code that stands for code still to be written. */
export interface Placeholder {
  /** 0-based row of the module's source. */
  readonly row: number;
  /** What stands there: `...`, `pass`, the comment. */
  readonly words: string;
}

/** "Here something is missing", whatever else the body does. */
const omission =
  /\bremaining (?:code|logic|implementation)\b|\b(?:your|actual|real|business) (?:\w+ )?(?:code|logic|implementation|query|stuff)(?: goes)? here\b|\b(?:code|logic|implementation) goes here\b|\bimplement(?:ation)? (?:this|here|me|it|omitted|left out)\b|\b(?:code|logic|implementation|details) (?:omitted|left out|elided)\b|\b(?:omitted|left out|elided|skipped|shortened) for (?:brevity|clarity|space)\b|\bnot (?:yet )?implemented\b|\bto be (?:implemented|completed|done)\b/iu;

/** "Rest of the code": an omission too, unless it is a sentence about something else. */
const restOf = /\b(?:rest|remainder) of (?:the|your|this)\b/iu;
const tellsSomething =
  /\b(?:is|are|was|were|has|have|had|will|must|may|might|can|cannot|should|does|do|comes?|gets?|needs?|depends?)\b/iu;
const leftOut =
  /\b(?:left|omitted|elided|skipped|similar|analogous|exercise|unchanged|your own|yours|up to you)\b/iu;

/** "Still to do": a placeholder only where little else stands in the body. */
const stillToDo = /\b(?:todo|fixme|tbd|xxx|placeholder|stub|implement|fill (?:this )?in)\b/iu;

/** What is empty on purpose says so. */
const emptyOnPurpose =
  /\bdo(?:es)? nothing\b|\bno-?op\b|\bnothing to \w+|\bnothing (?:needed|required|here)\b|\bintentional(?:ly)?\b|\bdeliberate(?:ly)?\b|\bon purpose\b|\bby default\b|\boverrid(?:e|den)\b/iu;

const emptyByNature = new Set(["__init__", "__exit__", "__aexit__", "__del__"]);

function leavesOut(words: string): boolean {
  if (omission.test(words)) return true;
  return restOf.test(words) && (!tellsSomething.test(words) || leftOut.test(words));
}

/** The first thing in a function's own body that stands for code still to be written. */
export function findPlaceholder(one: PythonFunction): Placeholder | null {
  const comments = ownComments(one);
  const statements = ownStatements(one);
  const omitted = comments.find((comment) => leavesOut(textOf(comment)));
  const [only, another] = statements;

  if (another === undefined && (only === undefined || isEmptyStatement(only))) {
    if (emptyByNature.has(one.name) || isEmptyOnPurpose(one, comments, only)) return null;
    if (only === undefined && isDocumentedNoOp(one, comments)) return null;
    if (only === undefined && isUnreadable(one, comments)) return null;
    return placeholderAt(omitted ?? only ?? one.node);
  }
  if (omitted !== undefined && !isSomebodysOwn(omitted)) return placeholderAt(omitted);
  const todo = comments.find((comment) => stillToDo.test(textOf(comment)));
  if (todo !== undefined && statements.every(isTrivial)) return placeholderAt(todo);
  const ellipsis = inOwnBody(one).find(
    (node) => node.type === "expression_statement" && isEllipsis(node),
  );
  return ellipsis === undefined ? null : placeholderAt(ellipsis);
}

/** `...`, `pass`, `raise NotImplementedError`. */
function isEmptyStatement(node: SyntaxNode): boolean {
  if (node.type === "pass_statement") return true;
  if (node.type === "raise_statement") return /\bNotImplementedError\b/u.test(textOf(node));
  return node.type === "expression_statement" && isEllipsis(node);
}

function isEllipsis(node: SyntaxNode): boolean {
  return namedChildren(node)[0]?.type === "ellipsis";
}

/** A statement that a stub may hold: `return None`, `return {}`, `pass`, a log line. */
function isTrivial(node: SyntaxNode): boolean {
  if (isEmptyStatement(node)) return true;
  if (node.type !== "return_statement") return false;
  const [value] = namedChildren(node);
  if (value === undefined) return true;
  return descend(value).every(
    (part) => part.type !== "call" && part.type !== "attribute" && part.type !== "await",
  );
}

/** A header with nothing under it is a fault of the syntax, not a placeholder. */
function isUnreadable(one: PythonFunction, comments: readonly SyntaxNode[]): boolean {
  return one.docstring === null && comments.length === 0;
}

/** Nothing but a docstring, and no result that it would owe: a no-op, unless it is an endpoint's. */
function isDocumentedNoOp(one: PythonFunction, comments: readonly SyntaxNode[]): boolean {
  const returnsNothing = one.returns !== null && textOf(one.returns) === "None";
  const said = [one.docstring ?? "", ...comments.map(textOf)].join("\n");
  return returnsNothing && one.decorators.length === 0 && !stillToDo.test(said) && !leavesOut(said);
}

/**
 * A no-op that says so, or a downgrade that says why it cannot be undone, by a comment, a
 * docstring or the error's message.
 */
function isEmptyOnPurpose(
  one: PythonFunction,
  comments: readonly SyntaxNode[],
  only: SyntaxNode | undefined,
): boolean {
  const said = [one.docstring ?? "", ...comments.map(textOf)].join("\n");
  if (emptyOnPurpose.test(said)) {
    return !comments.some((comment) => stillToDo.test(textOf(comment)));
  }
  if (one.name !== "downgrade") return false;
  const message = only === undefined ? [] : descend(only).map(readStringLiteral);
  const reason = [
    ...comments.map((comment) => textOf(comment).replace(/^#/u, "")),
    ...message,
    one.docstring,
  ]
    .filter((words) => words !== null)
    .join(" ");
  return reason.trim().split(/\s+/u).length >= 3 && !stillToDo.test(reason);
}

/** "… existing code", "unchanged": what is left out is the user's. */
function isSomebodysOwn(comment: SyntaxNode): boolean {
  return /\b(?:existing|unchanged|as before|as is|already)\b/iu.test(textOf(comment));
}

function ownStatements(one: PythonFunction): readonly SyntaxNode[] {
  const statements = namedChildren(one.body);
  return one.docstring === null ? statements : statements.slice(1);
}

/** Comments in the body, and those that tree-sitter puts behind it because nothing follows. */
function ownComments(one: PythonFunction): readonly SyntaxNode[] {
  const inside = inOwnBody(one).filter((node) => node.type === "comment");
  return [...inside, ...commentsBehind(one)];
}

/** A comment on the header's line, or indented below a body that it ends. */
function commentsBehind(one: PythonFunction): readonly SyntaxNode[] {
  const own = one.node.children.filter((node) => node.type === "comment");
  const indent = columnOf(one.node);
  const siblings = (one.node.parent?.children ?? []).concat(
    one.node.parent?.type === "decorated_definition"
      ? (one.node.parent.parent?.children ?? [])
      : [],
  );
  const behind: SyntaxNode[] = [];
  let row = one.node.endRow;
  for (const node of siblings) {
    if (node.start < one.node.end) continue;
    if (node.type !== "comment" || node.row > row + 1) break;
    if (node.row > one.node.endRow && columnOf(node) <= indent) break;
    row = node.row;
    behind.push(node);
  }
  return [...own, ...behind];
}

function columnOf(node: SyntaxNode): number {
  return node.start - (node.source.lastIndexOf("\n", node.start - 1) + 1);
}

/** What stands in the body, nested functions and classes apart: they are asked for themselves. */
function inOwnBody(one: PythonFunction): readonly SyntaxNode[] {
  return [
    ...descend(
      one.body,
      (node) => node.type !== "function_definition" && node.type !== "class_definition",
    ),
  ];
}

function placeholderAt(node: SyntaxNode): Placeholder {
  const line = textOf(node).split("\n")[0] ?? "";
  return { row: node.row, words: line.length > 60 ? `${line.slice(0, 59)}…` : line };
}
