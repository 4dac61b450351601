import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runAssay, startAssay } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

let project: SmallProject;

beforeAll(async () => {
  project = await createSmallProject();
});

afterAll(() => project.remove());

const typed = answerOf("def f(x: int) -> int:\n    return x");
const untyped = answerOf("def f(x):\n    return x");

async function gradeLines(stdin: string) {
  const { exitCode, stdout, stderr } = await runAssay(["grade", "--stdin-jsonl"], {
    cwd: project.folder,
    stdin,
  });
  const lines = stdout.split("\n").slice(0, -1);
  return { exitCode, stderr, lines: lines.map((line) => JSON.parse(line) as unknown) };
}

const lineOf = (line: object) => `${JSON.stringify(line)}\n`;
const hints = (outcome: string) => ({ "type-hints": { outcome } });

test("one result a line, in the order of the input; a bad line does not stop the others", async () => {
  const input = [
    lineOf({ id: "a", answer: typed, case: "add" }),
    lineOf({ id: 2, answer: untyped, model: "some-model" }),
    "{torn\n",
    "\n",
    lineOf({ answer: untyped, case: "ad" }),
    lineOf({ answer: typed, request: "A function.", status: "truncated" }),
  ];
  const { exitCode, stderr, lines } = await gradeLines(input.join(""));
  expect(lines).toMatchObject([
    { id: "a", gates: { answered: { outcome: "pass" }, ...hints("pass") } },
    { id: 2, gates: hints("fail") },
    { id: 3, error: expect.stringContaining("no JSON") as string },
    { id: 5, error: 'The suite has no case "ad". Did you mean add?' },
    { id: 6, gates: { answered: { outcome: "fail" } } },
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("2 of 5 lines could not be graded");
});

test("many lines, enough for two threads, keep their order", async () => {
  const answers = Array.from({ length: 150 }, (_, index) => (index % 3 === 0 ? untyped : typed));
  const input = answers.map((answer, index) => lineOf({ id: index, answer }));
  const { exitCode, lines } = await gradeLines(input.join(""));
  expect(exitCode).toBe(0);
  expect(lines).toMatchObject(
    answers.map((answer, id) => ({ id, gates: hints(answer === typed ? "pass" : "fail") })),
  );
});

test("a result comes before the next line is sent", async () => {
  const child = startAssay(["grade", "--stdin-jsonl"], { cwd: project.folder });
  if (!child.stdin || !child.stdout) throw new Error("no pipes");
  const closed = once(child, "close");
  const results = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (const id of ["first", "second"]) {
    child.stdin.write(lineOf({ id, answer: typed }));
    const { value } = await results.next();
    expect(JSON.parse(String(value))).toMatchObject({ id });
  }
  child.stdin.end();
  expect(await closed).toEqual([0, null]);
});

test("where nobody reads any more, it ends", async () => {
  const child = startAssay(["grade", "--stdin-jsonl"], { cwd: project.folder });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error("no pipes");
  const closed = once(child, "close");
  stdin.on("error", () => {});
  stdin.write(lineOf({ answer: typed }).repeat(200));
  await once(stdout, "data");
  stdout.destroy();
  // The input stays open: it must not be waited for.
  const [exitCode] = await closed;
  expect(exitCode).toBe(0);
  stdin.destroy();
});

test.each([
  ["grade", "There is no answer named"],
  ["grade answer.md --stdin-jsonl", "--stdin-jsonl takes no file: answer.md"],
  ["grade --stdin-jsonl", "There is no line on stdin"],
])("assay %s without input is wrong usage", async (line, message) => {
  const { exitCode, stdout, stderr } = await runAssay(line.split(" "), { cwd: project.folder });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(message);
});
