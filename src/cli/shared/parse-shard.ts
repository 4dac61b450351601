import { InvalidArgumentError } from "@commander-js/extra-typings";

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
