import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";

/** Functions that run the coroutines that they are given. */
const runners =
  /(?:^|\.)(?:gather|wait_for|create_task|ensure_future|shield|as_completed|wait|run|run_until_complete|run_coroutine_threadsafe|start_soon|enter_async_context)$/u;

/**
 * Whether a call's result is awaited: by `await`, `async with`, `async for`, or by a function that
 * runs coroutines. What is called on the result counts: `await users.find().to_list(10)`.
 */
export function isAwaited(call: SyntaxNode): boolean {
  let below = call;
  for (let above = call.parent; above !== null; below = above, above = above.parent) {
    switch (above.type) {
      case "await":
        return true;
      case "list":
      case "tuple":
      case "set":
      case "list_splat":
      case "list_comprehension":
      case "set_comprehension":
      case "generator_expression":
      case "as_pattern":
      case "keyword_argument":
        continue;
      case "attribute":
        if (below.field !== "object") return false;
        continue;
      case "call":
        if (below.field !== "function") return false;
        continue;
      case "argument_list": {
        const outer = above.parent === null ? undefined : childAt(above.parent, "function");
        return outer !== undefined && runners.test(textOf(outer));
      }
      case "with_item":
      case "with_clause":
        continue;
      case "with_statement":
      case "for_statement":
      case "for_in_clause":
        return above.children[0]?.type === "async";
      default:
        return false;
    }
  }
  return false;
}
