import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readAgent } from "../agent/index.ts";
import { catalogue } from "./catalogue/index.ts";
import { renderSuiteJsonSchema } from "./json-schema.ts";
import { mergeSuite } from "./merge-suite.ts";
import { promptVersions } from "./prompt-versions.ts";
import { readSuite } from "./read-suite.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const path = `${root}evals/fastapi-backend-expert/suite.yaml`;

it("has every gate of the catalogue, and what no check knows", () => {
  const { gates, agentPath } = readSuite(path);
  expect(agentPath).toBe(`${root}agents/fastapi-backend-expert.md`);
  const ids = gates.map((gate) => gate.id);
  expect(catalogue.filter((entry) => !ids.includes(entry.id))).toEqual([]);
  expect(ids).toEqual(
    expect.arrayContaining([
      "performance-considerations",
      "session-management",
      "https-communications",
    ]),
  );
  expect(
    gates
      .filter((gate) => gate.level === "required")
      .map((gate) => gate.id)
      .toSorted(),
  ).toEqual(["answered", "auth", "error-handling", "tests", "type-hints"]);
});

it("has the two examples and the fourteen written cases, ready to run", () => {
  const { cases } = readSuite(path);
  const ready = cases.filter((one) => one.origin !== "proposed");
  expect(ready.map((one) => `${one.origin} ${one.id}`)).toEqual([
    "example user-registration",
    "example jwt-auth",
    "written blog-crud",
    "written money-transfer",
    "written add-column-migration",
    "written db-pooling",
    "written rbac",
    "written rate-limited-login",
    "written redis-cache",
    "written error-handling",
    "written write-tests",
    "written plaintext-demo",
    "written notes-api",
    "written wallet-transfers",
    "written link-shortener",
    "written payment-webhooks",
  ]);
  expect(ready[1]?.request).toBe("Add JWT authentication to our FastAPI backend");
  expect(ready.find((one) => one.id === "write-tests")?.request).toMatch(
    /^Write the tests for this module:\n\n```python\n[^]*\n```$/u,
  );
});

it("agrees with the agent file", () => {
  const agent = readAgent(`${root}agents/fastapi-backend-expert.md`);
  const { cases } = readSuite(path);
  const text = readFileSync(path, "utf8");
  const casesElsewhere = cases.filter((one) => one.origin === "written");
  expect(mergeSuite(text, agent, { casesElsewhere }).diff).toBe("");
});

it("names the JSON Schema that the code gives", () => {
  expect(readFileSync(path, "utf8").split("\n")[0]).toBe(
    "# yaml-language-server: $schema=../suite.schema.json",
  );
  expect(readFileSync(`${root}evals/suite.schema.json`, "utf8")).toBe(renderSuiteJsonSchema());
});

it("has the two shortened prompts", () => {
  const versions = promptVersions(`${root}evals/fastapi-backend-expert`);
  expect(versions.map((version) => version.name)).toEqual(["concise", "lite"]);
});
