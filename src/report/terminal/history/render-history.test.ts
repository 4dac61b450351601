import fc from "fast-check";
import picocolors from "picocolors";
import { expect, test } from "vitest";
import { buildTrend, type TrendArm } from "../../../compare/index.ts";
import type { Outcome } from "../../../record/index.ts";
import { exampleRun } from "../../fixtures/example-run.ts";
import { displayWidth } from "../layout/index.ts";
import { renderHistory } from "./render-history.ts";
import { renderSparkline } from "./sparkline.ts";

const plain = picocolors.createColors(false);
const cases = Array.from({ length: 12 }, (_, at) => `case-${at + 1}`);
const hash = (digit: string) => `sha256:${digit.repeat(64)}`;

/** Twelve nights: `tests` is lost on the 7th with another prompt, `parses` moves by a case at times. */
function night(at: number, isBad: boolean): TrendArm {
  const outcomeOf = ({ case: id }: { readonly case: string }, gate: string): Outcome => {
    if (gate === "openapi") return "unchecked";
    if (gate === "parses" && id === "case-3" && at % 3 === 0) return "fail";
    return gate === "tests" && isBad && Number(id.slice(5)) <= 9 ? "fail" : "pass";
  };
  const { run, samples } = exampleRun({ cases, models: ["sonnet"], outcomeOf });
  const id = `202611${String(at + 1).padStart(2, "0")}-020003-100-aaaa`;
  const day = `2026-11-${String(at + 1).padStart(2, "0")}`;
  return {
    name: id,
    folder: `results/${id}`,
    promptVersion: "agent",
    model: "sonnet",
    samples,
    run: {
      ...run,
      id,
      startedAt: `${day}T02:00:03.100Z`,
      promptVersions: [{ name: "agent", path: "agent.md", hash: hash(isBad ? "b" : "a") }],
      versions: { assay: at < 2 ? "0.1.0" : "0.2.0", node: "v24.0.0" },
    },
  };
}

async function* nights(count: number, bad: (at: number) => boolean): AsyncGenerator<TrendArm> {
  for (let at = 0; at < count; at += 1) yield night(at, bad(at));
}

async function show(options: {
  readonly count?: number;
  readonly bad?: (at: number) => boolean;
  readonly columns?: number;
  readonly unicode?: boolean;
}): Promise<string> {
  const { count = 12, bad = (at) => at >= 6, columns = 80, unicode = true } = options;
  const trend = await buildTrend("live", nights(count, bad));
  return renderHistory(
    { agent: "agent", suite: "evals/agent/suite.yaml", trends: [trend], passedOver: [] },
    { colours: plain, columns, unicode },
  );
}

test("a drop that was not made good leads, with what changed with it", async () => {
  await expect(await show({})).toMatchFileSnapshot("snapshots/drop-80.txt");
});

test("without Unicode nothing but ASCII is printed, and it can be read", async () => {
  const text = await show({ unicode: false, columns: 120 });
  expect(text).toMatch(/^[\u0020-\u007E\n]*$/u);
  await expect(text).toMatchFileSnapshot("snapshots/drop-ascii-120.txt");
});

test("what is better again does not lead", async () => {
  const text = await show({ bad: (at) => at >= 6 && at < 9 });
  expect(text).not.toContain("Dropped at");
  expect(text).toContain("100% of the answers pass every required gate now, as at the first");
  expect(text).toMatch(/^ {2}tests +██████▃▃▃███ +100% +0 pp +✗b ✓c$/mu);
});

test("a drop with which nothing changed that is recorded says so", async () => {
  const trend = await buildTrend(
    "live",
    nights(12, (at) => at >= 6),
  );
  const silent = {
    ...trend,
    steps: trend.steps.map((step) => ({ ...step, changes: [] })),
  };
  const text = renderHistory(
    { agent: "agent", suite: null, trends: [silent], passedOver: [] },
    { colours: plain, columns: 80, unicode: true },
  );
  expect(text.replaceAll(/\s+/gu, " ")).toContain(
    "Dropped at a (2026-11-07): tests −75 pp, and nothing changed that is recorded: the model behind the name, or chance.",
  );
});

test("one run is no trend, and says so", async () => {
  const text = await show({ count: 1 });
  expect(text.replaceAll(/\s+/gu, " ")).toContain("One run so far: a trend takes two.");
});

test("more runs than fit: the newest are drawn, and it is said", async () => {
  const text = await show({ count: 28, columns: 60 });
  expect(text).toContain("the last 8 of 28");
});

test.each([40, 60, 80, 120])("no line is wider than %d columns", async (columns) => {
  for (const line of (await show({ columns })).split("\n")) {
    expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
});

test("a sparkline has one character a run, and only the ends look like the ends", () => {
  expect(renderSparkline([0, 0.01, 0.5, 0.99, 1, null], { unicode: true })).toBe("▁▂▅▇█·");
  expect(renderSparkline([0, 0.01, 0.3, 0.99, 1, null], { unicode: false })).toBe("0039X.");
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (rate, unicode) => {
      const mark = renderSparkline([rate], { unicode });
      expect(mark).toHaveLength(1);
      expect(mark === (unicode ? "█" : "X")).toBe(rate >= 1 - (unicode ? 0 : 1e-10));
      expect(mark === "▁").toBe(unicode && rate <= 0);
    }),
  );
});
