import { describe, expect, it } from "vitest";
import { agentLiteral } from "./agent-literal.test-support.ts";
import { deriveCases } from "./derive-cases.ts";
import { deriveGates } from "./derive-gates.ts";
import { deriveSuite, deriveSuiteInMemory, suiteFolderOf } from "./derive-suite.ts";
import { findMissingMaterial } from "./presupposes.ts";
import { renderRequest } from "./render-request.ts";
import { suiteFileSchema } from "./schema.ts";
import { slugify } from "./statement-words.ts";

describe("deriveGates", () => {
  it("makes one gate of what several statements say", () => {
    const agent = agentLiteral({
      statements: [
        "Technical Standards | Type hints for all functions and methods",
        "Quality Gates | All endpoints must have | Unit and integration tests",
        "Output Requirements | Production-ready code with 100% type hints",
      ],
      responsibilities: ["Testing | Write comprehensive unit tests"],
    });
    const gates = deriveGates(agent);
    expect(gates.map((gate) => [gate.id, gate.level, gate.check])).toEqual([
      ["answered", "required", "answered"],
      ["type-hints", "required", "type-hints"],
      ["tests", "required", "tests"],
      ["parses", "advisory", "parses"],
      ["complete-code", "advisory", "complete-code"],
    ]);
    expect(gates[1]?.source).toEqual([
      {
        line: 20,
        section: "Technical Standards",
        words: "Type hints for all functions and methods",
      },
      {
        line: 22,
        section: "Output Requirements",
        words: "Production-ready code with 100% type hints",
      },
    ]);
    expect(gates[2]?.source.map((source) => [source.line, source.words])).toEqual([
      [21, "All endpoints must have: Unit and integration tests"],
      [23, "Write comprehensive unit tests"],
    ]);
  });

  it("makes no gate of a responsibility alone", () => {
    const agent = agentLiteral({ responsibilities: ["Write comprehensive unit tests"] });
    expect(deriveGates(agent).map((gate) => gate.id)).toEqual(["answered"]);
  });

  it("lists what no check knows as unchecked, by a slug, once", () => {
    const agent = agentLiteral({
      statements: [
        "Security | Use HTTPS for all communications",
        "Gates | All endpoints must have | Performance considerations",
        "Rules | Use HTTPS for all communication.",
        "Gates | Queries must have | Performance considerations",
        "规则 | 回答必须简短",
      ],
    });
    expect(deriveGates(agent).slice(1)).toMatchObject([
      {
        id: "https-communications",
        check: "unchecked",
        level: "advisory",
        source: [{ line: 20 }, { line: 22 }],
      },
      {
        id: "performance-considerations",
        statement: "All endpoints must have: Performance considerations",
      },
      { id: "performance-considerations-2" },
      { id: expect.stringMatching(/^statement-[0-9a-f]{8}$/u), statement: "回答必须简短" },
    ]);
  });

  it("never takes a catalogue id for a statement that is not that gate", () => {
    const agent = agentLiteral({ name: "typescript-pro", statements: ["Tests", "Logging"] });
    expect(deriveGates(agent).map((gate) => gate.id)).toEqual(["answered", "tests-2", "logging-2"]);
  });

  it("leaves out what is ignored, by words or by id", () => {
    const statements = ["Gates | Must have | Unit tests", "Use HTTPS", "Structured logging"];
    const ignored = new Set(["Unit tests", "Use HTTPS", "logging", "answered"]);
    expect(deriveGates(agentLiteral({ statements }), ignored)).toEqual([]);
  });
});

