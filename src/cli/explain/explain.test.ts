import { expect, test } from "vitest";
import { shippedFigures } from "../../calibrate/index.ts";
import { explanations } from "../../checks/index.ts";
import { recordIo } from "../fixtures/recorded-io.ts";
import { runCli } from "../run-cli.ts";

async function explain(...args: readonly string[]) {
  const { io, stdout, stderr } = recordIo({ columns: 80 });
  const exitCode = await runCli(["explain", ...args], io);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

test.each(Object.keys(explanations))("explains %s", async (gate) => {
  const { exitCode, stdout, stderr } = await explain(gate);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const lines = stdout.split("\n");
  expect(lines.filter((line) => /^\S/u.test(line))).toEqual([
    gate,
    "When it applies",
    "How it is decided",
    "What it does not see",
    "How far it can be trusted",
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("says the figures of the labels", async () => {
  const figures = shippedFigures.gates["auth"]!;
  const flat = (await explain("auth")).stdout.replaceAll(/\s+/gu, " ");
  expect(flat).toContain(`${figures.agreed} of ${figures.labels} verdicts are the label's`);
  expect(flat).toContain(`of ${figures.confusion.fail.fail} labelled fail`);
});

test("--json has all of it", async () => {
  const { answers, provenance, gates } = shippedFigures;
  expect(JSON.parse((await explain("auth", "--json")).stdout)).toEqual({
    gate: "auth",
    ...explanations["auth"],
    calibration: { answers, provenance, ...gates["auth"] },
  });
});

test("lists all gates without one", async () => {
  const { stdout } = await explain();
  const listed = [...stdout.matchAll(/^ {2}(\S+)/gmu)].map(([, gate]) => gate);
  expect(listed).toEqual(Object.keys(explanations));
});

test("says of a suite's gate that no check decides where it is stated", async () => {
  const { exitCode, stdout } = await explain("session-management");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Line 102, Security Mandates: Implement proper session management\n");
  expect(stdout).toContain("No check decides it");
});

test.each([
  ["tpye-hints", "Did you mean type-hints?"],
  ["constructor", "There are: answered, type-hints, "],
])("refuses %s", async (gate, hint) => {
  const { exitCode, stdout, stderr } = await explain(gate);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(`error: There is no gate "${gate}".\n  → ${hint}`);
});
