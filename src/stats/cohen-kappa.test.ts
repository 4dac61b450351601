import { expect, test } from "vitest";
import { cohenKappa } from "./cohen-kappa.ts";

test.each([
  {
    name: "Cohen's own kind of example",
    confusion: [
      [20, 5],
      [10, 15],
    ],
    kappa: 0.4,
  },
  {
    name: "complete agreement",
    confusion: [
      [3, 0, 0],
      [0, 4, 0],
      [0, 0, 5],
    ],
    kappa: 1,
  },
  {
    name: "no better than chance",
    confusion: [
      [25, 25],
      [25, 25],
    ],
    kappa: 0,
  },
  {
    name: "always the opposite",
    confusion: [
      [0, 10],
      [10, 0],
    ],
    kappa: -1,
  },
])("$name", ({ confusion, kappa }) => {
  expect(cohenKappa(confusion)).toBeCloseTo(kappa, 12);
});

test("is not defined without ratings or without any variation", () => {
  expect(
    cohenKappa([
      [0, 0],
      [0, 0],
    ]),
  ).toBeNull();
  expect(
    cohenKappa([
      [7, 0],
      [0, 0],
    ]),
  ).toBeNull();
});
