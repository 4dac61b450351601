import type { AssembledAnswer } from "../answer/index.ts";
import { linesAbout, sentenceBefore } from "./answer-lines.ts";
import type { AnswerLine } from "./answer-lines.ts";
import { evidenceAtAnswerLine, evidenceAtRow } from "./evidence.ts";
import { placesOfTestCode, whyTestsApply } from "./tests-gate/applicability.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * The answer configures coverage (`[tool.coverage…]`, `.coveragerc`, `--cov` among pytest's
 * options) or runs it (`pytest --cov`, `coverage run`): in a block, or as a command in the prose. A
 * dependency on `pytest-cov`, a word about coverage, or a sentence that there is none does not
 * count. Applies exactly where the gate `tests` does.
 */
export const coverageReport: Check = {
  id: "coverage-report",
  decide({ answer, program, request }) {
    const reason = whyTestsApply(program, request);
    const testCode = placesOfTestCode(program);
    if (reason === null && testCode.length === 0) {
      return notApplicable("the answer has nothing to test");
    }
    const files = answer.files
      .filter((one) => /(?:^|\/)\.coveragerc$/u.test(one.path))
      .map((one) => evidenceAtRow(one, 0));
    const lines = linesAbout(answer, /cov/iu).filter((one) => setsUpCoverage(one, answer));
    const places = [...files, ...lines.map(({ line }) => evidenceAtAnswerLine(answer, line))];
    return places.length > 0
      ? pass("coverage is configured or run", places)
      : fail("no coverage is configured or run", reason?.evidence ?? testCode);
  },
};

const option = /(?:^|[\s"'=,[(`])--cov(?:-[a-z]+)*(?:[=\s"',\])`]|$)/u;
const section = /^\s*\[(?:tool\.coverage(?:\.\w+)*|coverage:\w+)\]/u;
const command =
  /\bcoverage[\d.]*\s+(?:run|report|html|xml|json|lcov|combine)\b|\bslipcover\b|\bhatch test\b.*\s--cover\b|--with-coverage\b/u;
const library = /\bcoverage\.Coverage\(|["']coverage["'],\s*["']run["']/u;
const wholeCommand =
  /\b(?:pytest|py\.test)\b.*?\s--cov(?:[=\s-]|$)|(?:^|\s)--cov=[\w./]+|\bcoverage run (?:-|\S+\.py\b|pytest\b)/u;
const denial =
  /\b(?:no|not|never|without|skip(?:ped)?|omit(?:ted)?|lacks?|todo|instead of|rather than|left out|leave out)\b(?! (?:only|forget))|n't\b(?! forget)/iu;

function setsUpCoverage(one: AnswerLine, answer: AssembledAnswer): boolean {
  if (one.where === "code") {
    if (one.language === "python") {
      return isCommand(one.text) || library.test(one.text) || /["']--cov\b/u.test(one.text);
    }
    return (
      option.test(one.text) ||
      section.test(one.text) ||
      (command.test(one.text) &&
        !/^\s*(?:-\s*)?name:|\b(?:pip|uv|poetry|pdm) (?:install|add)\b/u.test(one.text))
    );
  }
  if (one.where === "comment" && /\bTODO\b/iu.test(one.text)) return false;
  if (isCommand(one.text)) return true;
  const source = answer.text.split("\n")[one.line - 1] ?? "";
  const bare = one.where === "prose" ? /`[^`]*\bcoverage run\b[^`]*`/u.exec(source) : null;
  return bare !== null && !denial.test(sentenceBefore(source, bare.index));
}

/** A command among other words: nobody says of it in the same sentence that it is not there. */
function isCommand(text: string): boolean {
  const found = wholeCommand.exec(text);
  return found !== null && !denial.test(sentenceBefore(text, found.index));
}
