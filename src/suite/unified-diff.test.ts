import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderUnifiedDiff } from "./unified-diff.ts";

const names = { before: "a/f", after: "b/f" };
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "diff-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("renderUnifiedDiff", () => {
  it("is empty for equal texts", () => {
    expect(renderUnifiedDiff("a\n", "a\n", names)).toBe("");
  });

  it("shows changed lines with three lines around them", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    expect(renderUnifiedDiff(before, before.replace("5\n", "five\n"), names)).toBe(
      "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
    );
  });

  it("tells a missing line end", () => {
    expect(renderUnifiedDiff("a", "a\n", names)).toBe(
      "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n",
    );
  });

  it("gives what `git apply` takes", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", "", "d e"), { maxLength: 30 });
    const texts = fc
      .tuple(lines, fc.boolean())
      .map(([all, end]) => all.join("\n") + (end ? "\n" : ""));
    const nonEmpty = texts.filter((text) => text !== "");
    fc.assert(
      fc.property(nonEmpty, nonEmpty, (before, after) => {
        const diff = renderUnifiedDiff(before, after, names);
        if (before === after) return;
        const file = join(folder, "f");
        writeFileSync(file, before);
        execFileSync("git", ["apply", "--unidiff-zero", "--whitespace=nowarn", "-"], {
          cwd: folder,
          input: diff,
          env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
        });
        expect(readFileSync(file, "utf8")).toBe(after);
      }),
      { numRuns: 40 },
    );
  });
});
