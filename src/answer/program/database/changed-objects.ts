import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { DatabaseUse } from "./database-use.ts";

/**
 * `user.last_login_at = now` and `setattr(post, name, value)` before a commit or flush of the same
 * function, or of the same module's own statements: the session writes what was changed.
 */
export function changedObjects(
  program: Program,
  uses: readonly DatabaseUse[],
): readonly DatabaseUse[] {
  const result: DatabaseUse[] = [];
  const lastSave = new Map<SyntaxNode, DatabaseUse>();
  for (const one of uses) {
    if (one.kind !== "commit" && one.kind !== "flush") continue;
    lastSave.set(one.function?.body ?? one.module.root, one);
  }
  for (const [body, save] of lastSave) {
    for (const node of ownNodes(body)) {
      if (node.start > save.node.start) continue;
      const target = changedObject(node);
      if (target === null || !mayBeRow(program, target)) continue;
      result.push({
        kind: "write",
        node,
        name: "",
        receiver: null,
        function: save.function,
        module: save.module,
        handle: save.handle,
        verb: "update",
        target: typeName(program, target),
        autocommits: false,
      });
    }
  }
  return result;
}

function changedObject(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "assignment" || node.type === "augmented_assignment") {
    const left = childAt(node, "left");
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
