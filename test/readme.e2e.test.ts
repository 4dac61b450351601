import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = await readFile(path.join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/```text\n([^]*?)\n```/gu)].map((match) => match[1] ?? "");
let results: string;

beforeAll(async () => {
  results = await mkdtemp(path.join(tmpdir(), "assay-readme-"));
});

afterAll(() => rm(results, { recursive: true }));

/** Run ids differ from run to run, and so does the folder that a test gives. */
const plain = (text: string) =>
  text.replaceAll(/\b(?:\S*\/)?\d{8}-\d{6}-\d{3}-\w{4}\b/gu, "RUN").replaceAll(/ +$/gmu, "");

test.each([
  { what: "assay run", args: ["run", "agents/fastapi-backend-expert.md"], own: true },
  { what: "assay show", args: ["show", "latest", "redis-cache"], own: true },
  {
    what: "assay compare",
    args: ["compare", "agents/fastapi-backend-expert.md", "--exit-zero"],
    own: false,
  },
  { what: "assay calibrate", args: ["calibrate"], own: false },
])("the README shows what $what prints", async ({ args, own }) => {
  const { stdout } = await runAssay([...args, ...(own ? ["--out", results] : [])], {
    cwd: root,
    env: { NO_COLOR: "1", COLUMNS: "80" },
  });
  const printed = plain(stdout).split("\n");
  const block = blocks.map((text) => plain(text).split("\n")).find(startsLike(printed));
  const missing = block?.filter((line) => !printed.includes(line) && !isAside.test(line));
  expect(missing).toEqual([]);
});

/** What the README leaves out, and lines that name the folder of results. */
const isAside = /^(?:results| *\[…\]|look at| +assay)/u;

/** The first two lines tell which block of the README shows an output. */
function startsLike(printed: readonly string[]): (block: readonly string[]) => boolean {
  return (block) => block[0] === printed[0] && block[1] === printed[1];
}
