// Written by `assay export promptfoo`: what promptfooconfig.yaml refers to. As a provider it replays
// the recordings; its functions `prompt`, `check` and `judge` are those of this folder's suite.
import { promptfooSuite } from "../../src/promptfoo.ts";

export default promptfooSuite(import.meta.dirname);
