import { childAt, childrenAt, descend, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { ImportBinding } from "./types.ts";

/** All imports of a file, also those inside functions. */
export function readImports(root: SyntaxNode, path: string): readonly ImportBinding[] {
  const result: ImportBinding[] = [];
  for (const node of descend(root)) {
    if (node.type === "import_statement") result.push(...readPlainImport(node));
    else if (node.type === "import_from_statement") result.push(...readFromImport(node, path));
  }
  return result;
}

/** `import a.b, c as d`: binds `a` (of which `a.b` is reached) and `d`. */
function readPlainImport(node: SyntaxNode): ImportBinding[] {
  return childrenAt(node, "name").map((one) => {
    if (one.type === "aliased_import") {
      return { name: fieldText(one, "alias"), from: fieldText(one, "name"), symbol: null, node };
    }
    const first = textOf(one).split(".")[0] ?? "";
    return { name: first, from: first, symbol: null, node };
  });
}

function readFromImport(node: SyntaxNode, path: string): ImportBinding[] {
  const from = resolveRelative(fieldText(node, "module_name"), path);
  const names = childrenAt(node, "name").map((one): ImportBinding => {
    const aliased = one.type === "aliased_import";
    const symbol = aliased ? fieldText(one, "name") : textOf(one);
    return { name: aliased ? fieldText(one, "alias") : symbol, from, symbol, node };
  });
  if (node.children.some((child) => child.type === "wildcard_import")) {
    names.push({ name: "*", from, symbol: "*", node });
  }
  return names;
}

/** `.deps` in `app/users/router.py` → `app.users.deps`. */
function resolveRelative(module: string, path: string): string {
  const dots = /^\.*/u.exec(module)?.[0].length ?? 0;
  if (dots === 0) return module;
  const folders = path.split("/").slice(0, -1);
  const base = folders.slice(0, Math.max(0, folders.length - (dots - 1)));
  const rest = module.slice(dots).trim();
  return [...base, ...(rest === "" ? [] : [rest])].join(".");
}

function fieldText(node: SyntaxNode, field: string): string {
  const child = childAt(node, field);
  return child === undefined ? "" : textOf(child);
}
