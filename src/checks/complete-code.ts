import type { AssembledAnswer, Program, PythonFunction } from "../answer/index.ts";
import { evidenceAt, evidenceAtRow } from "./evidence.ts";
import { findPlaceholder } from "./placeholder-body.ts";
import type { Placeholder } from "./placeholder-body.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import { belongsToTheUser } from "./user-stub.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * No function of the implementation is a placeholder: `...`, `pass`, `raise NotImplementedError`,
 * a TODO in place of code, "rest of the code". Accepted are protocols, abstract methods, overloads,
 * documented no-ops, a `downgrade` that says why it cannot be undone, and stubs of which the answer
 * says that they belong to the user. Test code does not count. Without Python code the gate does
 * not apply.
 */
export const completeCode: Check = {
  id: "complete-code",
  decide({ answer, program, request }) {
    if (!program.modules.length) return notApplicable("the answer has no Python code");
    const functions = program.modules
      .filter((module) => module.role !== "test")
      .flatMap((module) => module.functions)
      .filter((one) => !isQuotedFromRequest(one.node, request));
    const placeholders = functions.flatMap((one) => placeholderOf(one, program, answer));
    const [first] = placeholders;
    if (first === undefined) {
      return pass(
        functions.length === 0
          ? "the answer's Python has no function to leave open"
          : `none of ${functions.length} function bodies is a placeholder`,
        functions.slice(0, 3).map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const names = placeholders
      .slice(0, 3)
      .map(({ one, words }) => `${one.qualifiedName} (${words})`);
    const rest = placeholders.length > 3 ? ", …" : "";
    return fail(
      `${placeholders.length} of ${functions.length} function bodies left open: ${names.join(", ")}${rest}`,
      placeholders.map(({ one, row }) => evidenceAtRow(one.module.file, row)),
      (functions.length - placeholders.length) / functions.length,
    );
  },
};

function placeholderOf(
  one: PythonFunction,
  program: Program,
  answer: AssembledAnswer,
): (Placeholder & { readonly one: PythonFunction })[] {
  const placeholder = findPlaceholder(one);
  if (placeholder === null) return [];
  if (isDeclaration(one, program) || belongsToTheUser(one, answer)) return [];
  return [{ ...placeholder, one }];
}

/** A function that is not meant to have a body: of a protocol, abstract, or an overload. */
function isDeclaration(one: PythonFunction, program: Program): boolean {
  if (one.decorators.some((node) => /(?:^|\.)(?:abstract\w*|overload)$/u.test(sourceOf(node)))) {
    return true;
  }
  const owner = one.ownerClass;
  if (owner === null) return false;
  if (owner.bases.some((base) => /(?:^|\.)Protocol(?:\[|$)/u.test(sourceOf(base)))) return true;
  return program.modules.some((module) =>
    module.classes.some(
      (other) =>
        other !== owner &&
        other.bases.some((base) => lastNameOf(base) === owner.name) &&
        other.methods.some((method) => method.name === one.name),
    ),
  );
}

function sourceOf(node: { source: string; start: number; end: number }): string {
  return node.source.slice(node.start, node.end);
}

/** `Base` of `models.Base[int]` */
function lastNameOf(base: { source: string; start: number; end: number }): string {
  return sourceOf(base).replace(/\[.*/su, "").split(".").at(-1) ?? "";
}
