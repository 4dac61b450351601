import picocolors from "picocolors";
import { expect, test } from "vitest";
import { exampleRun, gate, type ExampleOptions } from "../fixtures/example-run.ts";
import { renderAnnotations } from "./render-annotations.ts";

const stated = (id: string, level: "required" | "advisory", ...lines: readonly number[]) => ({
  ...gate(id, `Statement of ${id}`, level),
  source: lines.map((line) => ({ line, section: "Quality Gates", words: `Statement of ${id}` })),
});
const annotate = (options: ExampleOptions, agentFile = "agents/agent.md") =>
  renderAnnotations({
    ...exampleRun(options),
    reference: "20261123-021530-042-k3f9",
    theme: { colours: picocolors.createColors(false), columns: 80 },
    agentFile,
  });
const lines = (text: string) => (text === "" ? [] : text.split("\n"));
const many = (level: "required" | "advisory", count: number) =>
  Array.from({ length: count }, (_, index) => stated(`${level}-${index + 1}`, level, index + 10));
const words = { reason: "Nothing is tested", file: "app/main.py", excerpt: "def f():" };

test("a required gate is an error on its line of the agent file, an advisory one a warning", () => {
  const found = annotate({
    gates: [stated("auth", "required", 12, 30), stated("tests", "advisory", 14)],
    cases: ["login", "posts"],
    outcomeOf: ({ case: id }, gateId) => (gateId === "auth" && id === "posts" ? "pass" : "fail"),
    words,
  });
  expect(lines(found)).toEqual([
    "::error file=agents/agent.md,line=12,title=auth%3A 1 of 2 answers fails::Statement of auth%0Alogin: Nothing is tested (app/main.py:12 of the answer)%0AAlso stated in line 30.%0Aassay show 20261123-021530-042-k3f9 --gate auth",
    "::warning file=agents/agent.md,line=14,title=tests%3A 2 of 2 answers fail::Statement of tests%0Alogin: Nothing is tested (app/main.py:12 of the answer)%0Aposts: Nothing is tested (app/main.py:12 of the answer)%0Aassay show 20261123-021530-042-k3f9 --gate tests",
  ]);
});

test("nothing is said where nothing fails", () => {
  expect(annotate({ outcomeOf: () => "pass" })).toBe("");
});

test("a gate that the agent file does not state is on the file as a whole", () => {
  const found = annotate({ gates: [stated("answered", "required")], outcomeOf: () => "fail" });
  expect(found).toMatch(/^::error file=agents\/agent\.md,title=answered%3A /u);
});

test("a missed threshold is an error also of an advisory gate", () => {
  const gates = [{ ...stated("tests", "advisory", 3), minPassRate: 0.9 }];
  const outcomeOf: ExampleOptions["outcomeOf"] = ({ case: id }) =>
    id === "login" ? "fail" : "pass";
  expect(annotate({ gates, outcomeOf })).toMatch(
    /^::error file=agents\/agent\.md,line=3,.*%0AIt passes 75%25, the suite asks for 90%25\./u,
  );
});

test("missing answers are a warning", () => {
  const found = annotate({ outcomeOf: ({ case: id }) => (id === "login" ? null : "pass") });
  expect(found).toBe(
    "::warning file=agents/agent.md,title=1 answer missing of 4::They are in no rate.%0Alogin: The connection was lost.",
  );
});

test("of each kind there are at most ten, and the last one names the rest", () => {
  const ten = annotate({ gates: many("required", 10), outcomeOf: () => "fail" });
  expect(lines(ten)).toHaveLength(10);
  expect(ten).not.toContain("more::");
  const gates = [...many("required", 12), ...many("advisory", 11)];
  const found = lines(annotate({ gates, outcomeOf: () => "fail" }));
  const ofKind = (kind: string) => found.filter((line) => line.startsWith(`::${kind} `));
  expect(found).toHaveLength(20);
  expect(ofKind("error")).toHaveLength(10);
  expect(ofKind("error").at(-1)).toBe(
    "::error file=agents/agent.md,title=3 more::required-10: 4 of 4 answers fail (line 19)%0Arequired-11: 4 of 4 answers fail (line 20)%0Arequired-12: 4 of 4 answers fail (line 21)",
  );
  expect(ofKind("warning").at(-1)).toContain(",title=2 more::");
});

test("no answer can end the command, begin another, or reach the log's terminal", () => {
  const reason = "100%\r\n::error::x\u001B[31m, a:b\u2028::stop";
  const gates = [{ ...stated("auth", "required", 1), statement: "Line\n::warning::y %0A" }];
  const found = annotate(
    { gates, cases: ["login"], words: { ...words, reason }, outcomeOf: () => "fail" },
    "agents/a,b: 100%.md",
  );
  expect(lines(found)).toHaveLength(1);
  expect(found).toMatch(/^::error file=agents\/a%2Cb%3A 100%25\.md,line=1,title=auth%3A 1 of 1 /u);
  expect(found).toContain("::Line␊::warning::y %250A%0Alogin: 100%25␍␊::error::x␛[31m, a:b\uFFFD");
});
