import { childAt, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { OperationEvent } from "./event.ts";

type Write = Extract<OperationEvent, { kind: "write" }>;

/** Writes that one commit keeps. */
export interface CommittedGroup {
  readonly writes: readonly Write[];
  readonly commit: SyntaxNode;
  /** The loop in which it commits. */
  readonly loop: SyntaxNode | null;
  /** Another service was called since the commit before. */
  readonly isAfterOutside: boolean;
}

/**
 * Commits of one operation of which the first alone would leave the data wrong: an amount that is
 * moved in two steps, a row without the rows that belong to it, a row deleted before the one that
 * stands for it is there, a commit in a loop. Null where each commit is consistent on its own, or
 * where another service is called between them.
 */
export function splitFlaw(
  groups: readonly CommittedGroup[],
  isRequest: boolean,
): { readonly group: CommittedGroup; readonly words: string } | null {
  if (isRequest) {
    const looping = groups.find(
      (one) =>
        one.loop !== null && isForEach(one.loop) && !one.writes.every((write) => isNote(write)),
    );
    if (looping !== undefined) return { group: looping, words: "commits inside a loop" };
  }
  for (let at = 0; at + 1 < groups.length; at += 1) {
    const first = groups[at];
    const later = groups.slice(at + 1);
    if (first === undefined) continue;
    for (const second of later) {
      if (second.isAfterOutside) break;
      const words = whySplit(first, second);
      if (words !== null) return { group: first, words };
    }
  }
  return null;
}

function whySplit(first: CommittedGroup, second: CommittedGroup): string | null {
  const [one, two] = [
    first.writes.filter((write) => !isNote(write)),
    second.writes.filter((write) => !isNote(write)),
  ];
  if (one.length === 0 || two.length === 0) return null;
  if (one.some(movesAmount) || two.some(movesAmount)) {
    return "commits an amount's change apart from what belongs to it";
  }
  for (const parent of one) {
    if (parent.use.verb !== "insert") continue;
    const child = two.find((write) => belongsTo(write, parent));
    if (child !== undefined) {
      return `commits ${parent.use.target ?? "a row"} before ${child.use.target ?? "what belongs to it"}`;
    }
  }
  const deleted = one.find((write) => write.use.verb === "delete");
  const inserted = two.find((write) => write.use.verb === "insert");
  if (deleted !== undefined && inserted !== undefined) {
    return "commits a deletion before what takes its place";
  }
  return null;
}

/** `for item in items`, but not `for attempt in range(3)`, which ends once it has succeeded. */
function isForEach(loop: SyntaxNode): boolean {
  if (loop.type !== "for_statement") return false;
  const source = childAt(loop, "right");
  return (
    source !== undefined &&
    !/^(?:range|count|itertools\.count|retry\w*|AsyncRetrying|Retrying)\b/u.test(textOf(source))
  );
}

const noteNames =
  /log|audit|event|history|token|session|otp|verification|reset|notification|outbox|activity|login|visit|view|click|metric|attempt|email|message/iu;

/** Rows that stand for themselves: logs, tokens, notifications. */
function isNote(write: Write): boolean {
  return write.use.target !== null && noteNames.test(write.use.target);
}

const counters =
  /count|visits?|views?|attempts?|hits?|clicks?|likes?|version|retries|tries|failures?/iu;

/** An amount goes up or down: `balance -= x`, `values(stock=Product.stock - n)`, `SET balance = balance - $1`. */
function movesAmount(write: Write): boolean {
  const words = wholeStatement(write.use.node) + changesBefore(write);
  const match =
    /(\w+)\s*[-+]=\s*[\w.(]/u.exec(words) ??
    /\b(\w+)\s*=\s*(?:\w+\.)*\1\s*[-+]\s*[\w:$%?(]/u.exec(words) ??
    /(?:values\(|\{)\s*["']?(\w+)["']?\s*[=:]\s*[\w.]+\s*[-+]\s*\w/u.exec(words) ??
    /["']?\$inc["']?\s*:\s*\{\s*["']?([\w.]+)/u.exec(words);
  return match !== null && !counters.test(match[1] ?? "");
}

/** `source.balance -= amount` before `source.save()`. */
function changesBefore({ use }: Write): string {
  if (use.name !== "save" || use.receiver === null || use.function === null) return "";
  const name = textOf(use.receiver);
  const before = use.node.source.slice(use.function.body.start, use.node.start);
  return before
    .split("\n")
    .filter((line) => line.trim().startsWith(`${name}.`))
    .join("\n");
}

/** `update(Account).where(…).values(…)`: the whole chain of which the write is the head. */
function wholeStatement(node: SyntaxNode): string {
  let top = node;
  while (top.parent !== null) {
    const above: SyntaxNode = top.parent;
    const isChained =
      (above.type === "attribute" && top.field === "object") ||
      (above.type === "call" && top.field === "function");
    if (!isChained) break;
    top = above;
  }
  return textOf(top);
}

/** An `OrderItem` belongs to its `Order`: by its name, or by the key that it is given. */
function belongsTo(child: Write, parent: Write): boolean {
  const [one, two] = [parent.use.target, child.use.target];
  if (one === null || two === null || child.use.verb !== "insert" || one === two) return false;
  const [head, tail] = [one.toLowerCase().replace(/s$/u, ""), two.toLowerCase()];
  if (tail.startsWith(head) && tail !== `${head}s`) return true;
  return new RegExp(`\\b${head}_id\\s*=`, "iu").test(textOf(child.use.node));
}
