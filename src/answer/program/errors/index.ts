export type { ErrorDefect } from "./error-defect.ts";
export { readErrorDefects } from "./read-error-defects.ts";
export type { LocatedDefect } from "./read-error-defects.ts";
