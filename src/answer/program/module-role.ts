import type { ImportBinding, ModuleRole, PythonFunction } from "./types.ts";

/** Tells tests and migrations from the implementation, by path first, then by content. */
export function moduleRole(
  path: string,
  imports: readonly ImportBinding[],
  functions: readonly PythonFunction[],
): ModuleRole {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  const folders = parts.slice(0, -1);
  if (folders.includes("versions")) return "migration";
  if (/^test_.*\.py$|_test\.py$|^conftest\.py$/u.test(name)) return "test";
  if (folders.includes("tests") || folders.includes("test")) return "test";
  if (imports.some((one) => one.from === "alembic" && one.symbol === "op")) return "migration";
  if (usesMigrationFunctions(functions)) return "migration";
  const importsPytest = imports.some((one) => one.from.split(".")[0] === "pytest");
  const definesTests = functions.some((one) => one.name.startsWith("test_"));
  const importsClient = imports.some((one) => /^unittest\b|\.testclient$/u.test(one.from));
  const isTest =
    definesTests &&
    (importsPytest ||
      functions.every(isTestOrNested) ||
      (importsClient && !functions.some(isDecoratedRoute)));
  return isTest ? "test" : "implementation";
}

/** An excerpt of a migration may leave its imports out: `def upgrade(): op.add_column(…)`. */
function usesMigrationFunctions(functions: readonly PythonFunction[]): boolean {
  return functions.some(
    (one) =>
      (one.name === "upgrade" || one.name === "downgrade") &&
      one.ownerClass === null &&
      /\bop\.\w+\(/u.test(one.body.source.slice(one.body.start, one.body.end)),
  );
}

/** A single block with an application and its tests stays implementation. */
function isDecoratedRoute(one: PythonFunction): boolean {
  return one.decorators.some(
    (node) =>
      node.type === "call" &&
      /^\w+\.(?:get|post|put|patch|delete|websocket)\(/u.test(
        node.source.slice(node.start, node.end),
      ),
  );
}

function isTestOrNested(one: PythonFunction): boolean {
  return one.name.startsWith("test_") || one.ownerFunction !== null;
}
