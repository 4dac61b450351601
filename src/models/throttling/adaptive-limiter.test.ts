import fc from "fast-check";
import { expect, test } from "vitest";
import { createAdaptiveLimiter, type Slot } from "./adaptive-limiter.ts";

const never = new AbortController().signal;

function limiterOf(ceiling: number) {
  const clock = { ms: 0 };
  const limiter = createAdaptiveLimiter({
    model: "m",
    ceiling,
    now: () => clock.ms,
    elapsedMs: () => clock.ms,
  });
  return { limiter, clock };
}

/** Asks for so many places; the list grows as they are given. */
async function open(
  limiter: ReturnType<typeof createAdaptiveLimiter>,
  count: number,
): Promise<Slot[]> {
  const slots: Slot[] = [];
  for (let asked = 0; asked < count; asked += 1) {
    void limiter.acquire(never).then((slot) => slots.push(slot));
  }
  await new Promise(setImmediate);
  return slots;
}

test("starts at the ceiling, halves once an episode, and recovers step by step", async () => {
  const { limiter } = limiterOf(8);
  const slots = await open(limiter, 20);
  expect(slots).toHaveLength(8);
  // All eight were sent before the service complained: one episode.
  for (const slot of slots.slice(0, 8)) {
    slot.throttled("rate-limit", null);
    slot.release();
  }
  expect(limiter.report()).toMatchObject({ lowest: 4, episodes: 1 });
  await new Promise(setImmediate);
  expect(slots).toHaveLength(12);
});

test("as many answers as the limit raise it by one, never above the ceiling", async () => {
  const { limiter } = limiterOf(4);
  const [slot] = await open(limiter, 1);
  slot?.throttled("overloaded", null);
  slot?.release();
  for (let answers = 0; answers < 40; answers += 1) {
    const next = await limiter.acquire(never);
    next.succeeded();
    next.release();
  }
  const { changes, lowest, episodes } = limiter.report();
  expect({ lowest, episodes, to: changes.map(({ to }) => to) }).toEqual({
    lowest: 2,
    episodes: 1,
    to: [2, 3, 4],
  });
});

test("nothing is let in until the service's pause is over", async () => {
  const { limiter, clock } = limiterOf(2);
  const [slot] = await open(limiter, 1);
  slot?.throttled("rate-limit", 50);
  slot?.release();
  const slots = await open(limiter, 1);
  expect(slots).toHaveLength(0);
  clock.ms = 51;
  await open(limiter, 1);
  expect(slots).toHaveLength(1);
});

test("who is aborted while waiting takes no place", async () => {
  const { limiter } = limiterOf(1);
  const [slot] = await open(limiter, 1);
  const stop = new AbortController();
  const refused = limiter.acquire(stop.signal);
  stop.abort();
  await expect(refused).rejects.toThrow("aborted");
  slot?.release();
  slot?.release();
  expect(await open(limiter, 2)).toHaveLength(1);
});

test("never more under way than the limit, never a limit below 1 or above the ceiling", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.constantFrom("ask", "answer", "429", "529"), { maxLength: 120 }),
      async (ceiling, steps) => {
        const { limiter } = limiterOf(ceiling);
        const held: Slot[] = [];
        let limit = ceiling;
        for (const step of steps) {
          if (step === "ask") void limiter.acquire(never).then((slot) => held.push(slot));
          else {
            const slot = held.shift();
            if (step === "answer") slot?.succeeded();
            else slot?.throttled(step === "429" ? "rate-limit" : "overloaded", null);
            slot?.release();
          }
          // Nobody new is let in above the limit; who was in before a halving may stay.
          const before = held.length;
          await new Promise(setImmediate);
          limit = limiter.report().changes.at(-1)?.to ?? ceiling;
          expect(held.length).toBeLessThanOrEqual(Math.max(before, limit));
          expect(limit).toBeGreaterThanOrEqual(1);
          expect(limit).toBeLessThanOrEqual(ceiling);
        }
      },
    ),
    { numRuns: 60 },
  );
});
