import { ownNodes } from "../../answer/index.ts";
import type { Callee, DependencyUse, Program, PythonFunction } from "../../answer/index.ts";

const most = 80;

/** What runs for a request: functions, those they depend on, and those they call, nearest first. */
export function reachableFunctions(
  program: Program,
  handler: PythonFunction | null,
  uses: readonly DependencyUse[] = [],
): readonly PythonFunction[] {
  const result: PythonFunction[] = [];
  const add = (callees: readonly Callee[]): void => {
    for (const one of callees) {
      const found = one.kind === "class" ? program.resolveMethod(one, "__init__") : one;
      if (found?.kind === "function" && !result.includes(found) && result.length < most) {
        result.push(found);
      }
    }
  };
  if (handler !== null) add([handler]);
  for (const use of uses) add(use.callees);
  for (const one of result) {
    for (const use of program.dependenciesOf(one)) add(use.callees);
    for (const node of ownNodes(one.body)) {
      if (node.type === "call") add(program.calleesAt(node));
    }
  }
  return result;
}
