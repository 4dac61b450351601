export * from "./files/index.ts";
export * from "./program/index.ts";
export * from "./python/index.ts";
