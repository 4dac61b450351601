import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonClass, PythonFunction } from "../types.ts";
import { readDocstringStyle } from "./docstring-style.ts";
import type { DocstringStyle } from "./docstring-style.ts";
import { callersParameters } from "./injected-parameter.ts";

/** What a function, method or class says of itself. */
export interface Documentation {
  readonly of: PythonFunction | PythonClass;
  /** A public name: not a dunder method. */
  readonly isPublic: boolean;
  /** Null: it has no docstring, or one without a word. */
  readonly style: DocstringStyle | null;
  /** A function that raises, or takes parameters that its callers give: it owes sections. */
  readonly owesSections: boolean;
}

/**
 * The public functions, methods and classes of the implementation, and their dunder methods, in
 * the order of the answer. Public is what no name on the way to it keeps private, what is nested
 * in functions or in other classes apart. Overloads, and the setters of properties, are documented
 * where they are defined first.
 */
export function readDocumentation(program: Program): readonly Documentation[] {
  return program.modules.flatMap((module) =>
    module.role === "implementation"
      ? [
          ...module.classes.filter(isPublicClass).map(documentationOfClass),
          ...module.functions
            .filter(isPublicFunction)
            .map((one) => documentationOfFunction(program, one)),
        ]
      : [],
  );
}

function documentationOfClass(one: PythonClass): Documentation {
  return { of: one, isPublic: true, style: styleOf(one.docstring), owesSections: false };
}

function documentationOfFunction(program: Program, one: PythonFunction): Documentation {
  const owesSections = callersParameters(program, one).length > 0 || raises(one);
  const isPublic = !dunder.test(one.name);
  return { of: one, isPublic, style: styleOf(one.docstring), owesSections };
}

function styleOf(docstring: string | null): DocstringStyle | null {
  return docstring === null || docstring.trim() === "" ? null : readDocstringStyle(docstring);
}

function raises(one: PythonFunction): boolean {
  for (const node of ownNodes(one.body)) if (node.type === "raise_statement") return true;
  return false;
}

function isPublicClass(one: PythonClass): boolean {
  return one.qualifiedName === one.name && !one.name.startsWith("_");
}

const dunder = /^__\w+__$/u;

function isPublicFunction(one: PythonFunction): boolean {
  if (one.ownerFunction !== null) return false;
  if (one.name.startsWith("_") && !dunder.test(one.name)) return false;
  if (one.ownerClass !== null && !isPublicClass(one.ownerClass)) return false;
  return !one.decorators.some((node) =>
    /(?:^|\.)(?:overload|setter|deleter)$/u.test(node.source.slice(node.start, node.end)),
  );
}
