import { childAt, descend, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { DatabaseUse } from "./database-use.ts";

/**
 * `user.last_login_at = now` and `setattr(post, name, value)`: the session writes what was changed.
 * Counts where the object was loaded from a database or is of a model, or where the same function,
 * or the same module's own statements, save afterwards.
 */
export function changedObjects(
  program: Program,
  uses: readonly DatabaseUse[],
): readonly DatabaseUse[] {
  const result: DatabaseUse[] = [];
  const reading = new Set(uses.map((one) => one.node));
  const lastUse = new Map<SyntaxNode, DatabaseUse>();
  const lastSave = new Map<SyntaxNode, DatabaseUse>();
  for (const one of uses) {
    const body = one.function?.body ?? one.module.root;
    lastUse.set(body, one);
    if (one.kind === "commit" || one.kind === "flush") lastSave.set(body, one);
  }
  for (const module of program.modules) {
    if (module.role !== "implementation") continue;
    for (const one of module.functions) {
      if (/\.\w+\s*[-+]?=[^=]|\bsetattr\(/u.test(textOf(one.body))) visit(one.body, one, module);
    }
    visit(module.root, null, module);
  }
  return result;

  function visit(
    body: SyntaxNode,
    fn: DatabaseUse["function"],
    module: DatabaseUse["module"],
  ): void {
    const save = lastSave.get(body);
    for (const node of ownNodes(body)) {
      const target = changedObject(node);
      if (target === null || !mayBeRow(program, target)) continue;
      if (savesItself(body, target)) continue;
      const isSaved = save !== undefined && node.start < save.node.start;
      if (!isSaved && !isModel(program, target) && !isLoaded(program, target, reading)) continue;
      result.push({
        kind: "write",
        node,
        name: "",
        receiver: null,
        function: fn,
        module,
        handle: (save ?? lastUse.get(body))?.handle ?? null,
        verb: "update",
        target: typeName(program, target),
        autocommits: false,
      });
    }
  }
}

/** `post.title = title` and then `await post.save()`: the latter is the write. */
function savesItself(body: SyntaxNode, target: SyntaxNode): boolean {
  const name = textOf(target);
  return savingCalls(body).some((node) => {
    const callee = childAt(node, "function");
    const object = callee === undefined ? undefined : childAt(callee, "object");
    return node.start > target.start && object !== undefined && textOf(object) === name;
  });
}

const knownSaving = new WeakMap<SyntaxNode, readonly SyntaxNode[]>();

function savingCalls(body: SyntaxNode): readonly SyntaxNode[] {
  const cached = knownSaving.get(body);
  if (cached !== undefined) return cached;
  const found = /\.(?:a?save|save_changes|replace)\(/u.test(textOf(body))
    ? ownNodes(body).filter(
        (node) =>
          node.type === "call" &&
          /\.(?:a?save|save_changes|replace)$/u.test(textOf(childAt(node, "function") ?? node)),
      )
    : [];
  knownSaving.set(body, found);
  return found;
}

/** `post = await session.get(Post, post_id)` */
function isLoaded(
  program: Program,
  node: SyntaxNode,
  uses: ReadonlySet<SyntaxNode>,
  depth = 0,
): boolean {
  const found = program.resolve(node);
  if (found.kind !== "value" || found.node === node || depth > 3) return false;
  if (found.through !== "assign" && found.through !== "loop") return false;
  // `for user in users`
  if (found.node.type === "identifier") return isLoaded(program, found.node, uses, depth + 1);
  for (const inner of descend(found.node)) if (uses.has(inner)) return true;
  return false;
}

/** An instance of a class that is a table. */
function isModel(program: Program, node: SyntaxNode): boolean {
  const type = program.typeOf(node);
  if (type?.kind !== "class") return false;
  const list = childAt(type.node, "superclasses");
  return (
    type.attributes.some((one) => one.name === "__tablename__") ||
    (list !== undefined && /\btable\s*=\s*True\b/u.test(textOf(list)))
  );
}

function changedObject(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "assignment" || node.type === "augmented_assignment") {
    const whole = childAt(node, "left");
    // `post.title, post.body = title, body`
    const left = whole?.type === "pattern_list" ? whole.children[0] : whole;
    const object = left?.type === "attribute" ? childAt(left, "object") : undefined;
    return object?.type === "identifier" ? object : null;
  }
  if (node.type !== "call" || textOf(childAt(node, "function") ?? node) !== "setattr") return null;
  const given = childAt(node, "arguments")?.children.find((one) => one.named);
  return given?.type === "identifier" ? given : null;
}

/** A local variable or parameter that is not known to be something else. */
function mayBeRow(program: Program, node: SyntaxNode): boolean {
  if (
    /^(?:self|cls|app|request|response|settings|config|logger|session|db|conn|engine)$/u.test(
      textOf(node),
    )
  ) {
    return false;
  }
  const found = program.resolve(node);
  if (found.kind === "parameter") return true;
  if (found.kind === "unbound") return true;
  if (found.kind !== "value") return false;
  const type = program.typeOf(node);
  return (
    type === null ||
    type.kind === "class" ||
    !/^(?:builtins|fastapi|starlette|pydantic)\./u.test(type.name)
  );
}

function typeName(program: Program, node: SyntaxNode): string | null {
  const type = program.typeOf(node);
  const name = type?.name.split(".").at(-1) ?? "";
  return /^[A-Z]/u.test(name) ? name : null;
}
