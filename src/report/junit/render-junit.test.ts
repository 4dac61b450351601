import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { exampleRun, gate, type ExampleOptions } from "../fixtures/example-run.ts";
import { renderJunit } from "./render-junit.ts";

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** What a strict XML parser makes of it. */
function parse(xml: string): Node {
  const root: Node = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [], text: "" };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on("text", (text) => {
    open.at(-1)!.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  expect(open).toEqual([root]);
  return root.children[0]!;
}

const report = (options: ExampleOptions) => parse(renderJunit(exampleRun(options)));
const testCases = (options: ExampleOptions) =>
  report(options)
    .children.flatMap(({ children }) => children)
    .filter(({ name }) => name === "testcase");
/** The state of a test case: `passed`, or its child and the message. */
const statesOf = (options: ExampleOptions) =>
  Object.fromEntries(
    testCases(options).map(({ attributes, children: [state] }) => [
      `${attributes["classname"]}: ${attributes["name"]}`,
      state ? `${state.name}: ${state.attributes["message"]}` : "passed",
    ]),
  );

const twoGates = [gate("auth", "Authenticates", "required"), gate("tests", "Tests", "advisory")];
const one: ExampleOptions = { cases: ["login"], gates: twoGates };
const of = (outcomes: Readonly<Record<string, readonly unknown[]>>): ExampleOptions => ({
  ...one,
  repeats: Math.max(...Object.values(outcomes).map(({ length }) => length)),
  outcomeOf: ({ repeat }, id) => (outcomes[id] ?? [])[repeat - 1] as "pass",
});
const usualReason =
  "No test of this answer covers a failure path, such as a wrong password or a missing row.";
const places = [
  "  tests/test_main.py:12  async def test_login(client: AsyncClient):",
  "  tests/test_main.py:30  async def test_logout(client):",
];

test("a suite an arm, a test a case and gate, with names that no run changes", () => {
  const { name, children } = report({ promptVersions: ["agent", "lite"], models: ["m.1", "m/2"] });
  expect(name).toBe("testsuites");
  expect(children.map(({ attributes }) => attributes["name"])).toEqual([
    "agent on m.1",
    "agent on m/2",
    "lite on m.1",
    "lite on m/2",
  ]);
  expect(children[3]!.attributes).toEqual({
    name: "lite on m/2",
    package: "agent",
    id: "3",
    tests: "16",
    failures: "1",
    errors: "0",
    skipped: "4",
    time: "0",
    timestamp: "2026-11-23T02:15:30",
    hostname: "localhost",
  });
  const names = Object.keys(statesOf({ promptVersions: ["agent", "lite"], repeats: 3 }));
  expect(names).toHaveLength(32);
  expect(names[0]).toBe("agent.recordings.login: auth");
  expect(names).toEqual(Object.keys(statesOf({ promptVersions: ["agent", "lite"] })));
});

test("only a required gate fails; an advisory one is skipped, and says that it fails", () => {
  expect(statesOf(of({ auth: ["fail"], tests: ["fail"] }))).toEqual({
    "agent.recordings.login: auth": `failure: ${usualReason}`,
    "agent.recordings.login: tests": `skipped: advisory, fails: ${usualReason}`,
  });
});

test("what is missing or could not be decided is an error; what does not apply is skipped", () => {
  expect(statesOf(of({ auth: ["error"], tests: ["na"] }))).toEqual({
    "agent.recordings.login: auth": `error: ${usualReason}`,
    "agent.recordings.login: tests": "skipped: does not apply: nothing to say",
  });
  expect(statesOf(of({ auth: [null], tests: [null] }))).toEqual({
    "agent.recordings.login: auth": "error: The connection was lost.",
    "agent.recordings.login: tests": "error: The connection was lost.",
  });
});

test("a gate that nothing checks is skipped, also where an answer is missing", () => {
  const gates = [{ ...gate("openapi", "Documents", "advisory"), check: "unchecked" }, twoGates[0]!];
  const outcomeOf: ExampleOptions["outcomeOf"] = ({ repeat }, id) =>
    repeat === 2 ? null : id === "openapi" ? "unchecked" : "pass";
  expect(statesOf({ cases: ["login"], gates, repeats: 2, outcomeOf })).toEqual({
    "agent.recordings.login: openapi": "skipped: not checked: no check decides this gate yet",
    "agent.recordings.login: auth": "error: 1 of 2 answers is missing: The connection was lost.",
  });
});

test("repeats are in one test case, with the reasons and places of those that fail", () => {
  const outcomes = of({
    auth: ["pass", "fail", null, "fail"],
    tests: ["pass", "na", null, "pass"],
  });
  const [auth, tests] = testCases(outcomes);
  expect(auth!.children[0]).toMatchObject({
    name: "failure",
    attributes: { message: `2 of 4 answers fail: ${usualReason}`, type: "required" },
    text: `${[2, 4]
      .map((repeat) => `#${repeat}: ${usualReason}\n${places.join("\n")}\n`)
      .join("")}#3: The connection was lost.`,
  });
  expect(tests!.children[0]?.attributes["message"]).toBe(
    "1 of 4 answers is missing: The connection was lost.",
  );
});

