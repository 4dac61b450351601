import { expect, test } from "vitest";
import { exampleRun, type ExampleOptions } from "./fixtures/example-run.ts";
import { summariseRun } from "./summarise-run.ts";

const armOf = (options: ExampleOptions) => {
  const { run, samples } = exampleRun(options);
  const [arm] = summariseRun(run, samples);
  return arm!;
};
/** The first answers to a case pass `tests`, the others fail it; `null`: the last one is lost. */
const passing =
  (passes: Readonly<Record<string, number>>, lost?: string): ExampleOptions["outcomeOf"] =>
  ({ case: id, repeat }, gateId) =>
    id === lost && repeat === 5
      ? null
      : gateId === "tests" && repeat > passes[id]!
        ? "fail"
        : "pass";

test("pass@k and pass^k come case by case, for every k, and over all cases", () => {
  const { repeats } = armOf({
    repeats: 5,
    cases: ["always", "mostly", "never"],
    outcomeOf: passing({ always: 5, mostly: 3, never: 0 }),
  });
  // Of 3 passes among 5: 1 − C(2,k)/C(5,k), and C(3,k)/C(5,k).
  expect(repeats?.cases[1]).toEqual({
    case: "mostly",
    answers: 5,
    passes: 3,
    passAtK: [0.6, 0.9, 1, 1, 1].map((value) => expect.closeTo(value, 12)),
    passHatK: [0.6, 0.3, 0.1, 0, 0].map((value) => expect.closeTo(value, 12)),
    flakiness: { observed: true, index: expect.closeTo(0.6, 12), confirmed: true },
  });
  expect(repeats?.cases.map(({ flakiness }) => flakiness?.observed)).toEqual([false, true, false]);
  expect(repeats?.overall).toEqual({
    k: 5,
    passAtK: expect.closeTo(2 / 3, 12),
    passHatK: expect.closeTo(1 / 3, 12),
  });
});

test("an answer that is missing counts neither way", () => {
  const { repeats } = armOf({
    repeats: 5,
    cases: ["whole", "torn"],
    outcomeOf: passing({ whole: 5, torn: 4 }, "torn"),
  });
  expect(repeats?.cases[1]).toMatchObject({ case: "torn", answers: 4, passes: 4 });
  expect(repeats?.overall).toEqual({ k: 4, passAtK: 1, passHatK: 1 });
});

test("a case of which nothing is known is named and in no mean", () => {
  const { repeats } = armOf({
    repeats: 2,
    cases: ["known", "lost"],
    outcomeOf: ({ case: id }) => (id === "lost" ? null : "pass"),
  });
  expect(repeats?.cases[1]).toEqual({
    case: "lost",
    answers: 0,
    passes: 0,
    passAtK: [],
    passHatK: [],
    flakiness: null,
  });
  expect(repeats?.overall).toEqual({ k: 2, passAtK: 1, passHatK: 1 });
});

test("with one answer each there is nothing to say", () => {
  expect(armOf({}).repeats).toBeNull();
  expect(armOf({ repeats: 3, cases: [] }).repeats).toEqual({ overall: null, cases: [] });
});
