import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";

test("as a process of its own it tells its URL, and at the end its account", async () => {
  const args = [path.join(import.meta.dirname, "main.ts"), "--answer-characters", "8"];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines: string[] = [];
  const reader = createInterface(child.stdout);
  reader.on("line", (line) => lines.push(line));
  await once(reader, "line");
  const client = new Anthropic({ apiKey: "sk-ant-test", baseURL: lines[0]!, maxRetries: 0 });
  const message = await client.messages.create({
    model: "claude-haiku-5-5",
    max_tokens: 10,
    messages: [{ role: "user", content: "Hi" }],
  });
  expect(message.content).toMatchObject([{ text: "xxxxxxxx" }]);
  child.stdin.end();
  const [exitCode] = await once(child, "close");
  expect(exitCode).toBe(0);
  expect(JSON.parse(lines[1]!)).toEqual({
    requests: 1,
    whole: 1,
    unfinished: 0,
    mostUnderWay: 1,
    billed: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0 },
  });
});
