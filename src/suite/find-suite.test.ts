import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSuite } from "./find-suite.ts";
import { promptVersions } from "./prompt-versions.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "find-"));
  for (const file of [
    "agents/x.md",
    "agents/alone.md",
    "evals/x/suite.yaml",
    "evals/x/prompts/lite.md",
    "evals/x/prompts/Concise.md",
    "evals/x/prompts/notes.txt",
    "evals/x/prompts/.hidden.md",
    "evals/x/prompts/folder.md/y.md",
    "evals/z/cases.csv",
    "work/prompts/x.md",
    "work/evals/x/suite.yaml",
    "work/.claude/agents/x.md",
  ]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "");
  }
});
afterAll(() => rmSync(root, { recursive: true }));

describe("findSuite", () => {
  it.each([
    ["agents/x.md", ".", "evals/x/suite.yaml"],
    ["../agents/x.md", "work", "evals/x/suite.yaml"],
    ["prompts/x.md", "work", "work/evals/x/suite.yaml"],
    [".claude/agents/x.md", "work", "work/evals/x/suite.yaml"],
    ["x", ".", "evals/x/suite.yaml"],
    ["evals/x", ".", "evals/x/suite.yaml"],
    ["evals/x/suite.yaml", ".", "evals/x/suite.yaml"],
    ["none/suite.yaml", ".", "none/suite.yaml"],
    ["agents/alone.md", ".", null],
    ["agents/none.md", ".", null],
    ["none", ".", null],
    ["evals/z", ".", null],
  ])("%s in %s is %s", (target, cwd, expected) => {
    const found = findSuite(target, join(root, cwd));
    expect(found).toBe(expected === null ? null : join(root, expected));
  });
});

describe("promptVersions", () => {
  it("lists the agent files of the prompts folder by name", () => {
    expect(promptVersions(join(root, "evals/x"))).toEqual([
      { name: "Concise", path: join(root, "evals/x/prompts/Concise.md") },
      { name: "lite", path: join(root, "evals/x/prompts/lite.md") },
    ]);
    expect(promptVersions(join(root, "evals/none"))).toEqual([]);
  });
});
