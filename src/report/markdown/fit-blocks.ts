/** A part of a document: its rows may be left out, but none is cut, and what frames them stays. */
export interface Block {
  readonly before: readonly string[];
  readonly rows: readonly string[];
  readonly after: readonly string[];
}

/** How long a document may be. */
export interface Limit {
  readonly most: number;
  readonly measure: (text: string) => number;
  /** In words. */
  readonly name: string;
}

/** GitHub refuses longer comments. */
export const commentLimit: Limit = {
  most: 65_536,
  measure: (text) => text.length,
  name: "GitHub's limit of 65,536 characters a comment",
};

/** GitHub drops a longer summary of a step as a whole. */
export const summaryLimit: Limit = {
  most: 1024 * 1024,
  measure: (text) => Buffer.byteLength(text),
  name: "GitHub's limit of 1 MiB a summary",
};

/**
 * Blocks below each other with an empty line between. Where they are longer than the limit, rows
 * are left out from the end, then whole blocks, and a note says how many.
 *
 * @param hint where all of it can be seen
 */
export function fitBlocks(blocks: readonly Block[], limit: Limit, hint: string): string {
  const whole = render(blocks);
  if (limit.measure(whole) <= limit.most) return whole;
  const rows = blocks.reduce((sum, block) => sum + block.rows.length, 0);
  const noteOf = (leftOut: number): Block => ({
    before: [`> ${leftOut} of ${rows} rows are left out to stay within ${limit.name}: ${hint}`],
    rows: [],
    after: [],
  });
  // The note of all rows is the longest one.
  let room = limit.most - limit.measure(render([noteOf(rows)]));
  const kept: Block[] = [];
  let shown = 0;
  for (const block of blocks) {
    const frame = limit.measure(render([{ ...block, rows: [] }])) + 2;
    if (frame > room) break;
    room -= frame;
    const fitting = countFitting(block.rows, room, limit);
    kept.push({ ...block, rows: block.rows.slice(0, fitting) });
    shown += fitting;
    if (fitting < block.rows.length) break;
    room -= limit.measure(block.rows.map((row) => `${row}\n`).join(""));
  }
  const last = kept.at(-1);
  // A frame around nothing says nothing.
  if (last && last.rows.length === 0 && last.after.length > 0) kept.pop();
  return render([...kept, noteOf(rows - shown)]);
}

function countFitting(rows: readonly string[], room: number, limit: Limit): number {
  let used = 0;
  let count = 0;
  for (const row of rows) {
    used += limit.measure(`${row}\n`);
    if (used > room) break;
    count += 1;
  }
  return count;
}

function render(blocks: readonly Block[]): string {
  return blocks
    .map(({ before, rows, after }) => [...before, ...rows, ...after].join("\n"))
    .join("\n\n");
}
