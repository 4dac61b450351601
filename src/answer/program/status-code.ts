import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";

/** The names of `http.HTTPStatus` and `httpx.codes` for statuses other than 2xx. */
const namedStatuses: Readonly<Record<string, number>> = {
  CONTINUE: 100,
  OK: 200,
  CREATED: 201,
  ACCEPTED: 202,
  NON_AUTHORITATIVE_INFORMATION: 203,
  NO_CONTENT: 204,
  RESET_CONTENT: 205,
  PARTIAL_CONTENT: 206,
  MULTI_STATUS: 207,
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  NOT_MODIFIED: 304,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TIMEOUT: 408,
  CONFLICT: 409,
  GONE: 410,
  LENGTH_REQUIRED: 411,
  PRECONDITION_FAILED: 412,
  REQUEST_ENTITY_TOO_LARGE: 413,
  CONTENT_TOO_LARGE: 413,
  REQUEST_URI_TOO_LONG: 414,
  UNSUPPORTED_MEDIA_TYPE: 415,
  EXPECTATION_FAILED: 417,
  IM_A_TEAPOT: 418,
  UNPROCESSABLE_ENTITY: 422,
  UNPROCESSABLE_CONTENT: 422,
  LOCKED: 423,
  FAILED_DEPENDENCY: 424,
  TOO_EARLY: 425,
  UPGRADE_REQUIRED: 426,
  PRECONDITION_REQUIRED: 428,
  TOO_MANY_REQUESTS: 429,
  REQUEST_HEADER_FIELDS_TOO_LARGE: 431,
  UNAVAILABLE_FOR_LEGAL_REASONS: 451,
  INTERNAL_SERVER_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  BAD_GATEWAY: 502,
  SERVICE_UNAVAILABLE: 503,
  GATEWAY_TIMEOUT: 504,
  INSUFFICIENT_STORAGE: 507,
};

/**
 * The HTTP status that an expression writes out: `404`, `status.HTTP_404_NOT_FOUND`,
 * `HTTP_404_NOT_FOUND`, `HTTPStatus.NOT_FOUND`, `HTTPStatus.NOT_FOUND.value`, `codes.NOT_FOUND`,
 * `int(…)` of one of these. Null where it is none.
 */
export function readStatusCode(node: SyntaxNode): number | null {
  switch (node.type) {
    case "integer":
      return statusNumber(textOf(node));
    case "call": {
      const callee = childAt(node, "function");
      const argument = namedChildren(childAt(node, "arguments") ?? node)[0];
      if (callee === undefined || argument === undefined) return null;
      return /^(?:int|HTTPStatus|http\.HTTPStatus)$/u.test(textOf(callee))
        ? readStatusCode(argument)
        : null;
    }
    default:
      return isStatusConstant(node) ? constantStatus(textOf(node)) : null;
  }
}

/** A constant that is a status by its name, whatever stands beside it. */
export function isStatusConstant(node: SyntaxNode): boolean {
  if (node.type !== "attribute" && node.type !== "identifier") return false;
  return constantStatus(textOf(node)) !== null;
}

function constantStatus(text: string): number | null {
  const parts = text.split(".");
  if (parts.at(-1) === "value") parts.pop();
  const name = parts.at(-1) ?? "";
  const numbered = /^HTTP_(\d{3})(?:_[A-Z_]+)?$/u.exec(name);
  if (numbered !== null) return statusNumber(numbered[1] ?? "");
  const owner = parts.at(-2) ?? "";
  if (!/^(?:HTTPStatus|Status|codes|status|StatusCode)$/u.test(owner)) return null;
  return namedStatuses[name.toUpperCase()] ?? null;
}

function statusNumber(text: string): number | null {
  if (!/^\d{3}$/u.test(text)) return null;
  const value = Number(text);
  return value >= 100 && value < 600 ? value : null;
}
