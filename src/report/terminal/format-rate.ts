import type { Interval } from "../../stats/index.ts";

/** `92%`; `–` where nothing was decided. Never rounded up to 100% nor down to 0%. */
export function formatRate(rate: number | null): string {
  return rate === null ? "–" : `${percentOf(rate)}%`;
}

/** `67–99%`; empty where nothing is known. */
export function formatInterval(interval: Interval | null): string {
  return interval === null ? "" : `${percentOf(interval.low)}–${percentOf(interval.high)}%`;
}

/** `1 case`, `3 cases`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

function percentOf(share: number): number {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return 99;
  return rounded === 0 && share > 0 ? 1 : rounded;
}
