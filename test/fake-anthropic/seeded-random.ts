/** Random numbers of 0..1 (below 1) that a seed repeats: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy in an order that the seed decides: Fisher and Yates. */
export function shuffle<T>(items: readonly T[], seed: number): readonly T[] {
  const random = seededRandom(seed);
  const left = [...items];
  const shuffled: T[] = [];
  while (left.length > 0) {
    shuffled.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return shuffled;
}
