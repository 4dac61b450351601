import picocolors from "picocolors";
import { expect, test } from "vitest";
import type { BaselineRecord } from "../../../baseline/index.ts";
import { displayWidth } from "../layout/index.ts";
import { renderBlessing, type BlessingView } from "./render-blessing.ts";

const hash = `sha256:${"0".repeat(64)}`;
const record: BaselineRecord = {
  schemaVersion: 1,
  run: "20261123-021530-042-abcd",
  date: "2026-11-23T03:00:00.000Z",
  assay: "0.1.0",
  recorded: true,
  agent: { name: "agent", path: "agents/agent.md", promptHash: hash },
  promptVersion: { name: "agent", path: "agents/agent.md", hash },
  model: { id: "recordings", kind: "recordings" },
  servedModels: [],
  suiteHash: hash,
  repeats: 5,
  answers: { file: "answers.jsonl.br", count: 15, hash },
  gates: [],
  cases: Array.from({ length: 3 }, (_, index) => ({
    id: `case-${index}`,
    requestHash: hash,
    total: { pass: 5 },
    gates: {},
  })),
};
const first: BlessingView = {
  folder: "evals/agent/baseline",
  record,
  notices: ["Recorded answers of 2026-11-22 to 2026-11-23: no model was asked."],
  isRegraded: false,
  previous: null,
  changes: null,
  written: [
    { path: "evals/agent/baseline/answers.jsonl.br", bytes: 106_745 },
    { path: "evals/agent/baseline/baseline.json", bytes: 812 },
  ],
  isDryRun: false,
};
const again: BlessingView = {
  ...first,
  isRegraded: true,
  previous: "20261122-021530-042-abcd",
  changes: {
    facts: ["prompt: another text of agent", "cases added: a-case-with-a-long-name, another-case"],
    gates: [
      { gate: null, before: { passes: 12, answers: 15 }, after: { passes: 15, answers: 15 } },
      { gate: "dependency-injection", before: null, after: { passes: 9, answers: 15 } },
    ],
  },
};
const show = (view: BlessingView, columns = 80) =>
  renderBlessing(view, { colours: picocolors.createColors(false), columns });

test("the first baseline: what it is, where it lies, what to do next", async () => {
  await expect(show(first)).toMatchFileSnapshot("snapshots/first.txt");
});

test("a further one shows what changes", async () => {
  await expect(show(again)).toMatchFileSnapshot("snapshots/again.txt");
});

test("a dry run and the same again say that nothing was written", () => {
  const nothing = { ...first, previous: record.run, written: [] };
  expect(show(nothing)).toContain("is the baseline already: nothing changes.");
  expect(show({ ...again, written: [], isDryRun: true })).toContain("would become the baseline");
});

test.each([40, 60, 120])("no line is wider than %d columns", (columns) => {
  for (const view of [first, again, { ...first, previous: record.run, written: [] }]) {
    for (const line of show(view, columns).split("\n")) {
      expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
    }
  }
});
