import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../user-error.ts";
import { parseAgent, readAgent, type Agent, type Statement } from "./index.ts";

const fixture = (name: string): string => `${import.meta.dirname}/fixtures/${name}`;
const shipped = `${import.meta.dirname}/../../agents/fastapi-backend-expert.md`;

const render = ({ line, section, lead, words }: Statement): string =>
  `${line} ${section} | ${lead === null ? "" : `${lead} > `}${words}`;
const users = (agent: Agent): readonly string[] =>
  agent.examples.map(({ line, user }) => `${line} ${user}`);

test("the shipped agent: sections, leads and lines", () => {
  const agent = readAgent(shipped);
  const counts: Record<string, number> = {};
  for (const { section } of agent.statements) counts[section] = (counts[section] ?? 0) + 1;
  expect(counts).toEqual({
    "Technical Standards": 7,
    "Quality Gates": 9,
    "Output Requirements": 5,
    "Decision Making": 5,
    "Security Mandates": 5,
  });
  expect(agent.statements.filter(({ lead }) => lead !== null).map(render)).toEqual([
    "74 Quality Gates | All endpoints must have > Request/response validation",
    "75 Quality Gates | All endpoints must have > Proper authentication/authorization",
    "76 Quality Gates | All endpoints must have > Comprehensive error handling",
    "77 Quality Gates | All endpoints must have > Unit and integration tests",
    "78 Quality Gates | All endpoints must have > Performance considerations",
    "80 Quality Gates | Database operations must > Use connection pooling",
    "81 Quality Gates | Database operations must > Handle transactions properly",
    "82 Quality Gates | Database operations must > Include proper indexing",
    "83 Quality Gates | Database operations must > Have migration scripts",
  ]);
  expect(agent.responsibilities).toHaveLength(31);
  expect(render(agent.responsibilities[28] as Statement)).toBe(
    "52 Project Structure | Separate concerns (routes, services, repositories, models)",
  );
  expect(agent.examples).toEqual([
    {
      line: 3,
      context: "User needs to create a new REST API endpoint with validation.",
      user: "Design a FastAPI endpoint for user registration with email validation",
      assistant:
        "I'll use the Task tool to launch the fastapi-backend-expert agent to design this endpoint with proper validation and security.",
      commentary:
        "Since API design with validation is required, the fastapi-backend-expert agent should handle this task.",
    },
    {
      line: 3,
      context: "User wants to implement JWT authentication.",
      user: "Add JWT authentication to our FastAPI backend",
      assistant:
        "I'll use the Task tool to launch the fastapi-backend-expert agent to implement secure JWT authentication.",
      commentary: "Authentication implementation is a core responsibility of this agent.",
    },
  ]);
  expect(agent).toMatchObject({
    name: "fastapi-backend-expert",
    model: "sonnet",
    tools: null,
    systemPromptLine: 8,
    promptHash: "sha256:f72fe78a932b142e1633b45eca6626484afdc09c42024f80fa1b170b6c00563c",
    warnings: [],
  });
});

test("every form of a section gives its statements, and nothing else does", () => {
  const agent = readAgent(fixture("sections.md"));
  expect(agent.statements.map(render)).toEqual([
    "5  | Never guess a version.",
    "5  | In all cases, you must say what you assumed; it helps.",
    "13 Quality Standards | Never skip a test",
    "17 Quality Standards | Code is typed",
    "20 Quality Standards | All handlers must: Validate > the body",
    "21 Quality Standards | All handlers must: Validate > the query",
    "22 Quality Standards | All handlers must > Log",
    "25 Constraints | No globals",
    "26 Constraints | Small functions that read well",
    "29 Never | Never > commit secrets",
    "31 Rules | Use UTC",
    "32 Rules | Keep names short",
    "35 output requirements | Return JSON",
    "36 output requirements | Name each file",
    "40 quality gates | Every function is documented.",
    "60 Workflow | Verify: Before you answer, make sure that > it compiles",
    "63 Workflow | Before delivering, verify that > nothing is left out",
    "66 Best Practices | Use type hints",
    "67 Best Practices | Consistent names",
    "71 Best Practices | Coverage: 80 %",
    "98 Output Format | Short answers",
    "103 Review checklist | Names are clear",
    "109 Security Mandates | Hash passwords",
    "110 Security Mandates | Use HTTPS",
  ]);
  expect(agent.responsibilities.map(render)).toEqual([
    "10 Core Responsibilities | API Design: Design endpoints",
    "12 Quality Standards | Write tests",
  ]);
});

