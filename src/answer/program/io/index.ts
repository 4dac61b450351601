export type { IoKind } from "./io-libraries.ts";
export { ioClientOf } from "./io-client.ts";
export { readIoCalls } from "./read-io-calls.ts";
export type { IoCall } from "./read-io-calls.ts";
export { readIoPlacements } from "./read-io-placements.ts";
export type { IoPlacement } from "./read-io-placements.ts";
