import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const checks = fileURLToPath(new URL("./fixtures/unruly/checks/", import.meta.url));
const reasons = {
  loops: "the check loops did not finish within 5 s",
  "never-resolves": "the check never-resolves did not finish within 5 s",
  throws: "the check throws failed: no idea",
  "returns-nonsense": expect.stringMatching(/^the check returns-nonsense returned no verdict: /u),
  exits: "the check exits ended its thread: it called process.exit(3)",
} as const;
const unruly = Object.keys(reasons);

let project: SmallProject;

beforeAll(async () => {
  project = await createSmallProject();
  await cp(checks, path.join(project.folder, "evals/small/checks"), { recursive: true });
  const suite = await readFile(path.join(project.folder, "evals/small/suite.yaml"), "utf8");
  const gates = ["prints", ...unruly, "says-length"].map(
    (id) =>
      `  - id: ${id}\n    statement: It ${id}\n    source: []\n    level: advisory\n    check: ./checks/${id}.ts\n`,
  );
  await project.write(
    "evals/small/suite.yaml",
    suite.replace("gates:\n", `gates:\n${gates.join("")}`),
  );
});

afterAll(() => project.remove());

interface Graded {
  readonly gates: Readonly<Record<string, { readonly outcome: string; readonly reason: string }>>;
}

function expectAllDecided({ gates }: Graded): void {
  expect(gates).toMatchObject({
    prints: { outcome: "pass" },
    ...Object.fromEntries(
      Object.entries(reasons).map(([id, reason]) => [id, { outcome: "error", reason }]),
    ),
    "says-length": { outcome: "pass" },
    "type-hints": { outcome: "pass" },
  });
}

test("a run goes on over checks that loop, wait, throw, exit and talk nonsense, and says so", async () => {
  const options = { cwd: project.folder };
  const { exitCode, stdout } = await runAssay(["run", "--case", "add", "--json"], options);
  expect(exitCode).toBe(0);
  const { samples } = JSON.parse(stdout) as { readonly samples: readonly { verdicts: object }[] };
  expect(samples).toHaveLength(1);
  for (const { verdicts } of samples) expectAllDecided({ gates: verdicts as Graded["gates"] });

  const shown = await runAssay(["show", "latest", "add"], options);
  expect(shown.stdout).toContain("the check loops did not finish within 5 s");
});

test("so does grading one answer; what a check prints is no part of the result", async () => {
  const { exitCode, stdout, stderr } = await runAssay(["grade", "-", "--json"], {
    cwd: project.folder,
    stdin: answerOf("def add(a: int, b: int) -> int:\n    return a + b"),
  });
  expect(exitCode).toBe(0);
  expectAllDecided(JSON.parse(stdout) as Graded);
  expect(stderr).toContain("a line of the check's own");
});

test("a check that ends the thread when it is loaded is refused before anything is stored", async () => {
  const suite = await readFile(path.join(project.folder, "evals/small/suite.yaml"), "utf8");
  await project.write(
    "evals/broken/suite.yaml",
    suite
      .replace("./checks/loops.ts", "./checks/exits-when-loaded.ts")
      .replaceAll("./checks/", "../small/checks/"),
  );
  await project.write("evals/broken/cases.csv", "id,origin,request\n");
  const { exitCode, stderr } = await runAssay(["run", "evals/broken", "--out", "none"], {
    cwd: project.folder,
  });
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("exits-when-loaded.ts ended its thread") as string,
  });
});
