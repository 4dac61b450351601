import { seededRandom } from "../fake-anthropic/seeded-random.ts";

/** Random decisions that a seed repeats. */
export interface Dice {
  /** A whole number from 0 to `below`, without that. */
  readonly whole: (below: number) => number;
  /** True with a chance of 0..1. */
  readonly isOnce: (chance: number) => boolean;
  readonly oneOf: <T>(items: readonly [T, ...T[]]) => T;
}

export function diceOf(seed: number): Dice {
  const random = seededRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  return {
    whole,
    isOnce: (chance) => random() < chance,
    oneOf: (items) => items[whole(items.length)] ?? items[0],
  };
}
