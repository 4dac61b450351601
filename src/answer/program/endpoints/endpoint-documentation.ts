import { childAt, descend, textOf } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import type { Router } from "../routers.ts";
import { flagOf, optionOf } from "./call-option.ts";

/** What the OpenAPI document will say of an endpoint; what cannot be seen is taken to be there. */
export interface EndpointDocumentation {
  /** A docstring, `summary=` or `description=`. */
  readonly described: boolean;
  /** A tag on the endpoint, on a router above it, or where a router is included. */
  readonly tagged: boolean;
  /** It is left out of the document: `include_in_schema=False`. */
  readonly hidden: boolean;
}

export function readEndpointDocumentation(
  program: Program,
  endpoint: Endpoint,
): EndpointDocumentation {
  return {
    described: isDescribed(program, endpoint),
    tagged:
      has(program, endpoint, "tags") || endpoint.chains.every((one) => isChainTagged(program, one)),
    hidden: isHidden(program, endpoint),
  };
}

function isDescribed(program: Program, endpoint: Endpoint): boolean {
  const { handler } = endpoint;
  if (handler === null || (handler.docstring ?? "").trim() !== "") return true;
  return has(program, endpoint, "summary") || has(program, endpoint, "description");
}

function has(program: Program, endpoint: Endpoint, name: string): boolean {
  return optionOf(program, endpoint.node, name).kind !== "none";
}

/** An application has no tags of its own, so only routers that are not shown are let pass. */
function isChainTagged(program: Program, chain: Endpoint["chains"][number]): boolean {
  for (const [at, router] of chain.routers.entries()) {
    if (router.kind === "router" && isRouterTagged(program, router)) return true;
    const inclusion = chain.inclusions[at];
    if (inclusion === undefined || inclusion.kind === "mount") return false;
    if (optionOf(program, inclusion.node, "tags").kind !== "none") return true;
  }
  return false;
}

function isRouterTagged(program: Program, router: Router): boolean {
  if (router.node === null) return true;
  if (optionOf(program, router.node, "tags").kind !== "none") return true;
  const callee = childAt(router.node, "function");
  const found = callee === undefined ? null : program.resolve(callee);
  // A class of the answer may give its tags to the router's own constructor.
  if (found?.kind !== "class") return false;
  return descend(found.body).some(
    (node) => node.type === "keyword_argument" && textOf(childAt(node, "name") ?? node) === "tags",
  );
}

function isHidden(program: Program, endpoint: Endpoint): boolean {
  const says = (node: Endpoint["node"] | null): boolean =>
    node !== null && flagOf(program, node, "include_in_schema") === false;
  return (
    says(endpoint.node) ||
    endpoint.chains.every((chain) =>
      [...chain.routers, ...chain.inclusions].some((one) => says(one.node)),
    )
  );
}
