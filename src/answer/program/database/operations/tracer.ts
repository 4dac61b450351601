import { childAt, childrenAt, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { Program } from "../../build-program.ts";
import { callsOf } from "../../located-calls.ts";
import type { PythonFunction } from "../../types.ts";
import type { DatabaseUse } from "../database-use.ts";
import { readDatabaseUses } from "../database-uses.ts";
import { calledFunctionsOf } from "./called-functions.ts";
import { chain, distinct, stillWay } from "./event.ts";
import type { OperationEvent, Way } from "./event.ts";
import { managerOf } from "./context-managers.ts";

/** Follows what code does to the database, through the functions that it calls. */
export interface Tracer {
  /** The ways through a function, each with its events in order. */
  waysOf(fn: PythonFunction): readonly Way[];
  /** The ways through statements that stand in no function. */
  waysThrough(statements: readonly SyntaxNode[]): readonly Way[];
  /** Functions that have been followed so far. */
  readonly followed: ReadonlySet<PythonFunction>;
}

/** Makes a tracer; functions are followed once each. */
export function makeTracer(program: Program): Tracer {
  const uses = new Map<SyntaxNode, DatabaseUse>(
    readDatabaseUses(program).map((one) => [one.node, one]),
  );
  const known = new Map<PythonFunction, readonly Way[]>();
  const running = new Set<PythonFunction>();
  const followed = new Set<PythonFunction>();
  const calledFunctions = calledFunctionsOf(program);
  const isBusy = busyFunctions(program, calledFunctions, uses);

  function waysOf(fn: PythonFunction): readonly Way[] {
    const cached = known.get(fn);
    if (cached !== undefined) return cached;
    if (running.has(fn) || !isBusy(fn)) return [stillWay];
    running.add(fn);
    followed.add(fn);
    const ways = distinct(
      block(fn.body, null).map((way) => (way.end === "return" ? { ...way, end: null } : way)),
    );
    running.delete(fn);
    known.set(fn, ways);
    return ways;
  }

  function block(node: SyntaxNode | undefined, loop: SyntaxNode | null): readonly Way[] {
    return node === undefined ? [stillWay] : statements(namedChildren(node), loop);
  }

  function statements(nodes: readonly SyntaxNode[], loop: SyntaxNode | null): readonly Way[] {
    let ways: readonly Way[] = [stillWay];
    for (const node of nodes) {
      if (!ways.some((one) => one.end === null)) break;
      ways = chain(ways, () => statement(node, loop));
    }
    return ways;
  }

  function statement(node: SyntaxNode, loop: SyntaxNode | null): readonly Way[] {
    switch (node.type) {
      case "function_definition":
      case "class_definition":
      case "decorated_definition":
        return [stillWay];
      case "return_statement":
        return ended(expression(node, loop), "return");
      case "raise_statement":
        return ended(expression(node, loop), "raise");
      case "break_statement":
        return [{ events: [], end: "break" }];
      case "continue_statement":
        return [{ events: [], end: "continue" }];
      case "if_statement":
        return branches(node, loop);
      case "match_statement":
        return cases(node, loop);
      case "for_statement":
      case "while_statement":
        return looped(node, loop);
      case "try_statement":
        return tried(node, loop);
      case "with_statement":
        return managed(node, loop);
      default:
        return expression(node, loop);
    }
  }

  function ended(ways: readonly Way[], end: "return" | "raise"): readonly Way[] {
    return ways.map((way) => (way.end === null ? { ...way, end } : way));
  }

  function branches(node: SyntaxNode, loop: SyntaxNode | null): readonly Way[] {
    const condition = childAt(node, "condition");
    const first = condition === undefined ? [stillWay] : expression(condition, loop);
    return chain(first, () => {
      const arms = [block(childAt(node, "consequence"), loop)];
      let hasElse = false;
      for (const clause of childrenAt(node, "alternative")) {
        hasElse ||= clause.type === "else_clause";
        const inner = clause.children.find((one) => one.type === "block");
        const asked = childAt(clause, "condition");
        const before = asked === undefined ? [stillWay] : expression(asked, loop);
        arms.push(chain(before, () => block(inner, loop)));
      }
      if (!hasElse) arms.push([stillWay]);
      return distinct(arms.flat());
    });
  }

  function cases(node: SyntaxNode, loop: SyntaxNode | null): readonly Way[] {
    const body = childAt(node, "body") ?? node;
    const arms = namedChildren(body)
      .filter((one) => one.type === "case_clause")
      .map((one) =>
        block(
          one.children.find((child) => child.type === "block"),
          loop,
        ),
      );
    return distinct([...arms.flat(), stillWay]);
  }

  function looped(node: SyntaxNode, outer: SyntaxNode | null): readonly Way[] {
    const source = childAt(node, "right") ?? childAt(node, "condition");
    const before = source === undefined ? [stillWay] : expression(source, outer);
    const leaves = (way: Way): Way =>
      way.end === "break" || way.end === "continue" ? { ...way, end: null } : way;
    return chain(before, () =>
      distinct([...block(childAt(node, "body"), node).map(leaves), stillWay]),
    );
  }

  /** A handler begins with nothing of the body: what the body wrote is taken for undone. */
  function tried(node: SyntaxNode, loop: SyntaxNode | null): readonly Way[] {
    const clause = (type: string): SyntaxNode | undefined =>
      node.children.find((one) => one.type === type);
    const inner = (one: SyntaxNode | undefined): SyntaxNode | undefined =>
      one?.children.find((child) => child.type === "block");
    const body = chain(block(childAt(node, "body"), loop), () =>
      block(inner(clause("else_clause")), loop),
    );
    const handlers = node.children
      .filter((one) => one.type === "except_clause" || one.type === "except_group_clause")
      .flatMap((one) => block(inner(one), loop));
    const last = inner(clause("finally_clause"));
    const ways = distinct([...body, ...handlers]);
    if (last === undefined) return ways;
    const closing = block(last, loop);
    return distinct(
      ways.flatMap((way) =>
        closing.map((end): Way => ({
          events: [...way.events, ...end.events],
          end: end.end ?? way.end,
        })),
      ),
    );
  }

  function managed(node: SyntaxNode, loop: SyntaxNode | null): readonly Way[] {
    const clause = node.children.find((one) => one.type === "with_clause");
    const items =
      clause === undefined ? [] : namedChildren(clause).filter((one) => one.type === "with_item");
    const enter = (at: number): readonly Way[] => {
      const item = items[at];
      if (item === undefined) return block(childAt(node, "body"), loop);
      const value = childAt(item, "value") ?? item;
      const target = value.type === "as_pattern" ? (value.children[0] ?? value) : value;
      return around(target, loop, () => enter(at + 1));
    };
    return enter(0);
  }

  /** What a context manager does around its body. */
  function around(
    manager: SyntaxNode,
    loop: SyntaxNode | null,
    body: () => readonly Way[],
  ): readonly Way[] {
    const found = managerOf(program, manager);
    switch (found.kind) {
      case "transaction": {
        const begin: OperationEvent = { kind: "begin", node: manager };
        const commit: OperationEvent = { kind: "commit", node: manager, loop };
        const rollback: OperationEvent = { kind: "rollback", node: manager, loop };
        return body().map((way) => ({
          events: [begin, ...way.events, way.end === "raise" ? rollback : commit],
          end: way.end,
        }));
      }
      case "function":
        return chain(callArguments(manager, loop), () => wrap(waysOf(found.function), body()));
      case "class": {
        const enter = found.enter === null ? [stillWay] : waysOf(found.enter);
        const exit = found.exit === null ? [stillWay] : waysOf(found.exit);
        return chain(enter, () => after(body(), exit));
      }
      default:
        return chain(expression(manager, loop), body);
    }
  }

  /** What follows however the body ends; an exception is taken for undone by it. */
  function after(ways: readonly Way[], exit: readonly Way[]): readonly Way[] {
    return distinct(
      ways.flatMap((way) =>
        way.end === "raise"
          ? [way]
          : exit.map((one): Way => ({ events: [...way.events, ...one.events], end: way.end })),
      ),
    );
  }

  function callArguments(call: SyntaxNode, loop: SyntaxNode | null): readonly Way[] {
    const list = childAt(call, "arguments");
    return list === undefined ? [stillWay] : expression(list, loop);
  }

  /** The events of the calls in an expression, arguments before the call that takes them. */
  function expression(node: SyntaxNode, loop: SyntaxNode | null): readonly Way[] {
    let ways: readonly Way[] = [stillWay];
    for (const one of inOrder(node)) {
      const next = eventsAt(one, loop);
      if (next !== null) ways = chain(ways, () => next);
    }
    return ways;
  }

  function eventsAt(node: SyntaxNode, loop: SyntaxNode | null): readonly Way[] | null {
    if (node.type === "yield") return [{ events: [{ kind: "yield", node }], end: null }];
    const use = uses.get(node);
    if (use !== undefined) {
      if (use.kind === "write") return [{ events: [{ kind: "write", use, loop }], end: null }];
      const isEnd = use.kind === "commit" || use.kind === "rollback";
      // `uow.commit()` of a class of the answer is followed instead.
      const own = isEnd && use.handle === null ? calledFunctions(node) : [];
      if (own.length === 0) {
        return use.kind === "commit" || use.kind === "rollback"
          ? [{ events: [{ kind: use.kind, node, loop }], end: null }]
          : null;
      }
    }
    if (node.type !== "call") return null;
    const functions = calledFunctions(node).filter(isBusy);
    if (functions.length > 0) {
      return distinct(functions.flatMap((fn) => waysOf(fn))).map((way) => inLoop(way, loop));
    }
    return isOutside(program, node) ? [{ events: [{ kind: "outside", node }], end: null }] : null;
  }

  return {
    waysOf,
    waysThrough: (nodes) => statements(nodes, null),
    followed,
  };
}

/** Around a body: what comes before the `yield`, the body, what comes after it. */
export function wrap(manager: readonly Way[], body: readonly Way[]): readonly Way[] {
  const result = manager.flatMap((way): readonly Way[] => {
    const at = way.events.findIndex((event) => event.kind === "yield");
    if (at < 0) return [];
    const [before, after] = [way.events.slice(0, at), way.events.slice(at + 1)];
    return body.map((inner): Way => ({
      events: [...before, ...inner.events, ...(inner.end === "raise" ? [] : after)],
      end: inner.end ?? (way.end === "raise" ? "raise" : null),
    }));
  });
  return result.length > 0 ? distinct(result) : body;
}

function inLoop(way: Way, loop: SyntaxNode | null): Way {
  if (loop === null) return way;
  const events = way.events.map((event): OperationEvent =>
    "loop" in event ? { ...event, loop: event.loop ?? loop } : event,
  );
  return { events, end: way.end };
}

/** Children before their parents, nested definitions and lambdas apart. */
function inOrder(node: SyntaxNode): readonly SyntaxNode[] {
  const result: SyntaxNode[] = [];
  const stack: { readonly node: SyntaxNode; readonly isDone: boolean }[] = [
    { node, isDone: false },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.isDone) {
      result.push(next.node);
      continue;
    }
    if (
      /^(?:lambda|function_definition|class_definition|string|identifier|integer)$/u.test(
        next.node.type,
      )
    ) {
      continue;
    }
    if (/^(?:call|assignment|augmented_assignment|yield)$/u.test(next.node.type)) {
      stack.push({ node: next.node, isDone: true });
    }
    for (let at = next.node.children.length - 1; at >= 0; at -= 1) {
      stack.push({ node: next.node.children[at] as SyntaxNode, isDone: false });
    }
  }
  return result;
}

