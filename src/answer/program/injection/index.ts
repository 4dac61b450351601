export type { BypassedInjection } from "./bypassed-injection.ts";
export { readInjection } from "./read-injection.ts";
export type { EndpointInjection } from "./read-injection.ts";
