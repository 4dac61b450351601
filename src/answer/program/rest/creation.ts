import type { Endpoint, Program } from "../build-program.ts";
import { readDatabaseWrites } from "../database/index.ts";
import { calledFunctions } from "../reachable-functions.ts";
import type { PythonFunction } from "../types.ts";
import { isIncidental } from "./state-change.ts";

/**
 * Whether a POST makes a new resource: by its function's name (`create_post`), or since it inserts
 * a row and its path is that of a collection. Actions on a resource (`/orders/{id}/cancel`) and
 * what only computes are none.
 */
export function createsResource(program: Program, endpoint: Endpoint): boolean {
  const { handler } = endpoint;
  if (handler === null || !endpoint.methods.every((one) => one === "POST")) return false;
  const name = handler.name.toLowerCase();
  if (computed.test(name)) return false;
  const segments = (endpoint.chains[0]?.path ?? endpoint.path)
    .split("/")
    .filter((one) => one !== "");
  const last = segments.at(-1) ?? "";
  const isParameter = last.startsWith("{");
  const isPlural = /[^s]s$/u.test(last) && !isParameter;
  const isAction = !isPlural && !isParameter && (segments.at(-2) ?? "").startsWith("{");
  if (isAction || /^(?:search|query|filter|batch|bulk|preview)$/u.test(last)) return false;
  if (creates.test(name)) return true;
  return ((isPlural && !relates.test(name)) || adds.test(name)) && insertsRow(program, handler);
}

const creates = /^(?:api_|handle_|do_|http_)?(?:create|insert|new)(?:_|$)|_create$/u;
const adds =
  /^(?:add|register|make|place|save|store|submit|book|open|upload|publish|schedule|issue|shorten|post)(?:_|$)|_add$/u;
const computed =
  /search|query|filter|preview|estimate|predict|completion|embed|upsert|toggle|(?:^|_)sync|replace|(?:create|new|make)_(?:access_)?token|or_update|checkout|_intent|_url$|presign|batch_delete|import/u;
/** They tie two resources together, or act on one, also where that is a row of its own. */
const relates =
  /(?:^|_)(?:assign|grant|attach|link|follow|like|vote|subscri|join|bookmark|favou?rite|enrol|invite|mark|read|accept|approve|process|run|refresh|ingest|track|log)/u;

function insertsRow(program: Program, handler: PythonFunction): boolean {
  const reached = new Set(calledFunctions(program, handler));
  return readDatabaseWrites(program).some(
    (one) =>
      one.function !== null &&
      reached.has(one.function) &&
      (one.verb === "insert" || one.verb === "save") &&
      !isIncidental(one),
  );
}
