import { expect, test } from "vitest";
import { parseAnswerLine } from "./answer-line.ts";

const parse = (text: string | Uint8Array) =>
  parseAnswerLine({ number: 7, bytes: typeof text === "string" ? Buffer.from(text) : text });

test.each([
  ['{"answer":"Hi"}', { id: 7, line: { answer: "Hi" } }],
  ['{"id":"a","answer":"Hi","model":"x"}\r', { id: "a", line: { id: "a", answer: "Hi" } }],
  [
    '{"id":0,"answer":"Hi","request":"Greet","status":"truncated"}',
    { id: 0, line: { id: 0, answer: "Hi", request: "Greet", status: "truncated" } },
  ],
])("%s is an answer", (text, parsed) => {
  expect(parse(text)).toEqual(parsed);
});

test.each([
  ['{"answer":', { id: 7, error: expect.stringMatching(/^the line is no JSON: /u) as string }],
  [Buffer.from([0x22, 0xff, 0x22]), { id: 7, error: "the line is no JSON: not UTF-8 text" }],
  ["[]", { id: 7, error: "Invalid input: expected object, received array" }],
  ['{"id":"a"}', { id: "a", error: "answer: Invalid input: expected string, received undefined" }],
  ['{"id":["a"],"answer":"Hi"}', { id: 7, error: "id: Invalid input" }],
  ['{"id":3,"answer":" \\n"}', { id: 3, error: "answer: the answer is empty" }],
  [
    '{"answer":"Hi","request":"Greet","case":"greet"}',
    { id: 7, error: "request and case say two things: give one of them" },
  ],
])("%s is not", (text, parsed) => {
  expect(parse(text)).toEqual(parsed);
});

test("an empty line is passed over, one that is too long is not", () => {
  expect(parse(" \r")).toBeNull();
  expect(parseAnswerLine({ number: 7, bytes: null })).toEqual({
    id: 7,
    error: "the line is longer than 32 MB",
  });
});
