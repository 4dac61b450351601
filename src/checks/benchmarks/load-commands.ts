import type { AssembledAnswer } from "../../answer/index.ts";
import { linesAbout } from "../answer-lines.ts";
import type { AnswerLine } from "../answer-lines.ts";

/** Something behind a tool's name that makes it a command: an option, an address, a variable. */
const argument = String.raw`(?=\s+(?:--?[A-Za-z]|\\$|["'<$]|https?:|localhost|:\d|\d+\.\d))`;
const start = String.raw`(?:^|[\s|;&("'$/])`;

/** Tools that need no more than their command line. */
const tools = new RegExp(
  `${start}(?:hey|wrk2?|ab|oha|autocannon|bombardier|siege|rewrk|h2load|plow|drill|ali|ghz|httperf|pgbench|hyperfine|redis-benchmark|vegeta attack|fortio load|artillery quick|cassowary run|ddosify|loadtest|slowhttptest|baton|sysbench|mysqlslap)${argument}`,
  "u",
);
const modules = /\bpython[\d.]*\s+-m\s+(?:timeit|argon2|pyperf)\b|^\s*%+timeit\b/u;
/** In code only: words of prose look the same. */
const shell =
  /\bcurl\b.*(?:-w|--write-out)\b.*time_(?:total|starttransfer)|(?:^|[;&|]\s*)time\s+(?:curl|http|xh|for|seq|xargs|python[\d.]*|bash|sh|\(|\{)/u;
/** Scripts that these tools run. */
const scripts: Readonly<Record<string, RegExp>> = {
  javascript: /\b(?:from|require\()\s*["'](?:k6(?:\/[\w-]+)?|autocannon|loadtest)["']/u,
  typescript: /\bfrom\s*["']k6(?:\/[\w-]+)?["']/u,
  xml: /<jmeterTestPlan\b/u,
  scala: /\bio\.gatling\b/u,
  java: /\bio\.gatling\b/u,
  yaml: /^\s*phases:/u,
};
/** A word of any of the patterns above, to pass over lines without. */
const any =
  /\b(?:hey|wrk2?|ab|oha|autocannon|bombardier|siege|rewrk|h2load|plow|drill|ali|ghz|httperf|pgbench|hyperfine|redis-benchmark|vegeta|fortio|artillery|cassowary|ddosify|loadtest|slowhttptest|baton|sysbench|mysqlslap|timeit|argon2|pyperf|curl|time|k6|jmeterTestPlan|gatling|phases)\b/u;

/** Lines of the answer with a load test's or benchmark's command, or a script for such a tool. */
export function findLoadCommands(answer: AssembledAnswer): readonly AnswerLine[] {
  return linesAbout(answer, any).filter(isLoadCommand);
}

function isLoadCommand({ text, where, language }: AnswerLine): boolean {
  if (where === "comment" && /\bTODO\b/iu.test(text)) return false;
  if (where === "code" && scripts[language]?.test(text)) return true;
  if (tools.test(text) || modules.test(text)) return true;
  return where === "code" && shell.test(text);
}