describe("deriveCases", () => {
  it("takes examples as they are and responsibilities as proposals", () => {
    const agent = agentLiteral({
      requests: [
        "Add JWT authentication to our FastAPI backend",
        "Review this code",
        "<user request>",
      ],
      responsibilities: ["Auth | JWT token generation, validation, and refresh mechanisms"],
    });
    expect(deriveCases(agent)).toEqual([
      {
        id: "add-jwt-authentication-fastapi-backend",
        origin: "example",
        request: "Add JWT authentication to our FastAPI backend",
        source: {
          line: 3,
          section: "Examples",
          words: "Add JWT authentication to our FastAPI backend",
        },
      },
      {
        id: "review-code",
        origin: "proposed",
        request: "Review this code",
        source: { line: 4, section: "Examples", words: "Review this code" },
        needs: "what the request points at (this, these, here is)",
      },
      {
        id: "jwt-token-generation-validation-refresh-mechanisms",
        origin: "proposed",
        request: "Implement JWT token generation, validation, and refresh mechanisms.",
        source: {
          line: 20,
          section: "Auth",
          words: "JWT token generation, validation, and refresh mechanisms",
        },
      },
    ]);
  });

  it.each([
    ["Design a FastAPI endpoint for user registration with email validation", false],
    ["Add JWT authentication to our FastAPI backend", false],
    ["Create a REST API for a todo list and write tests for it", false],
    ["Set up the database layer of a new service", false],
    ["Fix this:\n\n```python\nx = 1\n```", false],
    ["How do I structure a FastAPI project?", false],
    ["Our login endpoint is being brute-forced. Add rate limiting.", false],
    ["Review my pull request", true],
    ["I just wrote a new endpoint for user registration", true],
    ["I've finished implementing the payment flow", true],
    ["Can you check if the implementation is correct?", true],
    ["Please optimize our slow queries", true],
    ["My tests are failing", true],
    ["Here's my service class, can you refactor it?", true],
    ["Write unit tests for the order service", true],
    ["The build doesn't work anymore", true],
    ["Refactor this module", true],
  ])("%s presupposes material: %s", (request, expected) => {
    expect(findMissingMaterial(request) !== null).toBe(expected);
  });

  it.each([
    [
      "Implement request/response validation using Pydantic models",
      "Implement request/response validation using Pydantic models.",
    ],
    [
      "Role-based access control (RBAC) and permission systems",
      "Implement role-based access control and permission systems.",
    ],
    [
      "Background task processing (Celery, FastAPI BackgroundTasks)",
      "Implement background task processing.",
    ],
    ["OAuth2 authentication flows", "Implement OAuth2 authentication flows."],
    ["Command design: design commands and options", "Design commands and options."],
    ["**Testing**: write pytest suites for `CliRunner`", "Write pytest suites for CliRunner."],
    ["Security: reviews of access", null],
    ["Build these: design commands and options", null],
    ["Structure endpoints for maximum reusability and maintainability", null],
    ["Choose appropriate ORMs (SQLAlchemy, Tortoise-ORM) based on requirements", null],
    ["Separate concerns (routes, services, repositories, models)", null],
    ["Mock external dependencies for isolated testing", null],
    ["Ensure test coverage for authentication and authorization flows", null],
    ["Integration with auth libraries (python-jose, passlib, authlib)", null],
    ["Caching", null],
  ])("%s is asked as %s", (words, request) => {
    expect(renderRequest(words)).toBe(request);
  });
});

describe("deriveSuite", () => {
  it("gives a suite that its own schema accepts", () => {
    const agent = agentLiteral({
      statements: ["Unit tests", "Be kind"],
      requests: ["Add JWT authentication"],
    });
    const suite = deriveSuite(agent);
    expect(suite.agent).toBe("../../agents/fastapi-expert.md");
    expect(suiteFileSchema.parse(suite)).toEqual(suite);
    expect(deriveSuiteInMemory(agent)).toMatchObject({
      path: null,
      folder: "evals/fastapi-expert",
      agentPath: "agents/fastapi-expert.md",
    });
  });

  it.each([
    ["agents/x.md", "evals/x"],
    ["a/agents/x.md", "a/evals/x"],
    ["/r/agents/x.md", "/r/evals/x"],
    [".claude/agents/x.md", "evals/x"],
    ["prompts/x.md", "evals/x"],
    ["x.md", "evals/x"],
  ])("writes the suite of %s to %s", (path, folder) => {
    expect(suiteFolderOf(path)).toBe(folder);
  });

  it.each([
    [
      "Design a FastAPI endpoint for user registration",
      "design-fastapi-endpoint-user-registration",
    ],
    ["Use C# and C++", "c-c"],
    ["Überprüfe den Code", "uberprufe-den-code"],
    ["must have all the", "must-have-all-the"],
    ["!!!", "case-"],
  ])("slugs %s", (text, slug) => {
    expect(slugify(text, "case").startsWith(slug)).toBe(true);
  });
});