/** Functions that use a database or hand over, themselves or through what they call. */
function busyFunctions(
  program: Program,
  calledFunctions: (call: SyntaxNode) => readonly PythonFunction[],
  uses: ReadonlyMap<SyntaxNode, DatabaseUse>,
): (fn: PythonFunction) => boolean {
  const active = new Set(
    [...uses.values()].filter((one) => one.kind !== "read").map((one) => one.function),
  );
  const known = new Map<PythonFunction, boolean>();
  const isBusy = (fn: PythonFunction): boolean => {
    const cached = known.get(fn);
    if (cached !== undefined) return cached;
    known.set(fn, false);
    const body = textOf(fn.body);
    const busy =
      active.has(fn) ||
      (/\byield\b/u.test(body) && fn.module.role !== "test") ||
      /\.(?:begin|transaction|atomic|connection|connect)\(/u.test(body) ||
      callsOf(program, fn).some((call) => calledFunctions(call.node).some(isBusy));
    known.set(fn, busy);
    return busy;
  };
  return isBusy;
}

/** A call of another service: HTTP, payments, mail. */
function isOutside(program: Program, call: SyntaxNode): boolean {
  const callee = childAt(call, "function");
  if (callee === undefined) return false;
  const found = program.resolve(callee);
  if (found.kind === "external" || found.kind === "unbound") {
    return /^(?:httpx|requests|aiohttp|stripe|boto3|aioboto3|smtplib|aiosmtplib|fastapi_mail|twilio|sendgrid|grpc)\b/u.test(
      found.name,
    );
  }
  return /(?:client|gateway|provider|stripe|mailer|http|payments?_api)\.(?:get|post|put|patch|delete|request|send|charge|create|capture|refund)$/iu.test(
    textOf(callee),
  );
}
