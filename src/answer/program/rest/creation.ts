import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { readDatabaseWrites } from "../database/index.ts";
import { ownNodes } from "../function-body.ts";
import { calledFunctions } from "../reachable-functions.ts";
import type { PythonFunction } from "../types.ts";
import { isIncidental } from "./state-change.ts";

/**
 * Whether a POST makes a new resource: by its function's name (`create_post`), or since it inserts
 * a row, or keeps one in memory, and its path is that of a collection. Actions on a resource (`/orders/{id}/cancel`) and
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
  if (isPlural && !relates.test(name) && keepsInModule(program, handler)) return true;
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

/** `TASKS[task_id] = task`, `tasks.append(task)` of a dictionary or list of the module's. */
function keepsInModule(program: Program, handler: PythonFunction): boolean {
  return ownNodes(handler.body).some((node) => {
    const left = node.type === "assignment" ? childAt(node, "left") : undefined;
    if (left?.type === "subscript") return isCollectionOfModule(program, childAt(left, "value"));
    const callee = node.type === "call" ? childAt(node, "function") : undefined;
    if (callee?.type !== "attribute" || !/\.(?:append|add)$/u.test(textOf(callee))) return false;
    return isCollectionOfModule(program, childAt(callee, "object"));
  });
}

function isCollectionOfModule(program: Program, node: SyntaxNode | undefined): boolean {
  if (node?.type !== "identifier") return false;
  const found = program.resolve(node);
  return (
    found.kind === "value" &&
    found.through === "assign" &&
    program.functionAround(found.node) === null &&
    /^(?:\{|\[|(?:dict|list|set|OrderedDict|defaultdict)\()/u.test(textOf(found.node))
  );
}
