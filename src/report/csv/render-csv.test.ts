import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleRun, type ExampleOptions } from "../fixtures/example-run.ts";
import { renderCsv } from "./render-csv.ts";

const rows = (options: ExampleOptions) =>
  parse<Record<string, string>>(renderCsv(exampleRun(options)), {
    columns: true,
    record_delimiter: "\r\n",
  });

test("a row a sample in the plan's order, a column a gate, and what is not known is empty", () => {
  const csv = renderCsv(
    exampleRun({
      cases: ["login", "uploads"],
      repeats: 2,
      models: ["claude-haiku-5-5"],
      outcomeOf: ({ case: id, repeat }, gateId) =>
        id === "uploads" && repeat === 2 ? null : gateId === "tests" ? "fail" : "na",
      answer: {
        servedModel: "claude-haiku-5-5",
        usage: { inputTokens: 10, outputTokens: 20, cacheReadTokens: 30, cacheWriteTokens: 0 },
        costUsd: 0.0125,
        latencyMs: 1250.5,
      },
    }),
  );
  const answered = "fail,na,na,live,claude-haiku-5-5,,10,20,30,0,0.0125,1250.5,";
  expect(csv.split("\r\n")).toEqual([
    "case,prompt_version,model,repeat,status,passes,missing,gate:auth,gate:tests,gate:parses,gate:openapi,source,served_model,stop_reason,input_tokens,output_tokens,cache_read_tokens,cache_write_tokens,cost_usd,latency_ms,answered_at",
    `login,agent,claude-haiku-5-5,1,answered,false,,na,${answered}`,
    `login,agent,claude-haiku-5-5,2,answered,false,,na,${answered}`,
    `uploads,agent,claude-haiku-5-5,1,answered,false,,na,${answered}`,
    "uploads,agent,claude-haiku-5-5,2,infrastructure,,The connection was lost.,,,,,,,,,,,,,,",
  ]);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
  "%j is no formula for a spreadsheet",
  (name) => {
    const [row] = rows({ promptVersions: [name] });
    expect(row?.["prompt_version"]).toBe(`'${name}`);
  },
);

test("whatever is in it comes back, and no field begins like a formula", () => {
  const name = fc.string({ unit: "binary", minLength: 1 });
  fc.assert(
    fc.property(name, name, (first, second) => {
      fc.pre(first !== second);
      const found = rows({ promptVersions: [first], models: [second] });
      expect(found).toHaveLength(4);
      for (const row of found) {
        for (const [column, given] of [
          ["prompt_version", first],
          ["model", second],
        ] as const) {
          const field = row[column] ?? "";
          expect(field.replace(/^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/u, "")).toBe(given);
          expect(field).not.toMatch(/^[=+\-@\t\r]/u);
        }
      }
    }),
  );
});
