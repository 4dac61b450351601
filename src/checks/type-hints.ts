import { descend } from "../answer/index.ts";
import type { PythonFunction } from "../answer/index.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import { evidenceAt } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Every function and method of the implementation has all its parameters and its return annotated.
 * `self` and `cls` need none; `*args` and `**kwargs` do, `__init__` and nested functions too.
 * Lambdas, test code and migrations do not count, nor does code that only repeats the request's.
 * Without a function the gate does not apply.
 */
export const typeHints: Check = {
  id: "type-hints",
  decide({ program, request }) {
    const functions = program.modules
      .filter((module) => module.role === "implementation")
      .flatMap((module) => module.functions)
      .filter((one) => !isQuotedFromRequest(one.node, request));
    if (functions.length === 0) return notApplicable("the implementation defines no function");
    const lacking = functions
      .map((one) => ({ one, lacks: isReadable(one) ? missingAnnotations(one) : [] }))
      .filter(({ lacks }) => lacks.length > 0);
    const [first] = lacking;
    if (first === undefined) {
      return pass(
        `every parameter and return of ${counted(functions.length)} is annotated`,
        functions.slice(0, 3).map((one) => evidenceAt(one.module, one.node)),
      );
    }
    return fail(
      `${lacking.length} of ${counted(functions.length)} not fully annotated: ` +
        lacking
          .slice(0, 3)
          .map(({ one, lacks }) => `${one.qualifiedName} lacks ${lacks.join(", ")}`)
          .join("; ") +
        (lacking.length > 3 ? "; …" : ""),
      lacking.map(({ one }) => evidenceAt(one.module, one.node)),
      (functions.length - lacking.length) / functions.length,
    );
  },
};

/** A header with a fault of the syntax, which the gate `parses` tells, does not tell its types. */
function isReadable(one: PythonFunction): boolean {
  return descend(one.node, (node) => node !== one.body).every(
    (node) => node.type !== "ERROR" || node.start >= one.body.start,
  );
}

function missingAnnotations(one: PythonFunction): readonly string[] {
  const bound = isBound(one) ? one.parameters.slice(1) : one.parameters;
  const missing = bound
    .filter((parameter) => parameter.annotation === null)
    .map((parameter) => `\`${starred(parameter.kind)}${parameter.name}\``);
  return one.returns === null ? [...missing, "its return"] : missing;
}

/** The first parameter of a method is the object or the class, unless the method is static. */
function isBound(one: PythonFunction): boolean {
  const [first] = one.parameters;
  if (first === undefined || (first.kind !== "plain" && first.kind !== "positional-only")) {
    return false;
  }
  if (one.ownerClass === null) return isExcerptOfMethod(one);
  return !one.decorators.some((node) => node.source.slice(node.start, node.end) === "staticmethod");
}

/** A method that is shown without its class keeps its `self`. */
function isExcerptOfMethod(one: PythonFunction): boolean {
  const name = one.parameters[0]?.name;
  return (name === "self" || name === "cls") && one.ownerFunction === null;
}

function starred(kind: string): string {
  return kind === "args" ? "*" : kind === "kwargs" ? "**" : "";
}

function counted(functions: number): string {
  return functions === 1 ? "1 function" : `${functions} functions`;
}
