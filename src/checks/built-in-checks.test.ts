import { expect, test } from "vitest";
import { catalogue } from "../suite/index.ts";
import { builtInChecks } from "./built-in-checks.ts";

test("every gate that the catalogue knows has its check, and no check stands outside of it", () => {
  const ids = catalogue.map(({ id }) => id).toSorted();
  expect(Object.keys(builtInChecks).toSorted()).toEqual(ids);
  for (const [id, check] of Object.entries(builtInChecks)) expect(check.id).toBe(id);
});
