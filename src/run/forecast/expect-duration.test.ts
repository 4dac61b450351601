import { expect, test } from "vitest";
import { expectDuration } from "./expect-duration.ts";

const took = (...latencies: readonly (number | null)[]) =>
  latencies.map((latencyMs) => ({ case: "a", outputTokens: null, latencyMs }));
const settings = { concurrency: 8, batch: false };

test("calls go side by side, each as long as earlier ones took", () => {
  expect(expectDuration(20, took(1_000, 3_000, null), settings)).toEqual({
    ms: 6_000,
    basis: "8 at a time, each as long as 2 earlier answers of this model took, without retries",
  });
  expect(expectDuration(3, took(1_000), settings)).toEqual({
    ms: 1_000,
    basis: "3 at a time, each as long as an earlier answer of this model took, without retries",
  });
});

test("with nothing to go by, it is unknown", () => {
  expect(expectDuration(3, took(null), settings)).toMatchObject({ ms: null });
  expect(expectDuration(3, took(1_000), { ...settings, batch: true })).toEqual({
    ms: null,
    basis: "a Message Batch takes up to 24 hours",
  });
});
