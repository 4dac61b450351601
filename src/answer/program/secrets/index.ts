export { readSecrets } from "./read-secrets.ts";
export type { SecretUse } from "./read-secrets.ts";
