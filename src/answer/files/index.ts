export { assembleAnswer } from "./assemble-answer.ts";
export type {
  AnswerFile,
  AssembledAnswer,
  BlockRole,
  CodeBlock,
  LineSpan,
  NameSource,
  ProseLine,
} from "./types.ts";
