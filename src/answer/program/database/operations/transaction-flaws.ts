import { childAt, descend, enclosing, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { Program } from "../../build-program.ts";
import type { PythonModule } from "../../types.ts";
import type { DatabaseUse } from "../database-use.ts";
import { readDatabaseUses } from "../database-uses.ts";
import type { Operation } from "./read-operations.ts";
import { readOperationsOf } from "./read-operations.ts";
import { splitFlaw } from "./split-writes.ts";
import type { CommittedGroup } from "./split-writes.ts";
import type { Way } from "./event.ts";

/** A way in which an operation leaves the data wrong, or does not keep it. */
export interface TransactionFlaw {
  readonly kind: "uncommitted" | "split" | "commits-failures";
  /** For a reader: `create_order commits inside a loop`. */
  readonly words: string;
  readonly node: SyntaxNode;
  readonly module: PythonModule;
  readonly operation: Operation | null;
  /** Uncommitted, and what calls it is not shown. */
  readonly isCallerUnseen: boolean;
}

/** The flaws of the implementation's writes, in the order of its operations. */
export function readTransactionFlaws(program: Program): readonly TransactionFlaw[] {
  const operations = readOperationsOf(program);
  return [
    ...operations.flatMap((one) => uncommitted(one)),
    ...operations.flatMap((one) => split(one)),
    ...failuresCommitted(program),
  ];
}

/** Writes that no way through the operation commits. */
function uncommitted(operation: Operation): readonly TransactionFlaw[] {
  const pending = new Map<SyntaxNode, DatabaseUse>();
  const committed = new Set<SyntaxNode>();
  for (const way of operation.ways) {
    const { groups, rest } = groupWrites(way);
    for (const group of groups) for (const write of group.writes) committed.add(write.use.node);
    if (way.end !== "raise") for (const one of rest) pending.set(one.use.node, one.use);
  }
  return [...pending.values()]
    .filter((use) => !committed.has(use.node))
    .map((use) => ({
      kind: "uncommitted",
      words: `${operation.name} never commits what it writes`,
      node: use.node,
      module: use.module,
      operation,
      isCallerUnseen: operation.kind !== "endpoint" && !opensSession(operation),
    }));
}

/** It makes its own session or connection, so that no caller can commit for it. */
function opensSession(operation: Operation): boolean {
  if (operation.function === null) return false;
  return /\bwith\s+[\w.]*(?:[Ss]ession\w*|connect|acquire)\s*\(/u.test(
    textOf(operation.function.body),
  );
}

/** Writes by the commit that keeps them, and those that none does. */
function groupWrites(way: Way): {
  readonly groups: readonly CommittedGroup[];
  readonly rest: CommittedGroup["writes"];
} {
  const groups: CommittedGroup[] = [];
  let pending: CommittedGroup["writes"][number][] = [];
  let depth = 0;
  let isAfterOutside = false;
  const close = (node: SyntaxNode, loop: SyntaxNode | null): void => {
    if (pending.length === 0) return;
    groups.push({ writes: pending, commit: node, loop, isAfterOutside });
    isAfterOutside = false;
    pending = [];
  };
  const open: SyntaxNode[] = [];
  for (const event of way.events) {
    switch (event.kind) {
      case "begin":
        depth += 1;
        open.push(event.node);
        break;
      case "write":
        if (event.use.autocommits && depth === 0) {
          groups.push({
            writes: [event],
            commit: event.use.node,
            loop: event.loop,
            isAfterOutside,
          });
          isAfterOutside = false;
        } else {
          pending.push(event);
        }
        break;
      case "commit":
        if (open.at(-1) === event.node) {
          open.pop();
          depth -= 1;
          // A transaction within another one is a savepoint.
          if (depth > 0) break;
        }
        close(event.node, event.loop);
        break;
      case "rollback":
        if (open.at(-1) === event.node) {
          open.pop();
          depth -= 1;
        }
        pending = [];
        break;
      case "outside":
        isAfterOutside = true;
        break;
      default:
    }
  }
  return { groups, rest: pending };
}

function split(operation: Operation): readonly TransactionFlaw[] {
  for (const way of operation.ways) {
    const { groups } = groupWrites(way);
    const found = splitFlaw(groups, operation.kind === "endpoint");
    if (found === null) continue;
    const [first] = found.group.writes;
    const module = first?.use.module ?? operation.module;
    return [
      {
        kind: "split",
        words: `${operation.name} ${found.words}`,
        node: found.group.commit,
        module,
        operation,
        isCallerUnseen: false,
      },
    ];
  }
  return [];
}

/** A commit in a `finally`, or in an `except` that has nothing of its own to keep. */
function failuresCommitted(program: Program): readonly TransactionFlaw[] {
  const uses = readDatabaseUses(program).filter((one) => one.module.role === "implementation");
  return uses.flatMap((use): readonly TransactionFlaw[] => {
    if (use.kind !== "commit") return [];
    const clause = enclosing(use.node, "finally_clause", "except_clause", "function_definition");
    if (clause === undefined || clause.type === "function_definition") return [];
    const tried = clause.parent;
    const body = tried === null ? undefined : childAt(tried, "body");
    const isInside = (one: DatabaseUse, node: SyntaxNode | undefined): boolean =>
      node !== undefined &&
      one.module === use.module &&
      node.start <= one.node.start &&
      one.node.end <= node.end;
    const hands = body !== undefined && descend(body).some((node) => node.type === "yield");
    const writes = uses.some((one) => one.kind === "write" && isInside(one, body));
    if (!hands && !writes) return [];
    if (clause.type === "except_clause") {
      const before = uses.some(
        (one) => (one.kind === "write" || one.kind === "rollback") && isInside(one, clause),
      );
      if (before || changesSomething(clause)) return [];
    }
    return [
      {
        kind: "commits-failures",
        words: `${use.function?.qualifiedName ?? "the code"} commits after a failure, too`,
        node: use.node,
        module: use.module,
        operation: null,
        isCallerUnseen: false,
      },
    ];
  });
}

/** `order.status = "failed"` in a handler, or a call that may write. */
function changesSomething(clause: SyntaxNode): boolean {
  return /\.\w+\s*[-+]?=[^=]|\.(?:add|execute|mark_\w+|fail\w*|record\w*|save|update|insert)\(/u.test(
    textOf(clause),
  );
}
