/** GitHub takes 65,536 characters in a comment; some are left for what stands around it. */
const most = 55_000;

/**
 * Text as it stands, in a fence that nothing in it can close: it holds words of models.
 *
 * @param {string} text
 * @param {number} [share] of the room, where there are several: 0..1
 * @returns {string}
 */
export function fenced(text, share = 1) {
  const runs = text.match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${fence}text`, shorten(text.trimEnd(), Math.floor(most * share)), fence].join("\n");
}

/**
 * @param {string} text
 * @param {number} length
 * @returns {string}
 */
function shorten(text, length) {
  return text.length <= length
    ? text
    : `${text.slice(0, length)}\n… cut off: it goes on in the artifact`;
}

/**
 * The first sentence of a report that says how it came out: it starts with a mark. Where a run's
 * report is followed by its comparison with a baseline, that of the comparison.
 *
 * @param {string} report
 * @returns {string}
 */
export function headlineOf(report) {
  const lines = report.split("\n");
  const compared = lines.findIndex((line) => /^A\s(?:baseline ·|.*· baseline)/u.test(line));
  const at = lines.findIndex((line, index) => index > compared && /^[✗✓~!] /u.test(line));
  if (at === -1) return "";
  const rest = lines.slice(at + 1).findIndex((line) => !/^ {2}\S/u.test(line));
  return lines
    .slice(at, at + 1 + Math.max(0, rest))
    .map((line) => line.trim())
    .join(" ");
}

/**
 * Words as they are: nothing in them is read as Markdown or HTML, and nobody is called.
 *
 * @param {string} text
 * @returns {string}
 */
export function escaped(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_[\]#|~>]/gu, String.raw`\$&`)
    .replaceAll("@", "@\u200B");
}
