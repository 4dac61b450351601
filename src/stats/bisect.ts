/**
 * Where a condition that holds from some point on begins to hold, by halving.
 *
 * @param holds false at `low`, true at `high`, changing once between them
 */
export function bisect(low: number, high: number, holds: (x: number) => boolean): number {
  let [below, above] = [low, high];
  for (;;) {
    const middle = (below + above) / 2;
    // Nothing lies between two neighbouring numbers.
    if (middle <= below || middle >= above) return middle;
    if (holds(middle)) above = middle;
    else below = middle;
  }
}
