import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { PythonModule } from "./types.ts";

/** An application or a router. */
export interface Router {
  readonly kind: "app" | "router";
  /** The call that makes it; null: the answer uses it and does not show it. */
  readonly node: SyntaxNode | null;
  /** The name by which it was first met. */
  readonly name: string;
  readonly module: PythonModule;
  /** Keyword arguments of the call that makes it. */
  readonly options: ReadonlyMap<string, SyntaxNode>;
  /** `prefix=`, with `…` for what the code does not tell; `""` without one. */
  readonly prefix: string;
}

/** `parent.include_router(child, …)` or `parent.mount(path, child)`. */
export interface Inclusion {
  /** What is mounted keeps its own dependencies and gets none of its parent. */
  readonly kind: "include" | "mount";
  readonly parent: Router;
  readonly child: Router;
  readonly node: SyntaxNode;
  readonly module: PythonModule;
  readonly options: ReadonlyMap<string, SyntaxNode>;
  readonly prefix: string;
}

/** One way from a router up to the outermost one that includes it. */
export interface RouterChain {
  /** The router itself first. */
  readonly routers: readonly Router[];
  /** The inclusion of `routers[n]` in `routers[n + 1]`. */
  readonly inclusions: readonly Inclusion[];
  /** The joined prefixes. */
  readonly prefix: string;
  /** It ends at an application by inclusions that the answer shows. */
  readonly rooted: boolean;
}
