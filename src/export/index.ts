export { moduleName, renderConfig, type ConfigSource } from "./promptfoo/render-config.ts";
export { renderModule } from "./promptfoo/render-module.ts";
export {
  promptfooSuite,
  type ChatMessage,
  type PromptfooSuite,
} from "./promptfoo/promptfoo-suite.ts";
