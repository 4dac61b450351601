// Keeps one issue for a suite: opened or brought up to date on a regression, closed on recovery.
//
// Environment: GH_TOKEN (read by gh), GITHUB_REPOSITORY, GITHUB_RUN_ID, ASSAY_EXIT_CODE,
// ASSAY_TARGET, ASSAY_REPORT (folder with report.txt).
import { readFileSync } from "node:fs";
import path from "node:path";
import { read, require } from "./environment.mjs";
import { api, isByBot, list, runUrl } from "./github.mjs";
import { escaped, fenced, headlineOf } from "./markdown.mjs";

const label = "assay-nightly";
const target = read("ASSAY_TARGET") ?? "the only suite";
// Encoded: a name cannot end the comment that hides it.
const marker = `<!-- assay-nightly: ${encodeURIComponent(target).replaceAll("-", "%2D")} -->`;
const report = readFileSync(path.join(require("ASSAY_REPORT"), "report.txt"), "utf8");
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

const open = list(`/issues?state=open&labels=${label}`)
  .filter((issue) => !issue.pull_request && isByBot(issue) && issue.body?.includes(marker))
  .toSorted((a, b) => a.number - b.number);

switch (require("ASSAY_EXIT_CODE")) {
  case "1":
    regressed();
    break;
  case "0":
    recovered();
    break;
  default:
    say("Neither a regression nor a recovery: the issue is left as it is.");
}

function regressed() {
  const title = `assay: regression of ${target}`;
  const body = [
    marker,
    escaped(headlineOf(report)) || "A threshold of the suite was missed.",
    "",
    `Last seen in [this run](${runUrl()}), which has the results as an artifact. \`assay history\` shows since when, and what changed with it. This issue is kept up to date by each run, and closed by the first one without a regression.`,
    "",
    fenced(report),
  ].join("\n");
  const [issue] = open;
  if (issue) {
    api("PATCH", `/issues/${issue.number}`, { title, body });
    say(`Brought issue #${issue.number} up to date.`);
    return;
  }
  const made = api("POST", "/issues", { title, body, labels: [label] });
  say(`Opened issue #${made.number}.`);
}

function recovered() {
  for (const { number } of open) {
    api("POST", `/issues/${number}/comments`, {
      body: `No regression any more in [this run](${runUrl()}): ${escaped(headlineOf(report)) || "all thresholds are met."}`,
    });
    api("PATCH", `/issues/${number}`, { state: "closed", state_reason: "completed" });
    say(`Closed issue #${number}.`);
  }
  if (open.length === 0) say("No regression, and no open issue.");
}
