/**
 * What the module that `assay export promptfoo` writes imports, as `assay/promptfoo`.
 *
 * @packageDocumentation
 */
export { promptfooSuite, type ChatMessage, type PromptfooSuite } from "./export/index.ts";
