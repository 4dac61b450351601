export { readCriticalWork } from "./critical-work.ts";
export type { CriticalWork } from "./critical-work.ts";
export type { LogLevel } from "./log-level.ts";
export { readLoggedWrites } from "./logged-writes.ts";
export type { LoggedWrites } from "./logged-writes.ts";
export { readLogCalls } from "./read-log-calls.ts";
export type { LogCall } from "./read-log-calls.ts";
