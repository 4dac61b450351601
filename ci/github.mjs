import { execFileSync } from "node:child_process";

/**
 * Asks GitHub by `gh api`. What is sent goes in by stdin, so that no word of it is an argument.
 *
 * @param {"GET" | "POST" | "PATCH"} method
 * @param {string} path below the repository: `/issues`
 * @param {unknown} [body]
 * @returns {any}
 */
export function api(method, path, body) {
  const repository = process.env["GITHUB_REPOSITORY"];
  if (!repository) throw new Error("GITHUB_REPOSITORY is not set.");
  const args = ["api", "--method", method, `repos/${repository}${path}`];
  const text = execFileSync("gh", body === undefined ? args : [...args, "--input", "-"], {
    encoding: "utf8",
    input: body === undefined ? "" : JSON.stringify(body),
    stdio: ["pipe", "pipe", "inherit"],
    maxBuffer: 64 * 1024 * 1024,
  });
  return text.trim() === "" ? null : JSON.parse(text);
}

/**
 * All items of a list, page by page.
 *
 * @param {string} path with a query
 * @returns {any[]}
 */
export function list(path) {
  const size = 100;
  const items = [];
  for (let page = 1; ; page += 1) {
    const some = api(
      "GET",
      `${path}${path.includes("?") ? "&" : "?"}per_page=${size}&page=${page}`,
    );
    items.push(...some);
    if (some.length < size) return items;
  }
}

/**
 * Whether something was written by a bot, such as this workflow: what people wrote is left alone,
 * also where they copied a marker.
 *
 * @param {{ user?: { type?: string } | null }} item
 */
export function isByBot(item) {
  return item.user?.type === "Bot";
}

/** Address of this run of the workflow. */
export function runUrl() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env;
  return `${GITHUB_SERVER_URL ?? "https://github.com"}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
