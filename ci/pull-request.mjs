// Compares each agent file that a pull request touches with that of the merge base: both prompts
// in one run, so that they are asked at the same time in the same way.
//
// Environment: BASE_SHA, HEAD_SHA, ASSAY_AGENTS (folder), ASSAY_LIVE, ASSAY_MODELS, ASSAY_REPEAT,
// ASSAY_BUDGET, ASSAY_MARGIN, ASSAY_REPORT (folder of the reports).
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runAssay } from "./assay.mjs";
import { flagsOf, output, read, readList, require, summarise } from "./environment.mjs";
import { escaped, fenced, headlineOf } from "./markdown.mjs";

/** By this the comment is found again. */
const marker = "<!-- assay-pull-request -->";

const report = read("ASSAY_REPORT") ?? "assay-report";
const models = readList("ASSAY_MODELS");
const isLive = read("ASSAY_LIVE") === "true" && models.length > 0;
const work = mkdtempSync(path.join(tmpdir(), "assay-pull-request-"));

const git = (/** @type {readonly string[]} */ ...args) =>
  execFileSync("git", args.flat(), { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });

/** @typedef {{ title: string, text: string }} Report what assay printed; title: the model, of several */
/** @typedef {{ agent: string, exitCode: number, text: string, reports: readonly Report[] }} Section */

const base = git("merge-base", require("BASE_SHA"), require("HEAD_SHA")).trim();
const sections = [];
for (const { status, agent } of listAgents()) sections.push(await lookAt(status, agent));
const exitCode = worstOf(sections.map((section) => section.exitCode));
const body = render(sections);
mkdirSync(report, { recursive: true });
writeFileSync(path.join(report, "comment.md"), body);
summarise(body);
output("exit-code", String(exitCode));
output("agents", String(sections.length));

/** Agent files that were added or changed: Markdown that opens with front matter. */
function listAgents() {
  const folder = read("ASSAY_AGENTS") ?? "agents";
  const words = git(
    "diff",
    "--name-status",
    "--no-renames",
    "--diff-filter=AM",
    "-z",
    base,
    require("HEAD_SHA"),
    "--",
    folder,
  ).split("\0");
  const found = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [status = "", agent = ""] = words.slice(at, at + 2);
    if (/\.md$/iu.test(agent) && /^\uFEFF?---/u.test(readFileSync(agent, "utf8"))) {
      found.push({ status, agent });
    }
  }
  return found;
}

/**
 * @param {string} status `A` or `M`
 * @param {string} agent
 * @returns {Promise<Section>}
 */
async function lookAt(status, agent) {
  if (status === "A") {
    return run(agent, [], "New in this pull request: there is nothing to compare it with.");
  }
  const before = git("show", `${base}:${agent}`);
  if (promptOf(before) === promptOf(readFileSync(agent, "utf8"))) {
    return {
      agent,
      exitCode: 0,
      text: "Only its front matter changed: the prompt is the same.",
      reports: [],
    };
  }
  const name = `${path.basename(agent, path.extname(agent))}@${base.slice(0, 7)}`;
  const file = path.join(work, `${name}.md`);
  writeFileSync(file, before);
  return run(agent, [`--prompt=${file}`], "", name);
}

/**
 * @param {string} agent
 * @param {readonly string[]} prompts
 * @param {string} text
 * @param {string} [baseName] name of the merge base's prompt version
 * @returns {Promise<Section>}
 */
async function run(agent, prompts, text, baseName) {
  // A folder of its own, so that `latest` is this run.
  const out = path.join("results", `pull-request-${path.basename(agent, path.extname(agent))}`);
  const asked = isLive
    ? [
        ...models.map((model) => `--model=${model}`),
        ...flagsOf({ "--repeat": read("ASSAY_REPEAT"), "--budget": read("ASSAY_BUDGET") }),
      ]
    : [];
  const ran = await runAssay(["run", ...prompts, ...asked, `--out=${out}`, "--", agent]);
  if (ran.exitCode === 2 && !isLive && /^error: .*recorded/mu.test(ran.stderr)) {
    return {
      agent,
      exitCode: 0,
      text: "**Not compared.** No model was asked here (a pull request from a fork, or no key), and the recordings have no answers to this prompt. Who may spend money can compare it: check the branch out, then `assay run … --model …`.",
      reports: [{ title: "", text: ran.stderr }],
    };
  }
  if (baseName === undefined || ran.exitCode === 2 || ran.exitCode > 3) {
    const shown = ran.stdout === "" ? ran.stderr : ran.stdout;
    return { agent, exitCode: ran.exitCode, text, reports: [{ title: "", text: shown }] };
  }
  const own = path.basename(agent, path.extname(agent));
  const arms = [`latest:${baseName}`, `latest:${own}`];
  const compared = [];
  for (const model of isLive && models.length > 1 ? modelsOf(out) : [""]) {
    const ends = model === "" ? arms : arms.map((arm) => `${arm}/${model}`);
    const {
      exitCode: code,
      stdout,
      stderr,
    } = await runAssay([
      "compare",
      ...flagsOf({ "--margin": read("ASSAY_MARGIN") }),
      `--out=${out}`,
      ...ends,
    ]);
    compared.push({ title: model, text: stdout === "" ? stderr : stdout, code });
  }
  return {
    agent,
    exitCode: worstOf([ran.exitCode === 3 ? 3 : 0, ...compared.map(({ code }) => code)]),
    text,
    reports: compared,
  };
}

/**
 * Ids of the models of the run: `--model` takes aliases.
 *
 * @param {string} out
 * @returns {readonly string[]}
 */
function modelsOf(out) {
  // Ids of runs sort by time.
  const runs = readdirSync(out).toSorted();
  const record = JSON.parse(readFileSync(path.join(out, runs.at(-1) ?? "", "run.json"), "utf8"));
  return record.models.map((/** @type {{ id: string }} */ { id }) => id);
}

/**
 * What is sent of an agent file: all behind its front matter.
 *
 * @param {string} text
 */
function promptOf(text) {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/^\uFEFF?---\n[\s\S]*?\n---[ \t]*\n/u, "")
    .trim();
}

/**
 * A bug and wrong usage before a regression, that before what is incomplete.
 *
 * @param {readonly number[]} codes
 */
function worstOf(codes) {
  return [70, 130, 2, 1, 3].find((code) => codes.includes(code)) ?? 0;
}

/** @param {readonly Section[]} all */
function render(all) {
  const share = 1 / Math.max(1, all.flatMap(({ reports }) => reports).length);
  return [
    marker,
    "### assay: prompts of this pull request",
    "",
    ...(all.length === 0
      ? ["No agent file was added or changed."]
      : all.flatMap((section) => renderSection(section, share))),
  ].join("\n");
}

/**
 * @param {Section} section
 * @param {number} share of a comment's room that each report has
 */
function renderSection({ agent, text, reports }, share) {
  return [
    `**${escaped(agent)}**`,
    "",
    ...(text === "" ? [] : [text, ""]),
    ...reports.flatMap(({ title, text: printed }) => {
      const headline = [title, headlineOf(printed)].filter(Boolean).join(": ");
      return [
        ...(headline === "" ? [] : [escaped(headline), ""]),
        "<details><summary>All of it</summary>",
        "",
        fenced(printed, share),
        "",
        "</details>",
        "",
      ];
    }),
  ];
}
