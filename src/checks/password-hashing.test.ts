import { describe, expect, test } from "vitest";
import { failingSamples, passedOverSamples, passingSamples } from "./password-hashing/samples.ts";
import { passwordHashing } from "./password-hashing.ts";
import { gradeWith } from "./testing/grade-with.ts";

describe.each([
  ["pass", passingSamples],
  ["fail", failingSamples],
  ["na", passedOverSamples],
])("%s", (outcome, samples) => {
  test.each(Object.entries(samples))("%s", async (_, code) => {
    const verdict = await gradeWith(passwordHashing, `\`\`\`python\n${code.trim()}\n\`\`\``);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

test("a fail names the lines that store and compare", async () => {
  const verdict = await gradeWith(
    passwordHashing,
    `\`\`\`python\n${failingSamples["raw sqlite3, as it was typed"]?.trim()}\n\`\`\``,
  );
  expect(verdict.evidence.map((one) => one.excerpt)).toEqual([
    'db.execute("INSERT INTO users VALUES (?, ?)", (c.username, c.password))',
    "if row is None or row[0] != c.password:",
  ]);
  expect(verdict.reason).toBe(
    "a password is stored without a slow hash; a password is compared without a slow hash",
  );
});

test("code that only repeats the request is not held against the answer", async () => {
  const quoted = `
def login(username: str, password: str):
    user = db.query(User).filter(User.username == username).first()
    if user and user.password == password:
        return {"token": create_token(user.id)}
    return {"error": "bad credentials"}`;
  const answer = `\`\`\`python\n${quoted.trim()}\n\`\`\``;
  const verdict = await gradeWith(
    passwordHashing,
    answer,
    `Explain:\n\n\`\`\`python${quoted}\n\`\`\``,
  );
  expect(verdict.outcome).toBe("na");
  expect((await gradeWith(passwordHashing, answer)).outcome).toBe("fail");
});
