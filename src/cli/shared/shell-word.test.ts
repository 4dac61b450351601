import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test.each([
  ["agents/x.md", "agents/x.md"],
  ["agents/日本語.md", "agents/日本語.md"],
  ["my agents/Über (v2).md", "'my agents/Über (v2).md'"],
  ["it's $HOME.md", String.raw`'it'\''s $HOME.md'`],
  ["-x.md", "./-x.md"],
])("%s is written as %s, and a shell reads it back", (path, word) => {
  expect(shellWord(path)).toBe(word);
  const read = execFileSync("sh", ["-c", `printf %s ${word}`], { encoding: "utf8" });
  expect(read.replace(/^\.\//u, "")).toBe(path);
});
