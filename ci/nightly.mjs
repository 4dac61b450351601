// Runs a suite and compares it with its baseline. It ends well whatever came out: the exit code of
// assay is an output of the step, so that results are uploaded and the issue is kept up first.
//
// Environment: ASSAY_TARGET, ASSAY_MODELS, ASSAY_REPEAT, ASSAY_BUDGET, ASSAY_MARGIN, ASSAY_STRICT,
// ASSAY_BATCH, ASSAY_BASELINE, ASSAY_MINUTES (when to stop), ASSAY_REPORT (folder of the reports).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runAssay } from "./assay.mjs";
import { flagsOf, output, read, readList, summarise } from "./environment.mjs";
import { fenced } from "./markdown.mjs";

const report = read("ASSAY_REPORT") ?? "assay-report";
const models = readList("ASSAY_MODELS");
const isBaseline = read("ASSAY_BASELINE") !== "false";
const minutes = Number(read("ASSAY_MINUTES") ?? "330");
mkdirSync(report, { recursive: true });

const fileOf = (/** @type {string} */ name) => path.join(report, name);
const target = read("ASSAY_TARGET");
const { exitCode, stdout, stderr } = await runAssay(
  [
    "run",
    ...flagsOf({
      "--repeat": read("ASSAY_REPEAT"),
      "--budget": models.length > 0 ? read("ASSAY_BUDGET") : undefined,
      "--margin": isBaseline ? read("ASSAY_MARGIN") : undefined,
    }),
    ...models.map((model) => `--model=${model}`),
    // Without a model recordings are replayed: there is nothing to batch.
    ...(models.length > 0 && read("ASSAY_BATCH") !== "false" ? ["--batch"] : []),
    ...(isBaseline ? ["--baseline"] : []),
    ...(isBaseline && read("ASSAY_STRICT") === "true" ? ["--strict"] : []),
    "--reporter=terminal",
    `--reporter=markdown=${fileOf("summary.md")}`,
    `--reporter=junit=${fileOf("junit.xml")}`,
    `--reporter=github=${fileOf("annotations.txt")}`,
    ...(target === undefined ? [] : ["--", target]),
  ],
  { deadlineMs: minutes * 60_000 },
);
writeFileSync(fileOf("report.txt"), stdout === "" ? stderr : stdout);
if (existsSync(fileOf("annotations.txt"))) {
  process.stdout.write(readFileSync(fileOf("annotations.txt"), "utf8"));
}
if (existsSync(fileOf("summary.md"))) summarise(readFileSync(fileOf("summary.md"), "utf8"));
if (isBaseline || !existsSync(fileOf("summary.md"))) {
  summarise(fenced(stdout === "" ? stderr : stdout));
}
if (exitCode === 130) {
  summarise(
    "Stopped before the job's time was up. `assay run --resume` goes on with the artifact's results.",
  );
}
output("exit-code", String(exitCode));
// Suites that are run by one workflow must not share an artifact.
output("artifact", ["assay-results", ...(target?.match(/[\w.]+/gu) ?? [])].join("-"));
