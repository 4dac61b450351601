import { textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { firstArgument } from "../arguments.ts";

/** How loud a log call is; `open` where the level is computed. */
export type LogLevel = "info" | "warning" | "error" | "open";

/** The level of a logger's method, structlog's asynchronous ones included; null: it logs nothing. */
export function levelOfMethod(method: string, call: SyntaxNode): LogLevel | null {
  switch (method.replace(/^a(?=[a-z]{3})/u, (letter) => (known.has(method) ? letter : ""))) {
    case "trace":
    case "debug":
    case "info":
    case "success":
    case "notice":
    case "msg":
      return "info";
    case "warning":
    case "warn":
      return "warning";
    case "error":
    case "exception":
    case "critical":
    case "fatal":
      return "error";
    case "log":
      return levelOfArgument(firstArgument(call));
    default:
      return null;
  }
}

/** Methods that begin with `a` by themselves. */
const known = new Set(["add", "addHandler", "addFilter"]);

function levelOfArgument(given: SyntaxNode | undefined): LogLevel {
  const words = given === undefined ? "" : textOf(given).toUpperCase();
  if (given === undefined || /^(?:call|conditional_expression)$/u.test(given.type)) return "open";
  if (/ERROR|CRITICAL|FATAL|EXCEPTION|^[45]0$/u.test(words)) return "error";
  if (/WARN|^30$/u.test(words)) return "warning";
  return /INFO|DEBUG|TRACE|SUCCESS|NOTICE|^[12]0$/u.test(words) ? "info" : "open";
}
