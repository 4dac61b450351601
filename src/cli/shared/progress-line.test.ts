import { expect, test } from "vitest";
import { createContext } from "../context.ts";
import { recordIo } from "../fixtures/recorded-io.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { createProgressLine } from "./progress-line.ts";

const sample = { case: "jwt-auth", promptVersion: "lite", model: "recordings", repeat: 1 };

function start(options: Parameters<typeof recordIo>[0]) {
  const recorded = recordIo(options);
  const context = createContext({
    io: recorded.io,
    argv: ["--no-color"],
    version: "0.0.0",
    exitWith: () => {},
  });
  return { ...recorded, context, line: createProgressLine(context) };
}

test("a terminal sees one line that is written over, and that goes away", () => {
  let time = 0;
  const { line, stderr } = start({ isTTY: true, columns: 80, now: () => new Date(time) });
  line.update({ done: 1, total: 3, sample, status: "answered" });
  time = 65_000;
  line.update({ done: 2, total: 3, sample, status: "infrastructure" });
  line.update({ done: 3, total: 3, sample, status: "answered" });
  line.clear();
  expect(stderr().split("\r\u001B[2K")).toEqual([
    "",
    "1/3  0 s  jwt-auth · lite",
    "2/3  1 missing  1 min 05 s  jwt-auth · lite",
    "3/3  1 missing  1 min 05 s  jwt-auth · lite",
    "",
  ]);
});

test("it never wraps, and is not drawn more often than eyes can see", () => {
  const { line, stderr } = start({ isTTY: true, columns: 20 });
  for (let done = 1; done <= 99; done += 1) {
    line.update({ done, total: 100, sample, status: "answered" });
  }
  expect(stderr()).toBe("\r\u001B[2K1/100  0 s  jwt-au…");
});

test("a pipe sees nothing of it", () => {
  const { line, stderr } = start({ isTTY: false });
  line.update({ done: 1, total: 1, sample, status: "answered" });
  line.clear();
  expect(stderr()).toBe("");
});

test("the first Ctrl-C stops gently, the second at once, and none after the end", () => {
  const { context, line, interrupt, stderr } = start({ isTTY: false });
  const { signal, release } = listenForInterrupt(context, line, "2026");
  expect(signal.aborted).toBe(false);
  interrupt();
  expect(signal.aborted).toBe(true);
  expect(stderr()).toMatch(/^Stopping: /u);
  interrupt();
  expect(stderr()).toMatch(/Go on: assay run --resume 2026\n\[exit 130\]/u);
  release();
  interrupt();
  expect(stderr().match(/exit/gu)).toHaveLength(1);
});
