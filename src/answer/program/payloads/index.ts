export { readRequestBody } from "./request-body.ts";
export type { RequestBody } from "./request-body.ts";
export { readResponseBody } from "./response-body.ts";
export type { ResponseBody } from "./response-body.ts";
export { readReturnedContents } from "./response-body.ts";
