import { readDocumentation } from "../answer/index.ts";
import type { Documentation } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Every public function, method and class of the implementation has a docstring, and at least half
 * of the docstrings of functions that raise, or take parameters that are not injected, have a
 * section in Google's style (`Args:`, `Returns:`, `Raises:`, `Yields:`). Dunder methods need no
 * docstring; where they have one, its style counts. Names that start with `_`, nested definitions,
 * test code and migrations do not count, nor does code that only repeats the request's. Without a
 * public definition the gate does not apply. The score is the share of definitions that have a
 * docstring, or, where all have one, of docstrings that have the section they owe.
 */
export const docstrings: Check = {
  id: "docstrings",
  decide({ program, request }) {
    const all = readDocumentation(program).filter(
      (one) => !isQuotedFromRequest(one.of.node, request),
    );
    const due = all.filter((one) => one.isPublic);
    if (due.length === 0) {
      return notApplicable("the implementation defines no public function, method or class");
    }
    const missing = due.filter((one) => one.style === null);
    const owing = all.filter((one) => one.style !== null && one.owesSections);
    const plain = owing.filter((one) => one.style !== "google");
    if (missing.length > 0) {
      return fail(
        `${missing.length} of ${due.length} public definitions have no docstring: ${listed(missing)}`,
        missing.map(placeOf),
        (due.length - missing.length) / due.length,
      );
    }
    const inStyle = `${owing.length - plain.length} of ${owing.length}`;
    if (plain.length * 2 > owing.length) {
      return fail(
        `${inStyle} docstrings of functions that raise or take parameters have a section in ` +
          `Google's style; without: ${listed(plain)}`,
        plain.map(placeOf),
        (owing.length - plain.length) / owing.length,
      );
    }
    return pass(
      `all ${due.length} public definitions have a docstring` +
        (owing.length === 0 ? "" : `, and ${inStyle} that owe a section have it`),
      (owing.length === 0 ? due : owing.filter((one) => one.style === "google"))
        .slice(0, 3)
        .map(placeOf),
      owing.length === 0 ? 1 : (owing.length - plain.length) / owing.length,
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
