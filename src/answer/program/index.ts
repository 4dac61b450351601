export { readModule } from "./read-module.ts";
export type * from "./types.ts";
