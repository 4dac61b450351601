import { describe, expect, it } from "vitest";
import { catalogue, recogniseStatement, resolveScopes, scopesOfStatement } from "./index.ts";
import { fullWords } from "../statement-words.ts";

const fastapi = {
  name: "fastapi-expert",
  description: "Builds FastAPI services",
  systemPrompt: "You write FastAPI.",
};
const python = { name: "python-pro", description: "Writes Python", systemPrompt: "Python." };
const typescript = {
  name: "typescript-pro",
  description: "Writes TypeScript, unlike our Python agent",
  systemPrompt: "TypeScript.",
};

function recognise(
  words: string,
  agent = fastapi,
  more: { section?: string; lead?: string } = {},
): string {
  const statement = {
    section: more.section ?? "Standards",
    words,
    lead: more.lead ?? null,
    line: 1,
  };
  const scopes = scopesOfStatement(fullWords(statement), resolveScopes(agent), agent.name);
  return recogniseStatement(statement, scopes, catalogue)
    .map((entry) => entry.id)
    .join(" ");
}

describe("statements as authors phrase them", () => {
  it.each([
    // type-hints
    ["All functions must be typed", "type-hints"],
    ["Type hints for all functions and methods", "type-hints"],
    ["Use type annotations everywhere", "type-hints"],
    ["Code passes mypy --strict", "type-hints"],
    ["mypy strict mode with no errors", "type-hints"],
    ["Annotate every parameter and return value", "type-hints"],
    ["Fully typed code", "type-hints"],
    ["Never leave a function unannotated", "type-hints"],
    ["Don't write untyped functions", "type-hints"],
    ["All functions have type hints and docstrings", "type-hints docstrings"],
    ["All public functions have type hints and docstrings", "docstrings"],
    // auth
    ["All endpoints must be authenticated", "auth"],
    ["Protect every route with authentication", "auth"],
    ["Require authentication on all endpoints", "auth"],
    ["No unauthenticated endpoints", "auth"],
    ["Proper authentication and authorization", "auth"],
    ["Endpoints must never be unprotected", "auth"],
    // tests
    ["Write tests for every endpoint", "tests"],
    ["Unit and integration tests", "tests"],
    ["Every feature comes with pytest tests", "tests"],
    ["All code is tested", "tests"],
    ["Follow test-driven development", "tests"],
    ["Cover each endpoint by tests using pytest and httpx", "tests"],
    ["All new code must be covered by tests", "tests"],
    ["Test every public function", "tests"],
    ["Test all endpoints with httpx", "tests"],
    ["Never skip tests", "tests"],
    ["Never ship code without tests", "tests"],
    ["Tests must be included", "tests"],
    ["Comprehensive test coverage", "tests"],
    ["Write unit tests, reaching 90% coverage", "tests"],
    // error-handling
    ["Comprehensive error handling", "error-handling"],
    ["Handle all errors gracefully", "error-handling"],
    ["Do not swallow exceptions", "error-handling"],
    ["No bare except clauses", "error-handling"],
    ["Exceptions are handled properly", "error-handling"],
    ["Raise HTTPException with the right status codes", "error-handling"],
    ["Never leave endpoints without error handling", "error-handling"],
    // endpoints
    ["Validate all inputs with Pydantic", "request-validation"],
    ["Use Pydantic models for request bodies", "request-validation"],
    ["Declare a response_model", "request-validation"],
    ["Document all endpoints with OpenAPI tags", "openapi"],
    ["OpenAPI documentation for all endpoints", "openapi"],
    ["Rate limit login endpoints", "rate-limiting"],
    ["Follow REST conventions", "restful"],
    ["Use correct HTTP status codes", "restful"],
    ["Follow RESTful principles unless GraphQL is explicitly requested", "restful"],
    ["Use async/await for all I/O", "async-io"],
    ["Never block the event loop", "async-io"],
    ["Implement async endpoints where appropriate", "async-io"],
    ["Use dependency injection", "dependency-injection"],
    ["Inject the database session with Depends()", "dependency-injection"],
    ["Structured logging with context", "logging"],
    ["Use logging instead of print", "logging"],
    ["Never use print statements", "logging"],
    ["Google-style docstrings", "docstrings"],
    // database
    ["Use connection pooling", "connection-pooling"],
    ["Configure pool_size and max_overflow", "connection-pooling"],
    ["Handle transactions properly", "transactions"],
    ["Wrap multi-step writes in a transaction", "transactions"],
    ["Include proper indexing", "indexing"],
    ["Add indexes on foreign keys", "indexing"],
    ["Have migration scripts", "migrations"],
    ["Every schema change comes with an Alembic migration", "migrations"],
    // security
    ["Use bcrypt", "password-hashing"],
    ["Never store plaintext passwords", "password-hashing"],
    ["Passwords must be hashed", "password-hashing"],
    ["Don't store passwords in plain text", "password-hashing"],
    ["No hardcoded secrets", "no-hardcoded-secrets"],
    ["Never hard-code API keys", "no-hardcoded-secrets"],
    ["Read all secrets from environment variables", "no-hardcoded-secrets"],
    ["Use parameterized queries", "sql-injection"],
    ["Prevent SQL injection", "sql-injection"],
    ["Never build SQL with f-strings", "sql-injection"],
    ["Follow OWASP API security guidelines", "no-hardcoded-secrets sql-injection"],
    ["Always validate and sanitize inputs", "request-validation sql-injection"],
    // output
    ["Production-ready code with 100% type hints", "type-hints parses complete-code"],
    ["No placeholders or TODOs", "complete-code"],
    ["Return complete files, never snippets with `...`", "complete-code"],
    ["Read the complete file before you change it", ""],
    ["Show the full file path above each block", ""],
    ["Provide complete, runnable code", "parses complete-code"],
    ["Do not leave stubs", "complete-code"],
    ["❌ Placeholder implementations", "complete-code"],
    ["No missing input validation", "request-validation"],
    ["Audit logging active", "logging"],
    ["Transactions managed", "transactions"],
    ["Code must be free of syntax errors", "parses"],
    ["Test coverage reports", "coverage-report"],
    ["Performance benchmarks for critical paths", "benchmarks"],
    // several
    ["Logging and error handling", "error-handling logging"],
  ])("%s → %s", (words, expected) => {
    expect(recognise(words)).toBe(expected);
  });
});