test.each([
  [
    "block-scalar.md",
    [
      "6 Why isn't this \"fast\"? It's\nSELECT 1",
      "16 The log says user: 'bob' failed. Explain it.",
      "32 Add an index to `orders`",
    ],
    [],
  ],
  [
    "one-line.md",
    ["3 Can you fix Bob's build? It doesn't work", "3 Add a field: user: string"],
    ["3 the <example> is never closed"],
  ],
  ["untagged.md", ["3 Write a parser", "3 Fix it"], []],
  ["foreign.md", [], []],
  [
    "windows.md",
    ["4 Do `x` now"],
    [
      "3 the name `Windows Agent` differs from the file's name `windows`",
      "3 the name `Windows Agent` is not lower-case words joined by hyphens",
      "8 a second front matter stands in the body; it is sent as part of the prompt",
      "16 this fence is never closed: all below it is read as code",
    ],
  ],
  [
    "no-fields.md",
    [],
    [
      "1 there is no `name`: `no-fields` is used; Claude Code skips such a file",
      "2 `model:` stands inside the description and is not read as a key",
    ],
  ],
])("examples and warnings of %s", (name, examples, warnings) => {
  const agent = readAgent(fixture(name));
  expect(users(agent)).toEqual(examples);
  expect(agent.warnings.map(({ line, message }) => `${line} ${message}`)).toEqual(warnings);
});

const orders = [
  "- Annotate all functions with types.",
  "- Protect each route with authentication.",
  "- Hash passwords with argon2.",
  "- Ship a migration with each schema change.",
];
test.each([
  ["a tag", ["<instructions>", ...orders, "</instructions>"], orders.length],
  ["a heading", ["## Instructions", ...orders], orders.length],
  ["a label", ["**Coding instructions:**", ...orders], orders.length],
  // Numbered, they are the steps of the work.
  ["steps", ["## Instructions", "1. Read the code.", "2. Write the plan.", "3. Check it."], 0],
  ["topics", ["## Instructions", "- Routing", "- Caching", "- Never guess"], 1],
  // Whatever the heading, an order about all or none of something is a demand …
  ["no heading", ["You build services.", "", ...orders], 3],
  ["a heading that says nothing", ["## Services", ...orders], 3],
  // … but for what the agent does or can do, and the steps of its work.
  ["responsibilities", ["## Responsibilities", ...orders], 0],
  ["capabilities", ["## Expertise", ...orders], 0],
  ["a workflow", ["## Workflow", ...orders], 0],
  ["examples", ["## Examples", ...orders], 0],
])("orders below %s", (_, lines, count) => {
  const { statements } = parseAgent(`---\nname: x\n---\n${lines.join("\n")}\n`, "x.md");
  expect(statements).toHaveLength(count);
});

test("headings and rules in other languages", () => {
  expect(readAgent(fixture("foreign.md")).statements.map(({ line }) => line)).toEqual([
    5, 8, 11, 14, 17, 20,
  ]);
});

test.each([
  ["after-quote.md", 3, "agent/bad-front-matter", /goes on after its closing quote/],
  ["alias.md", 3, "agent/bad-front-matter", /`\*important` refers to nothing/],
  ["binary.md", null, "agent/binary", /binary/],
  ["colon.md", 3, "agent/bad-front-matter", /`description` holds `: ` outside of quotes/],
  ["empty-body.md", 4, "agent/empty-body", /no prompt/],
  ["empty.md", 1, "agent/no-front-matter", /empty/],
  ["itself.md", 5, "agent/bad-front-matter", /`\*all` refers to itself/],
  ["key-inside.md", 6, "agent/bad-front-matter", /indented below `model`/],
  ["latin.md", 5, "agent/not-utf8", /not UTF-8/],
  ["list.md", 2, "agent/front-matter-no-mapping", /keys and values/],
  ["multi-line.md", 6, "agent/bad-front-matter", /neither a key/],
  ["no-front-matter.md", 2, "agent/no-front-matter", /no front matter/],
  ["not-closed.md", 1, "agent/front-matter-not-closed", /never closed/],
  ["open-list.md", 3, "agent/bad-front-matter", /`tools` opens a `\[` that is never closed/],
  ["quote.md", 3, "agent/bad-front-matter", /never closed/],
  ["star.md", 3, "agent/bad-front-matter", /meaning of its own/],
  ["swallowed.md", 1, "agent/front-matter-not-closed", /never closed/],
  ["tab.md", 3, "agent/bad-front-matter", /tab/],
  ["twice.md", 5, "agent/bad-front-matter", /`name` is set twice, first on line 2/],
  ["utf16.md", 1, "agent/not-utf8", /UTF-16/],
  [".", null, "agent/is-a-folder", /folder/],
  ["nowhere.md", null, "agent/no-such-file", /no such/],
  ["empty.md/x.md", null, "agent/no-such-file", /no such/],
])("bad/%s is refused with its place and a remedy", (name, line, code, message) => {
  const path = fixture(`bad/${name}`);
  const error = catchError(() => readAgent(path));
  expect(error).toMatchObject({ code, place: line === null ? path : `${path}:${line}` });
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(/\.$/);
});

