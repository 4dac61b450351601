import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget, type Reservation } from "./budget.ts";

test("a call that does not fit waits for those under way, and is refused when there are none", async () => {
  const budget = createBudget({ budgetUsd: 1, spentUsd: 0.1 });
  const first = await budget.reserve(0.6);
  const second = budget.reserve(0.5);
  let isDecided = false;
  void second.then(() => (isDecided = true));
  await new Promise(setImmediate);
  expect(isDecided).toBe(false);
  first?.settle(0.2);
  const held = await second;
  expect(held).not.toBeNull();
  held?.settle(0.5);
  expect(await budget.reserve(0.3)).toBeNull();
  expect(await budget.reserve(0.2)).not.toBeNull();
});

test("a retry needs as much again", async () => {
  const budget = createBudget({ budgetUsd: 1, spentUsd: 0 });
  const call = await budget.reserve(0.4);
  expect([call?.extend(), call?.extend()]).toEqual([true, false]);
});

test("without a budget every call is made", async () => {
  const budget = createBudget({ budgetUsd: null, spentUsd: 5 });
  expect(await budget.reserve(1_000)).not.toBeNull();
});

test("what is spent never exceeds the budget, and everybody is told", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.array(
        fc.record({
          max: fc.double({ min: 0, max: 3, noNaN: true }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
          retries: fc.integer({ min: 0, max: 3 }),
        }),
        { maxLength: 30 },
      ),
      async (budgetUsd, calls) => {
        const budget = createBudget({ budgetUsd, spentUsd: 0 });
        let spent = 0;
        const ends = await Promise.all(
          calls.map(async ({ max, share, retries }) => {
            const call: Reservation | null = await budget.reserve(max);
            if (call === null) return "refused";
            let sent = 1;
            while (sent <= retries && call.extend()) sent += 1;
            await new Promise(setImmediate);
            spent += max * share * sent;
            call.settle(max * share * sent);
            return "made";
          }),
        );
        expect(ends).toHaveLength(calls.length);
        expect(spent).toBeLessThanOrEqual(budgetUsd + 1e-6);
      },
    ),
    { numRuns: 60 },
  );
});
