import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { agentLiteral } from "./agent-literal.test-support.ts";
import { catalogueVersion } from "./catalogue/index.ts";
import { deriveSuite } from "./derive-suite.ts";
import { mergeSuite } from "./merge-suite.ts";
import { renderSuite } from "./render-suite.ts";
import type { SuiteFile } from "./schema.ts";

const statements = [
  "Standards | Type hints for all functions",
  "Gates | All endpoints must have | Unit tests",
  "Gates | All endpoints must have | Performance considerations",
  "Security | Use HTTPS for all communications",
];
const agent = agentLiteral({
  statements,
  responsibilities: ["Auth | OAuth2 authentication flows"],
  requests: ["Add JWT authentication to our backend"],
});
const derived = renderSuite(deriveSuite(agent));
const asData = (text: string): SuiteFile => parseDocument(text).toJS();
const gateIds = (text: string) => asData(text).gates.map((gate) => gate.id);

describe("deriving again", () => {
  it("changes nothing where nothing changed", () => {
    expect(mergeSuite(derived, agent)).toEqual({
      text: derived,
      diff: "",
      agrees: true,
      notes: [],
    });
  });

  it("keeps people's edits: comments, ids, levels, checks, order, gates and cases of their own", () => {
    const edited = `# our suite
# yaml-language-server: $schema=../suite.schema.json
agent: ../../agents/fastapi-expert.md
catalogue: ${catalogueVersion}
casesFile: cases.csv # more of them
cases:
    - id: jwt-auth # renamed
      request: Add JWT authentication to our backend
      origin: example
      source: {line: 3, section: Examples, words: Add JWT authentication to our backend}
    - {id: mine, origin: written, request: "Build a thing"}
    - id: oauth
      origin: responsibility # accepted
      request: Implement the OAuth2 password flow.
      source: {line: 24, section: Auth, words: OAuth2 authentication flows}

gates:
    # HTTPS first, says the boss
    - id: https
      level: required
      statement: 'Everything goes over HTTPS'
      check: ./checks/https.ts
      source: [{line: 23, section: Security, words: Use HTTPS for all communications}]

    - id: tests
      statement: >-
        Tests come
        with the code
      minPassRate: 0.9 # no less
      level: advisory
      check: tests
      source:
        - line: 21
          section: Gates
          words: "All endpoints must have: Unit tests"
    - id: no-orm
      statement: No ORM.
      source: []
      level: required
      check: {promptfoo: {type: not-contains, value: sqlalchemy}}
    - id: type-hints
      statement: Every parameter and return of every function and method has a type hint.
      source: [{line: 20, section: Standards, words: Type hints for all functions}]
      level: required
      check: unchecked # switched off
ignored:
    - Performance considerations
    - answered
`;
    expect(mergeSuite(edited, agent)).toMatchObject({ text: edited, agrees: true });

    const moved = agentLiteral({
      statements: ["Gates | Structured logging", ...statements],
      responsibilities: ["Auth | OAuth2 authentication flows"],
      requests: ["Add JWT authentication to our backend"],
    });
    const { text, agrees, notes } = mergeSuite(edited, moved);
    expect(agrees).toBe(false);
    expect(notes).toEqual(["added gate logging"]);
    const before = asData(edited);
    const after = asData(text);
    expect(gateIds(text)).toEqual(["logging", "https", "tests", "no-orm", "type-hints"]);
    expect(after.cases.map((one) => one.id)).toEqual(["jwt-auth", "mine", "oauth"]);
    const withoutLines = (file: SuiteFile) =>
      JSON.parse(JSON.stringify(file).replaceAll(/"line":\d+/gu, '"line":0')) as SuiteFile;
    expect(withoutLines(after).gates.slice(1)).toEqual(withoutLines(before).gates);
    expect(withoutLines(after).cases).toEqual(withoutLines(before).cases);
    expect(after.gates.slice(1).map((gate) => gate.source[0]?.line)).toEqual([
      24,
      22,
      undefined,
      21,
    ]);
    for (const comment of edited.match(/# .+/gu) ?? []) expect(text).toContain(comment);
    expect(mergeSuite(text, moved)).toMatchObject({ text, agrees: true });
  });

  it("updates lines alone when the file has grown above", () => {
    const { text, diff } = mergeSuite(derived, {
      ...agent,
      ...agentLiteral({
        statements,
        line: 30,
        responsibilities: ["Auth | OAuth2 authentication flows"],
        requests: ["Add JWT authentication to our backend"],
      }),
    });
    const changed = diff.split("\n").filter((line) => /^[-+] /u.test(line));
    expect(changed).toHaveLength(10);
    expect(changed.every((line) => line.includes("line: "))).toBe(true);
    expect(text.replaceAll(/line: \d+/gu, "")).toBe(derived.replaceAll(/line: \d+/gu, ""));
  });

  it("adds what is new after what precedes it in the agent file", () => {
    const more = agentLiteral({
      statements: [
        statements[0]!,
        "Standards | Google-style docstrings",
        ...statements.slice(1),
        "Rules | Be brief",
      ],
      responsibilities: ["Auth | OAuth2 authentication flows"],
      requests: ["Add JWT authentication to our backend", "Build a chat"],
    });
    const merge = mergeSuite(derived, more);
    expect(gateIds(merge.text)).toEqual([
      "answered",
      "type-hints",
      "docstrings",
      "tests",
      "performance-considerations",
      "https-communications",
      "brief",
    ]);
    expect(merge.notes).toEqual([
      "added gate docstrings",
      "added gate brief",
      "added case build-chat",
    ]);
    expect(merge.diff).toContain("+  - id: docstrings\n");
  });

  it("removes what is no longer stated and untouched, and keeps what a person touched", () => {
    const touched = derived
      .replace(/(id: https-communications[^]*?level: )advisory/u, "$1required")
      .replace(
        "id: oauth2-authentication-flows\n    origin: proposed",
        "id: oauth2-authentication-flows\n    origin: responsibility",
      );
    const less = agentLiteral({ statements: statements.slice(0, 1) });
    const merge = mergeSuite(touched, less);
    expect(gateIds(merge.text)).toEqual(["answered", "type-hints", "https-communications"]);
    const kept = asData(merge.text).gates[2];
    expect(kept).toMatchObject({ level: "required", source: [] });
    expect(asData(merge.text).cases).toEqual([
      {
        id: "oauth2-authentication-flows",
        origin: "responsibility",
        request: "Implement OAuth2 authentication flows.",
      },
    ]);
    expect(merge.notes).toEqual([
      "removed gate tests: the agent file no longer states it",
      "removed gate performance-considerations: the agent file no longer states it",
      "kept gate https-communications, which the agent file no longer states, as one of the suite's own: delete it if it has had its day",
      "removed case add-jwt-authentication-backend: the agent file no longer has it",
      "kept case oauth2-authentication-flows, which the agent file no longer has, as one of the suite's own",
    ]);
    expect(mergeSuite(merge.text, less)).toMatchObject({ text: merge.text, agrees: true });
  });

  it("does not remove an untouched gate that has a comment", () => {
    const commented = derived.replace("  - id: tests", "  # keep me\n  - id: tests");
    const merge = mergeSuite(commented, agentLiteral({ statements: [statements[0]!] }));
    expect(gateIds(merge.text)).toContain("tests");
    expect(merge.text).toContain("# keep me");
  });

  it("keeps the gate of a statement that was reworded", () => {
    const renamed = derived.replace("id: https-communications", "id: https");
    const reworded = agentLiteral({
      statements: [
        ...statements.slice(0, 3),
        "Security | Use HTTPS for all external communications",
      ],
      responsibilities: ["Auth | OAuth2 authentication flows"],
      requests: ["Add JWT authentication to our backend"],
    });
    const merge = mergeSuite(renamed, reworded);
    expect(asData(merge.text).gates.at(-1)).toMatchObject({
      id: "https",
      statement: "Use HTTPS for all external communications",
      source: [{ words: "Use HTTPS for all external communications" }],
    });
  });

  it("takes a statement that a person has put to another gate as that gate's", () => {
    const document = parseDocument(derived);
    const file = asData(derived);
    const https = file.gates.findIndex((gate) => gate.id === "https-communications");
    document.addIn(["gates", 1, "source"], file.gates[https]?.source[0]);
    document.deleteIn(["gates", https]);
    const edited = document.toString({ lineWidth: 0 });
    expect(mergeSuite(edited, agent)).toMatchObject({ text: edited, agrees: true });
  });

  it("puts in a check that is newer than the file, and leaves an `unchecked` of today alone", () => {
    const off = derived.replace("check: type-hints", "check: unchecked");
    expect(mergeSuite(off, agent)).toMatchObject({ text: off, agrees: true });
    const old = off.replace(`catalogue: ${catalogueVersion}`, "catalogue: 1");
    expect(mergeSuite(old, agent).agrees).toBe(catalogueVersion === 1);
    const handwritten = off.replace(/catalogue: \d+\n/u, "");
    const merge = mergeSuite(handwritten, agent);
    expect(merge.text).toBe(off);
  });

  it("does not add a case that stands in the cases file", () => {
    const none = derived.replace(/cases:[^]*$/u, "cases: []\n");
    const casesElsewhere = [
      { id: "jwt", origin: "written", request: "Add JWT authentication to our backend." },
    ] as const;
    expect(mergeSuite(none, agent, { casesElsewhere }).notes).toEqual([
      "added case oauth2-authentication-flows (proposed)",
    ]);
  });

  it("keeps CRLF", () => {
    const crlf = derived.replaceAll("\n", "\r\n");
    expect(mergeSuite(crlf, agent)).toMatchObject({ text: crlf, agrees: true });
    const merge = mergeSuite(crlf, agentLiteral({ statements }));
    expect(merge.text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(mergeSuite(merge.text, agentLiteral({ statements })).agrees).toBe(true);
  });
});

describe("merging is idempotent", () => {
  const words = fc.constantFrom(
    "Type hints for all functions",
    "Production-ready code with 100% type hints",
    "Unit tests",
    "Write tests",
    "Use HTTPS",
    "Use HTTPS everywhere",
    "Use: HTTPS",
    "Follow OWASP",
    "Be brief",
    "Be brief and kind",
    "Structured logging",
    "回答必须简短",
    "# not a comment: really",
    "- 'quoted' \"twice\"",
  );
  const statement = fc
    .tuple(fc.constantFrom("Standards", "Gates"), fc.constantFrom("", "All must have | "), words)
    .map(([section, lead, text]) => `${section} | ${lead}${text}`);
  const agents = fc
    .record({
      statements: fc.array(statement, { maxLength: 8 }),
      responsibilities: fc.array(
        fc.constantFrom(
          "Auth | OAuth2 authentication flows",
          "Tests | Unit tests",
          "Api | Design APIs for users",
        ),
        { maxLength: 3 },
      ),
      requests: fc.array(
        fc.constantFrom(
          "Add JWT auth",
          "Add JWT auth now",
          "Review this code",
          "Build\n\n```py\nx\n```",
          "Build a chat",
        ),
        { maxLength: 4 },
      ),
      line: fc.integer({ min: 20, max: 23 }),
      name: fc.constantFrom("fastapi-expert", "typescript-pro"),
    })
    .map(agentLiteral);
  /** What a person may do to a suite: seeds that pick an edit and its place. */
  const edits = fc.array(fc.tuple(fc.nat(8), fc.nat(30)), { maxLength: 6 });

  it("merge(merge(x)) = merge(x), byte for byte, whatever was edited", () => {
    fc.assert(
      fc.property(agents, agents, edits, (first, second, changes) => {
        const edited = changes.reduce(edit, renderSuite(deriveSuite(first)));
        const once = mergeSuite(edited, second);
        const twice = mergeSuite(once.text, second);
        expect(twice).toEqual({ text: once.text, diff: "", agrees: true, notes: [] });
        expect(once.agrees).toBe(once.diff === "");
      }),
      { numRuns: 150 },
    );
  });

  it("deriving, then merging with the same agent, changes nothing", () => {
    fc.assert(
      fc.property(agents, (one) => {
        const text = renderSuite(deriveSuite(one));
        expect(mergeSuite(text, one)).toEqual({ text, diff: "", agrees: true, notes: [] });
      }),
      { numRuns: 80 },
    );
  });

  it("merging never brings back what is ignored", () => {
    fc.assert(
      fc.property(agents, agents, words, (first, second, ignored) => {
        const text = `${renderSuite(deriveSuite(first))}ignored: [${JSON.stringify(ignored)}]\n`;
        const gates = asData(mergeSuite(text, second).text).gates;
        const before = asData(text).gates;
        const added = gates.filter((gate) => !before.some((old) => old.id === gate.id));
        const stated = added.flatMap((gate) => gate.source.map((source) => source.words));
        expect(stated).not.toContain(ignored);
      }),
      { numRuns: 80 },
    );
  });
});

function edit(text: string, [kind, seed]: readonly [number, number]): string {
  const document = parseDocument(text);
  const file = document.toJS() as SuiteFile;
  const gate = file.gates.length === 0 ? 0 : seed % file.gates.length;
  const known = file.gates[gate];
  const one = file.cases.length === 0 ? null : seed % file.cases.length;
  const say = () => document.toString({ lineWidth: 0 });
  if (known === undefined) return text;
  switch (kind) {
    case 0:
      document.setIn(["gates", gate, "id"], `mine-${seed}-${file.gates.length}`);
      return say();
    case 1:
      document.setIn(["gates", gate, "level"], "required");
      return say();
    case 2:
      document.deleteIn(["gates", gate]);
      return say();
    case 3:
      document.setIn(["gates"], document.createNode(file.gates.toReversed()));
      return say();
    case 4:
      return text.replace(`- id: ${known.id}\n`, `- id: ${known.id} # kept\n`);
    case 5:
      document.setIn(["gates", gate, "check"], "unchecked");
      return say();
    case 6:
      if (one === null) return text;
      document.setIn(["cases", one, "origin"], "written");
      return say();
    case 7:
      document.setIn(["ignored"], [known.statement, known.source[0]?.words ?? "nothing"]);
      return say();
    default:
      if (one === null) return text;
      document.setIn(["cases", one, "request"], `Something else ${seed}`);
      return say();
  }
}
