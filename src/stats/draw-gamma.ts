/** Up to this, a product of uniform numbers is quicker. */
const mostFactors = 12;

/**
 * Draws from the gamma distribution with scale 1. A small whole shape is a sum of exponentials,
 * −ln(u₁ … uₖ) (Erlang); else Marsaglia and Tsang's method.
 *
 * @param shape 1 or more
 * @param random numbers between 0 and 1
 * @see Marsaglia & Tsang 2000, A simple method for generating gamma variables, ACM TOMS 26
 */
export function drawGamma(shape: number, random: () => number): number {
  if (Number.isInteger(shape) && shape <= mostFactors) {
    let product = random();
    for (let factor = 1; factor < shape; factor += 1) product *= random();
    return -Math.log(product);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random()) < (x * x) / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** √(−2 ln u) cos 2πv; Box & Muller 1958, Annals of Math. Statistics 29. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}
