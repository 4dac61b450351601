export type { InputTokens, PromptTokens } from "./input-tokens.ts";
export { measureInput } from "./measure-input.ts";
