/**
 * Numbers between 0 and 1 (both excluded), the same for the same seed: SplitMix32.
 *
 * @see Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators; the finaliser is
 *   that of MurmurHash3
 */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    return ((mixed >>> 0) + 0.5) / 0x1_0000_0000;
  };
}
