export * from "./verdict.ts";
export * from "./line-schema.ts";
export * from "./run-schema.ts";
export * from "./sample.ts";