test("a cut answer fails `answered` also where that gate was not selected", () => {
  const loaded = exampleRun(of({ auth: ["pass"], tests: ["pass"] }));
  const samples = loaded.samples.map((sample) => ({ ...sample, status: "truncated" as const }));
  const [suite] = parse(renderJunit({ ...loaded, samples })).children;
  expect(suite!.attributes).toMatchObject({ tests: "3", failures: "1" });
});

test("a suite's time is what was waited for answers", () => {
  const gates = [gate("answered", "Answers", "required"), ...twoGates];
  const [suite] = report({ ...one, gates, repeats: 3, answer: { latencyMs: 1250 } }).children;
  expect(suite!.attributes["time"]).toBe("3.750");
  const times = suite!.children.filter(({ name }) => name === "testcase");
  expect(times.map(({ attributes }) => attributes["time"])).toEqual(["3.750", "0", "0"]);
});

/** Attributes and children that Jenkins' schema and Ant's allow, both at once. */
const allowed: Readonly<Record<string, readonly [attributes: string, children: string]>> = {
  testsuites: ["", "testsuite"],
  testsuite: [
    "name package id tests failures errors skipped time timestamp hostname",
    "properties testcase system-out system-err",
  ],
  properties: ["", "property"],
  property: ["name value", ""],
  testcase: ["name classname time", "skipped error failure"],
  skipped: ["message", ""],
  error: ["message type", ""],
  failure: ["message type", ""],
  "system-out": ["", ""],
  "system-err": ["", ""],
};

test("whatever models and authors write, it is well-formed, and nothing legal is lost", () => {
  const text = fc.string({ unit: "binary" });
  const outcome = fc.constantFrom("pass", "fail", "na", "error", "unchecked", null);
  fc.assert(
    fc.property(text, text, text, fc.array(outcome, { minLength: 2, maxLength: 3 }), (...given) => {
      const [reason, file, excerpt, outcomes] = given;
      const root = report({
        ...one,
        cases: ["login", reason],
        notices: [excerpt],
        words: { reason, file, excerpt },
        repeats: outcomes.length,
        outcomeOf: ({ repeat }) => outcomes[repeat - 1]!,
      });
      const check = ({ name, attributes, children }: Node): void => {
        const [names, inside] = allowed[name]!;
        for (const key of Object.keys(attributes)) expect(names.split(" ")).toContain(key);
        for (const child of children) {
          expect(inside.split(" ")).toContain(child.name);
          check(child);
        }
        if (name === "testcase") expect(children.length).toBeLessThanOrEqual(1);
      };
      check(root);
      const printed = root.children[0]!.children.find(({ name }) => name === "system-out")!.text;
      const isLegal = !/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(excerpt);
      if (isLegal) expect(printed).toBe(excerpt);
    }),
  );
});

test("characters that XML 1.0 cannot have become a mark", () => {
  const words = {
    reason: "a\u0000b\u001B[2Jc\uFFFEd\uD800e ]]> <&\"'",
    file: "x.py",
    excerpt: "\r\n",
  };
  const [failed] = testCases({ ...one, words, outcomeOf: () => "fail" });
  const { attributes, text } = failed!.children[0]!;
  expect(attributes["message"]).toBe("a\uFFFDb\uFFFD[2Jc\uFFFDd\uFFFDe ]]> <&\"'");
  expect(text).toBe(`${attributes["message"]}\n  x.py:12  \n`);
});
