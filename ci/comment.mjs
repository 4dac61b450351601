// Puts a text into one comment of a pull request: written the first time, brought up to date after
// that. Which comment it is, is told by the marker in the text's first line.
//
// Environment: GH_TOKEN (read by gh), GITHUB_REPOSITORY, PR_NUMBER, ASSAY_REPORT (folder with
// comment.md).
import { readFileSync } from "node:fs";
import path from "node:path";
import { require } from "./environment.mjs";
import { api, isByBot, list } from "./github.mjs";

const body = readFileSync(path.join(require("ASSAY_REPORT"), "comment.md"), "utf8");
const [marker = ""] = body.split("\n");
const number = Number(require("PR_NUMBER"));
if (!Number.isSafeInteger(number) || number < 1 || !/^<!-- [\w-]+ -->$/u.test(marker)) {
  throw new Error("PR_NUMBER must be a number, and the text must begin with a marker.");
}

const mine = list(`/issues/${number}/comments`).find(
  (comment) => isByBot(comment) && comment.body?.startsWith(marker),
);
if (mine) {
  api("PATCH", `/issues/comments/${Number(mine.id)}`, { body });
  process.stdout.write("Brought the comment up to date.\n");
} else {
  api("POST", `/issues/${number}/comments`, { body });
  process.stdout.write("Wrote the comment.\n");
}