describe("false friends", () => {
  it.each([
    ["Do not write tests"],
    ["Tests are not required"],
    ["Write tests only if asked"],
    ["If the user asks for tests, write them with pytest"],
    ["Consider adding rate limiting"],
    ["Skip docstrings"],
    ["Skip tests"],
    ["No docstrings"],
    ["Leave out error handling"],
    ["Use type hints where helpful"],
    ["NumPy-style docstrings"],
    ["Check for missing type hints"],
    ["Identify SQL injection risks"],
    ["Flag hardcoded secrets"],
    ["Ensure all existing tests pass"],
    ["Run the tests before committing"],
    ["Test coverage above 90%"],
    ["Use JWT for authentication"],
    ["Respect rate limits of external APIs"],
    ["Send transactional emails through SendGrid"],
    ["Process payment transactions"],
    ["Keep the search index up to date"],
    ["Use Pydantic settings"],
    ["Use Redis connection pools"],
    ["Read the API documentation first"],
    ["Sanitize HTML output"],
    ["Performance considerations"],
    ["Implement proper session management"],
    ["Use HTTPS for all communications"],
    ["Use SQLAlchemy/AsyncSQLAlchemy for relational databases"],
    ["Choose SQL for relational data, NoSQL for document/key-value"],
    ["Complete code reviews within a day"],
    ["Never log passwords"],
    ["Write load tests in JavaScript"],
    ["React components need error handling"],
    ["Jest unit tests for the frontend"],
    ["Use parametrized tests"],
    ["Answer with code only, in as few lines as possible"],
    ["Leave out what the user did not ask for"],
    ["Load test data from fixtures"],
    ["Data migration plan for legacy systems"],
    ["Explain error handling choices"],
    ["Collaborate with qa-expert on unit tests"],
    ['"Design a FastAPI application with proper error handling"'],
    ["Rate limiting on public endpoints?"],
    ["Run OWASP ZAP against staging"],
    ["No more tasks: print the completion banner"],
    ["Don't block requests for long operations"],
  ])("%s", (words) => {
    expect(recognise(words)).toBe("");
  });
});

