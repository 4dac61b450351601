import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assembleAnswer } from "./index.ts";

const recordings = new URL("../../../evals/fastapi-backend-expert/recordings/", import.meta.url);
const names = ["concise", "fastapi-backend-expert", "lite"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, recordings))
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => `${folder}/${name}`),
);

function describeAnswer(name: string): string {
  const answer = assembleAnswer(readFileSync(new URL(name, recordings), "utf8"));
  const files = answer.files.map(
    ({ path, from, lines, partial }) =>
      `  ${path} ${from ?? "nameless"} ${lines[0]}-${lines.at(-1)}${partial ? " partial" : ""}`,
  );
  const others = answer.blocks
    .filter((block) => block.role !== "code")
    .map((block) => `  (${block.span.start} ${block.language} ${block.role})`);
  return [name, ...files, ...others].join("\n");
}

test("the files of all recorded answers", async () => {
  expect(names).toHaveLength(48);
  await expect(`${names.map(describeAnswer).join("\n\n")}\n`).toMatchFileSnapshot(
    "fixtures-recorded/files.txt",
  );
});

test.each(names)("%s is whole, and every line stands where it says", (name) => {
  const answer = assembleAnswer(readFileSync(new URL(name, recordings), "utf8"));
  const source = answer.text.split("\n");
  expect(answer.truncated).toBe(false);
  expect(answer.warnings).toEqual([]);
  for (const { text, lines } of [...answer.blocks, ...answer.files]) {
    const expected = lines.map((line) => source[line - 1]?.trim());
    expect(expected).toEqual(text.split("\n").map((line) => line.trim()));
  }
});
