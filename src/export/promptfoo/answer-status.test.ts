import { expect, test } from "vitest";
import { resolveStatus } from "./answer-status.ts";

test.each([
  [undefined, null],
  [{}, null],
  [{ finishReason: "stop" }, "answered"],
  [{ finishReason: "length" }, "truncated"],
  [{ finishReason: "content_filter" }, "filtered"],
  [{ finishReason: "tool_calls" }, null],
  [{ finishReason: "constructor" }, null],
  [{ finishReason: "stop", isRefusal: true }, "refused"],
  [{ finishReason: "stop", metadata: { status: "truncated" } }, "truncated"],
  [{ metadata: { status: 200 } }, null],
] as const)("%j ended as %s", (response, status) => {
  expect(resolveStatus(response)).toBe(status);
});