test("tools that are neither text nor a list are left out, and it is said", () => {
  const agent = parseAgent("---\nname: x\ndescription: y\ntools: { Read: yes }\n---\nz", "x.md");
  expect(agent.tools).toBeNull();
  expect(agent.warnings).toEqual([
    { line: 4, message: "`tools` is neither text nor a list and is left out" },
  ]);
});

test.each([
  ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
  ["a byte order mark", (text: string) => `\uFEFF${text}`],
  ["a long closing fence", (text: string) => text.replace("\n---\n", "\n-------- \n")],
])("%s changes nothing", (_, change) => {
  const text = "---\nname: x\ndescription: y\n---\n\n## Rules\n\n- Be brief\n";
  expect(parseAgent(change(text), "x.md")).toEqual(parseAgent(text, "x.md"));
});

test.each(["agents/x.md", "agents\\x.md", "x", "x.lite.md"])(
  "the stem of %s fits the name x",
  (path) => {
    const agent = parseAgent("---\nname: x\ndescription: y\n---\nz", path);
    expect(agent.warnings).toEqual([]);
    expect(agent.stem).toBe(path.includes("lite") ? "x.lite" : "x");
  },
);

test("bodies of 100 KB that are one list, one tag or one mark over and over", () => {
  const bodies = [
    "- a\n  - b\n    - c\n",
    "<example>",
    "> ",
    "1. ",
    "`a ``",
    "**a ",
    "[",
    "<!--",
    "user: 'x' y ",
  ];
  for (const body of bodies) {
    const prompt = body.repeat(100_000 / body.length).trim();
    expect(parseAgent(`---\nname: x\n---\n${prompt}`, "x.md").systemPrompt).toBe(prompt);
  }
}, 120_000);

const matterPieces = [
  "---",
  "...",
  "name: x",
  'description: "a\\\\nb"',
  "description: |",
  "tools: *",
  "model: &a",
  "k: *a",
  "? {",
  "[",
  "'",
  '"',
];
const fencePieces = [
  "```",
  "````md",
  "~~~",
  "`",
  "<!--",
  "-->",
  "> q",
  "===",
  "| h | i |",
  "|--|--|",
];
const examplePieces = [
  "<example>",
  "</example>",
  'user: "x"',
  "assistant: 'y'",
  "Context: z",
  "Ann: 'b'",
];
const sectionPieces = [
  "<rules>",
  "</rules>",
  "## Rules",
  "# Title",
  "**Never:**",
  "All must have:",
  "You must go.",
];
const itemPieces = [
  "- a",
  "  - b",
  "\t- c",
  "• d",
  "1. e",
  "- [ ] f",
  "1. **G:**",
  "",
  " ",
  "\u2028",
  "\uFEFF",
  "\0",
];
const pieces = fc.array(
  fc.constantFrom(
    ...matterPieces,
    ...fencePieces,
    ...examplePieces,
    ...sectionPieces,
    ...itemPieces,
  ),
  { maxLength: 40 },
);
const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  pieces.map((lines) => lines.join("\n")),
  pieces.map((lines) => `---\nname: x\ndescription: d\n---\n${lines.join("\n")}`),
  fc
    .tuple(pieces, pieces)
    .map(([matter, body]) => `---\n${matter.join("\n")}\n---\n${body.join("\n")}`),
);

test("any text is an agent or a UserError, and every line lies in the file", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lines = text.split(/\r\n?|\n/u).length;
      const outcome = parseOrRefuse(text);
      const reported =
        outcome instanceof UserError
          ? [Number(outcome.place?.split(":").at(-1))]
          : [
              outcome.examples,
              outcome.statements,
              outcome.responsibilities,
              outcome.warnings,
            ].flatMap((found) => found.map(({ line }) => line));
      for (const line of reported) {
        expect(
          Number.isInteger(line) && line >= 1 && line <= lines,
          `line ${line} of ${lines}`,
        ).toBe(true);
      }
      if (!(outcome instanceof UserError)) JSON.stringify(outcome);
    }),
    { numRuns: 1500 },
  );
});

test("CRLF and LF give the same agent", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const unix = text.replaceAll("\r", "");
      const [a, b] = [parseOrRefuse(unix), parseOrRefuse(unix.replaceAll("\n", "\r\n"))];
      if (a instanceof UserError) expect(b).toMatchObject({ code: a.code, place: a.place });
      else expect(b).toEqual(a);
    }),
    { numRuns: 500 },
  );
});

function parseOrRefuse(text: string): Agent | UserError {
  try {
    return parseAgent(text, "x.md");
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function catchError(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
