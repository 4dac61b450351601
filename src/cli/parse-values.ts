import { InvalidArgumentError } from "@commander-js/extra-typings";

/** For flags that count. */
export function parseCount(value: string): number {
  const count = Number(value);
  if (!/^\d+$/u.test(value) || !Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError("It must be a whole number, 1 or more.");
  }
  return count;
}

/** `5usd`, `$5`, `5`, `0.50usd`: USD. */
export function parseUsd(value: string): number {
  const amount = /^\$?(?<amount>\d+(?:\.\d+)?|\.\d+) ?(?:usd)?$/iu.exec(value)?.groups?.["amount"];
  if (amount === undefined) {
    throw new InvalidArgumentError("It must be an amount in US dollars, such as 5usd or 0.50usd.");
  }
  return Number(amount);
}

/** `600`, `600s`, `10min`: milliseconds. */
export function parseDuration(value: string): number {
  const { amount, unit } =
    /^(?<amount>\d+(?:\.\d+)?) ?(?<unit>s|min|h)?$/u.exec(value)?.groups ?? {};
  const ms = Math.round(Number(amount) * (unitMs[unit ?? "s"] ?? Number.NaN));
  if (!(ms >= 1 && ms < 2 ** 31)) {
    throw new InvalidArgumentError("It must be a time such as 600s, 10min or 2h, at most 24 days.");
  }
  return ms;
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };

/** `0.1`, `10%`: a share, 0..1. */
export function parseShare(value: string): number {
  const { number, percent } = /^(?<number>\d*\.?\d+)(?<percent>%)?$/u.exec(value)?.groups ?? {};
  const share = Number(number) / (percent === undefined ? 1 : 100);
  if (!(share >= 0 && share <= 1)) {
    throw new InvalidArgumentError("It must be a share, 0 to 1, or 0% to 100%.");
  }
  return share;
}

/** A number within bounds. */
export function parseWithin(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === "" || !(number >= least && number <= most)) {
      throw new InvalidArgumentError(`It must be a number, ${least} to ${most}.`);
    }
    return number;
  };
}

/** `adaptive`, `disabled`, or a number of tokens. */
export function parseThinking(value: string): "adaptive" | "disabled" | number {
  if (value === "adaptive" || value === "disabled") return value;
  const tokens = Number(value);
  if (!/^\d+$/u.test(value) || tokens < 1024) {
    throw new InvalidArgumentError(
      "It must be adaptive, disabled, or a number of tokens, 1024 or more.",
    );
  }
  return tokens;
}

/** The second of five parts: index 2, count 5. */
export interface Shard {
  /** 1-based. */
  readonly index: number;
  readonly count: number;
}

/** For `--shard 2/5`. */
export function parseShard(value: string): Shard {
  const [index = 0, count = 0] = /^\d+\/\d+$/u.test(value) ? value.split("/").map(Number) : [];
  if (index >= 1 && index <= count && Number.isSafeInteger(count)) return { index, count };
  throw new InvalidArgumentError("It must be a part and how many there are: 1/5 to 5/5.");
}