describe("what the agent is about", () => {
  it("reads code gates only for Python", () => {
    expect(recognise("Type annotations everywhere", typescript)).toBe("");
    expect(recognise("Strict type safety", typescript)).toBe("");
    expect(recognise("Write unit tests", typescript)).toBe("");
    expect(recognise("Python code passes mypy --strict", typescript)).toBe("type-hints");
  });

  it("reads endpoint gates only for FastAPI", () => {
    expect(recognise("Comprehensive error handling", python)).toBe("");
    expect(recognise("Write unit tests", python)).toBe("tests");
    expect(recognise("All FastAPI endpoints are authenticated", python)).toBe("auth");
    const django = { ...python, name: "django-developer" };
    expect(recognise("Have migration scripts", django)).toBe("");
    expect(recognise("Type hints on all functions", django)).toBe("type-hints");
  });

  it("asks the name, then the description, then the prompt", () => {
    const described = { name: "api-dev", description: "Builds REST APIs", systemPrompt: "" };
    expect([...resolveScopes(described)]).toEqual(["any"]);
    const prompted = { ...described, systemPrompt: "Use FastAPI and Pydantic, not Express." };
    expect([...resolveScopes(prompted)]).toEqual(["any", "python", "fastapi", "database"]);
    const mixed = { ...described, description: "React and FastAPI" };
    expect([...resolveScopes(mixed)]).toEqual(["any"]);
  });

  it("has no code gates for an agent that reviews", () => {
    const reviewer = { ...fastapi, name: "fastapi-code-reviewer" };
    expect(recognise("All functions must be typed", reviewer)).toBe("");
  });
});

describe("lead-ins and sections", () => {
  it("reads the lead-in with the words", () => {
    const lead = "All endpoints must have";
    expect(recognise("Proper authentication/authorization", fastapi, { lead })).toBe("auth");
    expect(recognise("Unit and integration tests", fastapi, { lead })).toBe("tests");
    expect(recognise("Tests thorough", fastapi, { lead: "Excellence" })).toBe("tests");
    expect(recognise("Indexes proper", fastapi, { lead: "Excellence" })).toBe("indexing");
  });

  it.each(["Never", "Don'ts", "Anti-patterns", "Never Do"])("knows what %s forbids", (section) => {
    expect(recognise("Hardcode secrets", fastapi, { section })).toBe("no-hardcoded-secrets");
    expect(recognise("Write unit tests", fastapi, { section })).toBe("");
    expect(recognise("Store plaintext passwords", fastapi, { section })).toBe("password-hashing");
  });

  it("knows a forbidding lead-in", () => {
    expect(recognise("Leave TODOs in code", fastapi, { lead: "Never" })).toBe("complete-code");
    expect(recognise("Docstrings", fastapi, { lead: "Do not add" })).toBe("");
  });
});

describe("the catalogue", () => {
  it("holds `answered` and the 23 gates, each id once", () => {
    const ids = catalogue.map((entry) => entry.id);
    expect(ids).toHaveLength(24);
    expect(new Set(ids).size).toBe(24);
  });

  it("requires the four core gates and `answered`", () => {
    const required = catalogue.filter((entry) => entry.level === "required");
    expect(required.map((entry) => entry.id)).toEqual([
      "answered",
      "type-hints",
      "auth",
      "tests",
      "error-handling",
    ]);
  });
});
