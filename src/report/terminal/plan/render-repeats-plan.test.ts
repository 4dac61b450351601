import picocolors from "picocolors";
import { expect, test } from "vitest";
import { planRepeats, type BaselineRecord, type GateRule } from "../../../baseline/index.ts";
import { displayWidth } from "../layout/index.ts";
import { renderRepeatsPlan, type RepeatCost, type RepeatsPlanView } from "./render-repeats-plan.ts";

const rule: GateRule = { scope: "suite", margin: 0.05, alpha: 0.05, strict: false };
const hash = `sha256:${"0".repeat(64)}`;
const record: BaselineRecord = {
  schemaVersion: 1,
  run: "20261123-021530-042-abcd",
  date: "2026-11-23T03:00:00.000Z",
  assay: "0.1.0",
  recorded: false,
  agent: { name: "agent", path: "agents/agent.md", promptHash: hash },
  promptVersion: { name: "agent", path: "agents/agent.md", hash },
  model: { id: "claude-haiku-5-5", kind: "anthropic" },
  servedModels: ["claude-haiku-5-5"],
  suiteHash: hash,
  repeats: 5,
  answers: { file: "answers.jsonl.br", count: 100, hash },
  gates: [],
  cases: [],
};

const cost: RepeatCost = {
  model: "claude-haiku-5-5",
  priceUsd: {
    from: 0.01,
    to: 1.6,
    likely: 0.246,
    likelyBasis: "if answers are as long as 20 earlier ones of this model",
  },
};
const range = {
  ...cost,
  priceUsd: { ...cost.priceUsd, likely: null, likelyBasis: "there is none" },
};

function view(passes: number | null, change: Partial<RepeatsPlanView> = {}): RepeatsPlanView {
  const total = Array.from({ length: 20 }, (_, index) => ({
    passes: index < 3 ? (passes ?? 0) : record.repeats,
    answers: record.repeats,
  }));
  const baseline = passes === null ? null : { total, required: new Map() };
  return {
    agent: "agent",
    baseline: passes === null ? null : record,
    notes: [],
    rule,
    repeats: 5,
    plan: planRepeats(baseline, {
      cases: 20,
      rule,
      repeats: [1, 3, 5, 10],
      drops: [0.05, 0.1, 0.3],
    }),
    fault: null,
    cost: passes === null ? null : cost,
    ...change,
  };
}

const show = (one: RepeatsPlanView, columns = 80) =>
  renderRepeatsPlan(one, { colours: picocolors.createColors(false), columns });

test("a baseline with repeats, and what more of them cost", async () => {
  await expect(show(view(3))).toMatchFileSnapshot("snapshots/with-baseline.txt");
});

test("without a baseline the assumption is named, and unknown is unknown", async () => {
  await expect(show(view(null))).toMatchFileSnapshot("snapshots/without-baseline.txt");
});

test("where a likely cost is not known, there is a range", () => {
  const text = show(view(3, { cost: range }));
  expect(text).toContain("$0.05 to $8.00");
  expect(text).toContain("Cost: of claude-haiku-5-5; a likely one is not known: there is none.");
});

test.each([40, 60, 120])("no line is wider than %d columns", (columns) => {
  for (const one of [
    view(3),
    view(null),
    view(5, { cost: range, notes: ["Gates added since: a, b, c."] }),
  ]) {
    for (const line of show(one, columns).split("\n")) {
      expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
    }
  }
});
