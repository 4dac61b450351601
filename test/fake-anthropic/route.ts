import type { RouteCall } from "./types.ts";

/** Where a request goes. */
export interface Route {
  readonly name: RouteCall["route"] | "messages";
  /** Of the model or the batch that is named. */
  readonly id?: string;
}

/** The route of a request; null: the server has none. */
export function findRoute(method: string | undefined, pathname: string): Route | null {
  const parts = pathname.split("/").slice(1).map(decodeURIComponent);
  const [version, root, ...rest] = parts;
  if (version !== "v1") return null;
  if (root === "models" && method === "GET" && rest.length <= 1) {
    const [id] = rest;
    return id === undefined ? { name: "models" } : { name: "models", id };
  }
  if (root !== "messages") return null;
  const [first, id, last] = rest;
  if (first === undefined) return method === "POST" ? { name: "messages" } : null;
  if (first === "count_tokens" && rest.length === 1 && method === "POST") {
    return { name: "count_tokens" };
  }
  return first === "batches" && rest.length <= 3 ? batchRoute(method, id, last) : null;
}

function batchRoute(
  method: string | undefined,
  id: string | undefined,
  last: string | undefined,
): Route | null {
  const key = [method, id === undefined ? "" : "id", last ?? ""].join(" ");
  const names: Readonly<Record<string, Route["name"]>> = {
    "POST  ": "batches.create",
    "GET  ": "batches.list",
    "GET id ": "batches.retrieve",
    "GET id results": "batches.results",
    "POST id cancel": "batches.cancel",
  };
  const name = names[key];
  if (name === undefined) return null;
  return id === undefined ? { name } : { name, id };
}
