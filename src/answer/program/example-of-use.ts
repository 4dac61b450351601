import type { AssembledAnswer } from "../files/index.ts";
import type { PythonModule } from "./types.ts";

const saysExample =
  /^(?:for )?(?:an? )?(?:minimal |quick |short |simple |typical )?(?:usage|example|sample use|how to use|use it|using it|to use (?:it|this)|(?:then )?use (?:it|this|them) (?:in|like|as|from)|in use)\b|\b(?:usage|example|for instance|for example|e\.g\.|used like this|use it like this|is used like so)[^.]{0,30}:?$/iu;

/**
 * Whether a nameless block is only shown as an example of how to use the rest: the words right
 * before it say so. A file with a path is never one.
 */
export function isExampleOfUse(answer: AssembledAnswer, module: PythonModule): boolean {
  const { file } = module;
  if (file.named) return /(?:^|\/)(?:examples?|usage)(?:\/|\.py$)/u.test(file.path);
  const blockBefore = answer.blocks.findLast((one) => one.span.end < file.span.start);
  const from = blockBefore?.span.end ?? 0;
  const before = answer.prose.filter((one) => one.line > from && one.line < file.span.start);
  // The words that introduce a block may stand above those that number it.
  return before.slice(-2).some((one, at, all) => {
    const isLast = at === all.length - 1;
    return saysExample.test(one.text.trim()) && (isLast || /:\s*$/u.test(one.text));
  });
}
