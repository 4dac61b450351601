import { childAt, textOf } from "../python/syntax-tree.ts";
import { argumentAt } from "./arguments.ts";
import { callOptions } from "./call-options.ts";
import { constantText, unknownPart } from "./constant.ts";
import { findRouters } from "./find-routers.ts";
import type { RouterTable } from "./find-routers.ts";
import type { Inclusion, Router, RouterChain } from "./routers.ts";
import type { PythonModule } from "./types.ts";

/** Every `include_router` and `mount` of the given modules. */
export function readInclusions(
  table: RouterTable,
  modules: readonly PythonModule[],
): readonly Inclusion[] {
  const result: Inclusion[] = [];
  for (const module of modules) {
    for (const node of table.index.callsByModule.get(module) ?? []) {
      const callee = childAt(node, "function");
      if (callee?.type !== "attribute") continue;
      const method = textOf(childAt(callee, "attribute") ?? callee);
      const receiver = childAt(callee, "object");
      if (receiver === undefined || (method !== "include_router" && method !== "mount")) continue;
      const mounts = method === "mount";
      const child = argumentAt(node, mounts ? "app" : "router", mounts ? 1 : 0);
      if (child === undefined) continue;
      const prefix = mounts
        ? argumentAt(node, "path", 0)
        : callOptions(table.index, node).get("prefix");
      for (const parent of findRouters(table, receiver)) {
        for (const one of findRouters(table, child)) {
          if (one === parent) continue;
          result.push({
            kind: mounts ? "mount" : "include",
            parent,
            child: one,
            node,
            module,
            options: callOptions(table.index, node),
            prefix:
              prefix === undefined ? "" : (constantText(table.index, prefix) ?? `/${unknownPart}`),
          });
        }
      }
    }
  }
  return result;
}

/** More ways than this from a router to its application are not looked at. */
const mostChains = 64;

/**
 * Every way from a router up to what includes it. A router that nothing includes belongs to the
 * only application, if there is one: answers leave that line out.
 */
export function readChains(
  router: Router,
  inclusions: readonly Inclusion[],
  onlyApp: Router | null,
): readonly RouterChain[] {
  const done: RouterChain[] = [];
  const open: RouterChain[] = [
    { routers: [router], inclusions: [], prefix: router.prefix, rooted: false },
  ];
  for (let chain = open.pop(); chain !== undefined; chain = open.pop()) {
    if (done.length === mostChains) break;
    const { routers, prefix } = chain;
    const top = routers.at(-1) as Router;
    const above = inclusions.filter((one) => one.child === top && !routers.includes(one.parent));
    if (above.length === 0) {
      const rooted = top.kind === "app";
      const extended = rooted || onlyApp === null ? routers : [...routers, onlyApp];
      done.push({ ...chain, routers: extended, rooted });
      continue;
    }
    for (const one of above.toReversed()) {
      open.push({
        routers: [...routers, one.parent],
        inclusions: [...chain.inclusions, one],
        prefix: one.parent.prefix + one.prefix + prefix,
        rooted: false,
      });
    }
  }
  return done;
}
