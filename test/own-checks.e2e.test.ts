import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";

const folder = fileURLToPath(new URL("./fixtures/own-checks/", import.meta.url));

interface Graded {
  readonly gates: Readonly<
    Record<string, { outcome: string; reason: string; evidence: { line: number }[] }>
  >;
}

async function grade(answer: string): Promise<Graded["gates"]> {
  const { stdout, stderr, exitCode } = await runAssay(
    ["grade", "-", "--suite", "evals/brief", "--case", "missing-page", "--json"],
    { cwd: folder, stdin: answer },
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return (JSON.parse(stdout) as Graded).gates;
}

test("a check file and promptfoo's assertions decide gates", async () => {
  const gates = await grade("The server answers 404, Not Found.\n");
  expect(gates).toMatchObject({
    "few-words": { outcome: "pass", reason: "6 words, at most 60 are allowed" },
    "status-code": { outcome: "pass" },
    "never-apologise": { outcome: "pass" },
  });
});

test("and fail an answer that does not meet them, with the line", async () => {
  const long = "Sorry, I cannot say. ".repeat(20);
  const gates = await grade(`A page that is not there.\n\n${long}\n`);
  expect(gates).toMatchObject({
    "few-words": { outcome: "fail", evidence: [{ line: 3 }] },
    "status-code": { outcome: "fail" },
    "never-apologise": { outcome: "fail", evidence: [{ line: 3 }] },
  });
});

test("promptfoo's templates leave answers and values alone", async () => {
  const gates = await grade("{{ env.HOME }} {% bad %} {# gone #} ${{ secrets.X }} 404\n");
  expect(gates).toMatchObject({ "status-code": { outcome: "pass" } });
});

test("the page about checks shows the file that runs here", async () => {
  const page = await readFile(new URL("../docs/checks.md", import.meta.url), "utf8");
  const check = await readFile(`${folder}evals/brief/checks/few-words.ts`, "utf8");
  expect(page).toContain(`\`\`\`ts\n${check}\`\`\``);
});
