import type { Program } from "../build-program.ts";
import type { Parameter, PythonFunction } from "../types.ts";

/** What FastAPI gives to a handler by its type alone. */
const givenByType =
  /^(?:fastapi|starlette)\.(?:[\w.]+\.)?(?:Request|Response|WebSocket|BackgroundTasks|HTTPConnection|SecurityScopes)$/u;
/** Aliases of dependencies that the answer does not show, by what their names say. */
const dependencyAlias =
  /(?:Dep|Dependency|Session|DB|Db|Database|Service|Repository|Repo|Client|Settings)$|^Current[A-Z]/u;

/** The parameters that callers give: `self`, `cls` and what a framework injects apart. */
export function callersParameters(program: Program, one: PythonFunction): readonly Parameter[] {
  const injected = new Set(
    program
      .dependenciesOf(one)
      .filter((use) => use.call !== null || use.callees.some((callee) => isAlias(callee)))
      .map((use) => use.parameter),
  );
  return one.parameters.filter(
    (parameter, at) =>
      !(at === 0 && /^(?:self|cls|mcs)$/u.test(parameter.name)) &&
      !injected.has(parameter) &&
      !isGivenByType(program, parameter),
  );
}

function isAlias(callee: { readonly kind: string; readonly name?: string }): boolean {
  return dependencyAlias.test(callee.name?.split(".").at(-1) ?? "");
}

function isGivenByType(program: Program, parameter: Parameter): boolean {
  if (parameter.annotation === null) return false;
  const type = program.typeOfAnnotation(parameter.annotation);
  return type !== null && type.kind !== "class" && givenByType.test(type.name);
}
