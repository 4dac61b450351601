/**
 * A new run's id: `20261123-021530-042-k3f9`, the time in UTC to the millisecond and four random
 * letters. Ids sort by time as text.
 *
 * @param now milliseconds since 1970
 * @param random 0..1, as `Math.random`
 */
export function makeRunId(now: number, random: () => number): string {
  const digits = new Date(now).toISOString().replaceAll(/\D/gu, "");
  const time = [digits.slice(0, 8), digits.slice(8, 14), digits.slice(14, 17)].join("-");
  const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  const letters = Array.from({ length: 4 }, () => alphabet[Math.floor(random() * alphabet.length)]);
  return `${time}-${letters.join("")}`;
}
