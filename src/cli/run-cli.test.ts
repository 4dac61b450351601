import { expect, test } from "vitest";
import { recordIo } from "./fixtures/recorded-io.ts";
import { runCli } from "./run-cli.ts";

async function call(line: string, options: Parameters<typeof recordIo>[0] = {}) {
  const { io, stdout, stderr } = recordIo(options);
  const exitCode = await runCli(line === "" ? [] : line.split(" "), io);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

test.each([
  ["--nope", "error: Unknown option '--nope'.\n  → see `assay --help`\n"],
  ["rnu", "error: Unknown command 'rnu'.\n  → did you mean run?\n"],
  ["run --promt x", "error: Unknown option '--promt'.\n  → did you mean --prompt?\n"],
  ["show --gats x", "error: Unknown option '--gats'.\n  → did you mean --gate?\n"],
  [
    "derive",
    "error: Missing required argument 'agent'.\n  → usage: assay derive [options] <agent>\n",
  ],
  [
    "runs a",
    "error: Too many arguments for 'runs'. Expected 0 arguments but got 1: a.\n  → usage: assay runs [options]\n",
  ],
  [
    "run --repeat 0",
    "error: Option '--repeat <n>' argument '0' is invalid. It must be a whole number, 1 or more.\n  → see `assay run --help`\n",
  ],
  ["run --model", "error: Option '--model <id>' argument missing.\n  → see `assay run --help`\n"],
])("assay %s is wrong usage", async (line, stderr) => {
  expect(await call(line)).toEqual({ exitCode: 2, stdout: "", stderr });
});

test("without a command there is help, but no success", async () => {
  const { exitCode, stdout, stderr } = await call("");
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(/^Usage: assay /u);
});

test.each(["", "run ", "compare ", "bless ", "plan ", "show ", "runs ", "grade ", "derive "])(
  "assay %s--help has a sentence, defaults and examples, at most 80 columns wide",
  async (command) => {
    const { exitCode, stdout, stderr } = await call(`${command}--help`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: assay .*\n\n[A-Z].*/u);
    expect(stdout).toContain(command === "" ? "Start here:" : "Examples:");
    expect(stdout).not.toContain("[]");
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  },
);

test.each([
  ["a terminal", { isTTY: true }, true],
  ["a pipe", { isTTY: false }, false],
  ["NO_COLOR", { isTTY: true, env: { NO_COLOR: "1" } }, false],
  ["an empty NO_COLOR", { isTTY: true, env: { NO_COLOR: "" } }, true],
  ["FORCE_COLOR", { isTTY: false, env: { FORCE_COLOR: "1" } }, true],
  ["FORCE_COLOR=0", { isTTY: true, env: { FORCE_COLOR: "0" } }, false],
  ["both", { isTTY: true, env: { FORCE_COLOR: "1", NO_COLOR: "1" } }, false],
  ["a dumb terminal", { isTTY: true, env: { TERM: "dumb" } }, false],
])("%s has colours: %j, %s", async (_, options, coloured) => {
  const { stderr } = await call("rnu", options);
  expect(stderr.includes("\u001B[31m")).toBe(coloured);
  expect((await call("rnu --no-color", options)).stderr).not.toContain("\u001B");
});

test("the version is that of the package", async () => {
  expect((await call("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
});
