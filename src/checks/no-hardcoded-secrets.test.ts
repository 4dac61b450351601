import { describe, expect, test } from "vitest";
import {
  failingSamples,
  passedOverSamples,
  passingSamples,
} from "./no-hardcoded-secrets/samples.ts";
import { noHardcodedSecrets } from "./no-hardcoded-secrets.ts";
import { gradeWith } from "./testing/grade-with.ts";

const answerOf = (code: string): string => `\`\`\`python\n${code.trim()}\n\`\`\``;

describe.each([
  ["pass", passingSamples],
  ["fail", failingSamples],
  ["na", passedOverSamples],
])("%s", (outcome, samples) => {
  test.each(Object.entries(samples))("%s", async (_, code) => {
    const verdict = await gradeWith(noHardcodedSecrets, answerOf(code));
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

test("a fail names the literal and how it is used", async () => {
  const verdict = await gradeWith(
    noHardcodedSecrets,
    answerOf(`
import os
JWT_SECRET = os.getenv("JWT_SECRET", "dev-secret")
API_KEY = os.environ["API_KEY"]
`),
  );
  expect(verdict.outcome).toBe("fail");
  expect(verdict.reason).toBe("JWT_SECRET has a default in the code");
  expect(verdict.evidence).toEqual([
    { file: "block-1.py", line: 3, excerpt: 'JWT_SECRET = os.getenv("JWT_SECRET", "dev-secret")' },
  ]);
  expect(verdict.score).toBe(0.5);
});

test("test code and files of examples are passed over", async () => {
  const verdict = await gradeWith(
    noHardcodedSecrets,
    `### tests/conftest.py

\`\`\`python
import os
os.environ["SECRET_KEY"] = "test-secret"
TOKEN = "Bearer abc"
\`\`\`

### .env.example

\`\`\`bash
SECRET_KEY=change-me
DATABASE_URL=postgresql://app:app@localhost/app
\`\`\`
`,
  );
  expect(verdict.outcome).toBe("na");
});

test("a literal of the request, merely repeated, is not held against the answer", async () => {
  const code = 'SECRET_KEY = "supersecret"\n\ndef sign(data: bytes) -> bytes:\n    return data';
  const request = `What does this do?\n\n\`\`\`python\n${code}\n\`\`\``;
  expect((await gradeWith(noHardcodedSecrets, answerOf(code), request)).outcome).toBe("pass");
});
