import { readDocumentation } from "../answer/index.ts";
import type { Documentation } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Every public function, method and class of the implementation has a docstring, and at least half
 * of the docstrings of functions that raise, or take parameters that are not injected, have a
 * section in Google's style (`Args:`, `Returns:`, `Raises:`, `Yields:`). Names that start with `_`,
 * dunder methods, nested definitions, test code and migrations do not count, nor does code that
 * only repeats the request's. Without a public definition the gate does not apply. The score is the
 * share of definitions that have what they owe.
 */
export const docstrings: Check = {
  id: "docstrings",
  decide({ program, request }) {
    const all = readDocumentation(program).filter(
      (one) => !isQuotedFromRequest(one.of.node, request),
    );
    if (all.length === 0) {
      return notApplicable("the implementation defines no public function, method or class");
    }
    const missing = all.filter((one) => one.style === null);
    const owing = all.filter((one) => one.style !== null && one.owesSections);
    const plain = owing.filter((one) => one.style !== "google");
    const score = (all.length - missing.length - plain.length) / all.length;
    if (missing.length > 0) {
      return fail(
        `${missing.length} of ${all.length} public definitions have no docstring: ${listed(missing)}`,
        missing.map(placeOf),
        score,
      );
    }
    if (plain.length * 2 > owing.length) {
      return fail(
        `${owing.length - plain.length} of ${owing.length} docstrings of functions that raise or ` +
          `take parameters have a section in Google's style; without: ${listed(plain)}`,
        plain.map(placeOf),
        score,
      );
    }
    return pass(
      owing.length === 0
        ? `all ${all.length} public definitions have a docstring`
        : `all ${all.length} public definitions have a docstring, and ` +
            `${owing.length - plain.length} of ${owing.length} that owe one have a Google section`,
      (owing.length === 0 ? all : owing.filter((one) => one.style === "google"))
        .slice(0, 3)
        .map(placeOf),
      score,
    );
  },
};

function placeOf(one: Documentation): ReturnType<typeof evidenceAt> {
  return evidenceAt(one.of.module, one.of.node);
}

function listed(some: readonly Documentation[]): string {
  const names = some.slice(0, 3).map((one) => one.of.qualifiedName);
  return names.join(", ") + (some.length > 3 ? ", …" : "");
}
