import { appendFileSync } from "node:fs";

/**
 * A value that the workflow hands over. Empty counts as not given: that is what an input without
 * a value becomes.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function read(name) {
  const value = process.env[name]?.trim();
  return value === undefined || value === "" ? undefined : value;
}

/**
 * @param {string} name
 * @returns {string}
 */
export function require(name) {
  const value = read(name);
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}

/**
 * Words between blanks or line ends: `sonnet haiku`.
 *
 * @param {string} name
 * @returns {readonly string[]}
 */
export function readList(name) {
  return read(name)?.split(/\s+/u) ?? [];
}

/**
 * Flags of assay for what is given: `{ "--repeat": "5" }` becomes `--repeat=5`. With the equals
 * sign no value is taken for a flag of its own.
 *
 * @param {Readonly<Record<string, string | undefined>>} values
 * @returns {readonly string[]}
 */
export function flagsOf(values) {
  return Object.entries(values).flatMap(([flag, value]) =>
    value === undefined ? [] : [`${flag}=${value}`],
  );
}

/**
 * Writes an output of the step.
 *
 * @param {string} name
 * @param {string} value one line
 */
export function output(name, value) {
  const file = read("GITHUB_OUTPUT");
  if (file !== undefined) appendFileSync(file, `${name}=${value}\n`);
}

/**
 * Adds Markdown to the summary of the job.
 *
 * @param {string} markdown
 */
export function summarise(markdown) {
  const file = read("GITHUB_STEP_SUMMARY");
  if (file !== undefined) appendFileSync(file, `${markdown}\n`);
}
