#!/usr/bin/env node
// Stands in for `gh`: answers `gh api` from a file of issues and comments, and writes every call
// down. FAKE_GH is the folder of both.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const folder = process.env["FAKE_GH"] ?? ".";
const args = process.argv.slice(2);
const input = args.includes("--input") ? readFileSync(0, "utf8") : "";
const body = input === "" ? null : JSON.parse(input);
const [method, address] = [args[args.indexOf("--method") + 1], args[args.indexOf("--method") + 2]];
appendFileSync(path.join(folder, "calls.jsonl"), `${JSON.stringify({ method, address, body })}\n`);

const file = path.join(folder, "state.json");
const state = JSON.parse(readFileSync(file, "utf8"));
const answer = (value) => process.stdout.write(JSON.stringify(value));
const url = new URL(address, "https://api.github.com/");
const [, , , , kind, number, below] = url.pathname.split("/");
const page = (items) => {
  const size = Number(url.searchParams.get("per_page"));
  const start = (Number(url.searchParams.get("page")) - 1) * size;
  return items.slice(start, start + size);
};
const bot = { type: "Bot", login: "github-actions[bot]" };

if (args[0] !== "api" || kind !== "issues") {
  process.stderr.write(`gh: no such command: ${args.join(" ")}\n`);
  process.exitCode = 1;
} else if (method === "GET" && below === "comments") {
  answer(page(state.comments));
} else if (method === "GET") {
  const label = url.searchParams.get("labels");
  answer(
    page(
      state.issues.filter(
        (issue) => issue.state === url.searchParams.get("state") && issue.labels.includes(label),
      ),
    ),
  );
} else if (method === "POST" && below === "comments") {
  state.comments.push({ id: 1_000 + state.comments.length, user: bot, body: body.body });
  answer(state.comments.at(-1));
} else if (method === "POST") {
  state.issues.push({ number: state.issues.length + 1, state: "open", user: bot, ...body });
  answer(state.issues.at(-1));
} else if (number === "comments") {
  Object.assign(
    state.comments.find(({ id }) => String(id) === below),
    body,
  );
  answer({});
} else {
  Object.assign(
    state.issues.find((issue) => String(issue.number) === number),
    body,
  );
  answer({});
}
writeFileSync(file, JSON.stringify(state));
