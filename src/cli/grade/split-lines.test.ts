import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLines } from "./split-lines.ts";

async function split(chunks: readonly string[], mostBytes = 1000) {
  const stream = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  const lines = [];
  for await (const { number, bytes } of splitLines(stream, mostBytes)) {
    lines.push([number, bytes === null ? null : Buffer.from(bytes).toString()] as const);
  }
  return lines;
}

test.each([
  [[], []],
  [["a"], [[1, "a"]]],
  [["a\n"], [[1, "a"]]],
  [
    ["a\n\nb"],
    [
      [1, "a"],
      [2, ""],
      [3, "b"],
    ],
  ],
  [
    ["a", "b\nc", "\n"],
    [
      [1, "ab"],
      [2, "c"],
    ],
  ],
] as const)("%j", async (chunks, lines) => {
  expect(await split(chunks)).toEqual(lines);
});

test("a line that is too long is not kept, and those around it are", async () => {
  expect(await split(["ab\nabcd", "e\nabcd\n", "abcdef"], 4)).toEqual([
    [1, "ab"],
    [2, null],
    [3, "abcd"],
    [4, null],
  ]);
});

test("however the stream is cut, the lines are the same", async () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r") });
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (chunks) => {
      const lines = chunks.join("").split("\n");
      if (lines.at(-1) === "") lines.pop();
      expect((await split(chunks)).map(([, line]) => line)).toEqual(lines);
    }),
  );
});
