export { readInjection } from "./read-injection.ts";
export type { BypassedInjection, EndpointInjection } from "./read-injection.ts";
