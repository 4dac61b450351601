import { textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { firstArgument } from "../arguments.ts";

/** How loud a log call is; `open` where the level is computed. */
export type LogLevel = "info" | "warning" | "error" | "open";

const levels = new Map<string, LogLevel>([
  ...["trace", "debug", "info", "success", "notice", "msg"].map((one) => [one, "info"] as const),
  ...["warning", "warn"].map((one) => [one, "warning"] as const),
  ...["error", "exception", "critical", "fatal"].map((one) => [one, "error"] as const),
]);

/** The level of a logger's method, structlog's asynchronous ones included; null: it logs nothing. */
export function levelOfMethod(method: string, call: SyntaxNode): LogLevel | null {
  if (method === "log" || method === "alog") return levelOfArgument(firstArgument(call));
  const level = levels.get(method);
  if (level !== undefined) return level;
  return method.startsWith("a") ? (levels.get(method.slice(1)) ?? null) : null;
}

function levelOfArgument(given: SyntaxNode | undefined): LogLevel {
  if (given === undefined || /^(?:call|conditional_expression)$/u.test(given.type)) return "open";
  const words = textOf(given).toUpperCase();
  if (/ERROR|CRITICAL|FATAL|EXCEPTION|^[45]0$/u.test(words)) return "error";
  if (/WARN|^30$/u.test(words)) return "warning";
  return /INFO|DEBUG|TRACE|SUCCESS|NOTICE|^[12]0$/u.test(words) ? "info" : "open";
}
