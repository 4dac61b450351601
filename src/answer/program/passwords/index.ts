export { readPasswords } from "./read-passwords.ts";
export type { PasswordFacts } from "./read-passwords.ts";
export type { PasswordDefect } from "./password-defect.ts";
