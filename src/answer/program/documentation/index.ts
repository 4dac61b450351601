export type { DocstringStyle } from "./docstring-style.ts";
export { readDocumentation } from "./read-documentation.ts";
export type { Documentation } from "./read-documentation.ts";
