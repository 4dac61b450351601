import fc from "fast-check";
import { expect, test } from "vitest";
import { tidyMessage } from "./redact.ts";

const env = {
  OPENAI_API_KEY: "sk-0123456789",
  OPENAI_API_KEY_OLD: "sk-0123456789-and-more",
  AWS_SESSION_TOKEN: " token-of-aws \n",
  SHORT_KEY: "true",
  HOME: "/home/somebody",
};

test.each([
  ["Incorrect API key: sk-0123456789.", "Incorrect API key: [key]."],
  ["sk-0123456789-and-more", "[key]"],
  ["with token-of-aws in it", "with [key] in it"],
  ["true in /home/somebody", "true in /home/somebody"],
  ["\u001B[1mCould not\u001B[0m\n\n  identify", "Could not identify"],
])("%j becomes %j", (message, expected) => {
  expect(tidyMessage(message, env)).toBe(expected);
});

test("no secret of the environment is left, in a line of at most 300 characters", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom(...Object.values(env)))),
      (parts) => {
        const tidy = tidyMessage(parts.join(" "), env);
        expect(tidy).not.toContain("sk-0123456789");
        expect(tidy).not.toContain("token-of-aws");
        expect(tidy).not.toContain("\n");
        expect(tidy.length).toBeLessThanOrEqual(300);
      },
    ),
  );
});
