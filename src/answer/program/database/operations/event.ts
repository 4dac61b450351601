import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { DatabaseUse } from "../database-use.ts";

/** One thing that happens to the database on the way through an operation. */
export type OperationEvent =
  | { readonly kind: "write"; readonly use: DatabaseUse; readonly loop: SyntaxNode | null }
  | {
      readonly kind: "commit" | "rollback";
      readonly node: SyntaxNode;
      readonly loop: SyntaxNode | null;
    }
  /** A block opens within which nothing commits by itself. */
  | { readonly kind: "begin"; readonly node: SyntaxNode }
  /** Something outside of the database is called: a payment, a mail. */
  | { readonly kind: "outside"; readonly node: SyntaxNode }
  /** Where a context manager or a dependency hands over. */
  | { readonly kind: "yield"; readonly node: SyntaxNode };

/** One way through a piece of code. */
export interface Way {
  readonly events: readonly OperationEvent[];
  /** How it leaves the code; null: by its end. */
  readonly end: "return" | "raise" | "break" | "continue" | null;
}

/** Nothing happens. */
export const stillWay: Way = { events: [], end: null };

/** More ways than these are not followed. */
const mostWays = 40;

/** One way after the other; what leaves the first does not come to the second. */
export function chain(first: readonly Way[], second: () => readonly Way[]): readonly Way[] {
  const open = first.filter((one) => one.end === null);
  if (open.length === 0) return first;
  const next = second();
  if (next.length === 1 && next[0]?.events.length === 0 && next[0].end === null) return first;
  const result = [
    ...first.filter((one) => one.end !== null),
    ...open.flatMap((one) =>
      next.map((two): Way => ({ events: [...one.events, ...two.events], end: two.end })),
    ),
  ];
  return distinct(result);
}

/** Ways without repetitions, at most so many. */
export function distinct(ways: readonly Way[]): readonly Way[] {
  const result: Way[] = [];
  for (const way of ways) {
    if (result.length >= mostWays) break;
    if (!result.some((one) => isSame(one, way))) result.push(way);
  }
  return result;
}

function isSame(one: Way, other: Way): boolean {
  return (
    one.end === other.end &&
    one.events.length === other.events.length &&
    one.events.every((event, at) => {
      const second = other.events[at];
      return second !== undefined && event.kind === second.kind && nodeOf(event) === nodeOf(second);
    })
  );
}

function nodeOf(event: OperationEvent): SyntaxNode {
  return event.kind === "write" ? event.use.node : event.node;
}
