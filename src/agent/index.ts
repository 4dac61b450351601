export { parseAgent } from "./parse-agent.ts";
export { readAgent } from "./read-agent.ts";
export type { Agent, AgentExample, AgentWarning, Statement } from "./types.ts";
