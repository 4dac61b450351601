import { bisect } from "./bisect.ts";

/**
 * Quantile of Student's t distribution for a whole number of degrees of freedom.
 *
 * With θ = atan(t/√ν), P(|T| ≤ t) is a finite sum of powers of cos θ, so that no special function
 * is needed; θ is found by halving.
 *
 * @param p 0..1, both ends excluded
 * @param degrees ν, a whole number, 1 or more
 * @see Abramowitz & Stegun 1964, 26.7.3 and 26.7.4
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p must be between 0 and 1, got ${p}`);
  if (!Number.isInteger(degrees) || degrees < 1) {
    throw new RangeError(`degrees must be a whole number, 1 or more, got ${degrees}`);
  }
  const inside = Math.abs(2 * p - 1);
  const angle = bisect(0, Math.PI / 2, (theta) => probabilityWithin(theta, degrees) >= inside);
  return Math.sign(p - 0.5) * Math.sqrt(degrees) * Math.tan(angle);
}

/** P(|T| ≤ √ν tan θ). */
function probabilityWithin(theta: number, degrees: number): number {
  const isOdd = degrees % 2 === 1;
  const cosine = Math.cos(theta);
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  const share = Math.sin(theta) * sum;
  return isOdd ? (2 / Math.PI) * (theta + share) : share;
}
