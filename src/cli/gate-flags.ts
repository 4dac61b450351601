import { InvalidArgumentError } from "@commander-js/extra-typings";

/** Percentage points. */
export const defaultMargin = 5;
export const defaultAlpha = 0.05;

/** `--margin`: percentage points. */
export function parseMargin(value: string): number {
  const margin = Number(value);
  if (value.trim() === "" || !(margin >= 0.5 && margin <= 50)) {
    throw new InvalidArgumentError("It must be percentage points, 0.5 to 50.");
  }
  return margin;
}

/** `--alpha`: a share. */
export function parseAlpha(value: string): number {
  const alpha = Number(value);
  if (value.trim() === "" || !(alpha >= 0.001 && alpha <= 0.2)) {
    throw new InvalidArgumentError("It must be a share, 0.001 to 0.2.");
  }
  return alpha;
}

/** In what a baseline may differ from a run; see docs/baseline.md. */
export const baselineAllowable = ["agent", "cases", "requests"] as const;

/** `--allow` beside a baseline, repeatable. */
export function collectBaselineAllowable(
  value: string,
  before: readonly (typeof baselineAllowable)[number][] | undefined,
): readonly (typeof baselineAllowable)[number][] {
  const found = baselineAllowable.find((kind) => kind === value);
  if (found) return [...(before ?? []), found];
  throw new InvalidArgumentError(`Allowed choices are ${baselineAllowable.join(", ")}.`);
}
