import { expect, test } from "vitest";
import { catalogue } from "../suite/index.ts";
import { builtInChecks } from "./built-in-checks.ts";
import { explanations } from "./explanations.ts";

test("every built-in check and every gate of the catalogue is explained, and nothing else", () => {
  const explained = Object.keys(explanations).toSorted();
  expect(explained).toEqual(catalogue.map(({ id }) => id).toSorted());
  expect(explained).toEqual(expect.arrayContaining(Object.keys(builtInChecks)));
});

test.each(Object.entries(explanations))("%s is explained in sentences", (_id, explanation) => {
  const { means, applies, decided, doesNotSee } = explanation;
  expect(doesNotSee.length).toBeGreaterThan(0);
  for (const text of [means, applies, decided, ...doesNotSee]) {
    expect(text).toMatch(/^\S.*\.$/u);
    expect(text).not.toMatch(/\s{2}/u);
  }
});
