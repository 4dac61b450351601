import { describe, expect, test } from "vitest";
import { coverageReport } from "./coverage-report.ts";
import { gradeWith } from "./testing/grade-with.ts";

const app = `
\`\`\`python
# app/main.py
from fastapi import FastAPI
app = FastAPI()

@app.get("/items")
def items() -> list[str]:
    return []
\`\`\`
`;
const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\`\n`;

const passing: readonly (readonly [string, string])[] = [
  ["a shell command", app + fence("bash", "pytest tests --cov=app --cov-report=term-missing")],
  ["a console session", app + fence("console", "$ uv run pytest --cov app")],
  ["coverage run", app + fence("sh", "coverage run -m pytest && coverage report")],
  ["python -m coverage", app + fence("bash", "python -m coverage run -m pytest")],
  [
    "pyproject's addopts",
    app + fence("toml", '[tool.pytest.ini_options]\naddopts = "-q --cov=app"'),
  ],
  ["pytest.ini", app + fence("ini", "[pytest]\naddopts = --cov=app --cov-fail-under=90")],
  ["tool.coverage", app + fence("toml", '[tool.coverage.run]\nsource = ["app"]\nbranch = true')],
  ["setup.cfg", app + fence("ini", "[coverage:run]\nsource = app")],
  [".coveragerc", `${app}\n\`.coveragerc\`:\n\n${fence("ini", "[run]\nsource = app")}`],
  ["a workflow", app + fence("yaml", "- name: Test\n  run: pytest --cov=app --cov-report=xml")],
  ["a Makefile", app + fence("makefile", "test:\n\tpytest --cov=app")],
  ["a command in the prose", `${app}\nRun the tests with \`pytest --cov=app\`.`],
  ["a list item", `${app}\n- Coverage: \`coverage run -m pytest\`, then \`coverage html\``],
  ["plain prose", `${app}\nRun pytest --cov=app to see what is left.`],
  [
    "nox in Python",
    app +
      fence(
        "python",
        '# noxfile.py\nimport nox\n\n@nox.session\ndef tests(session: nox.Session) -> None:\n    session.run("pytest", "--cov=app")',
      ),
  ],
  [
    "pytest.main",
    app + fence("python", '# run.py\nimport pytest\npytest.main(["--cov=app", "tests"])'),
  ],
  [
    "a comment that says how",
    app +
      fence(
        "python",
        "# tests/test_items.py\n# Run: pytest --cov=app\ndef test_items(client):\n    assert client.get('/items').json() == []",
      ),
  ],
  [
    "an option added by a diff",
    app + fence("diff", ' [tool.pytest.ini_options]\n-addopts = "-q"\n+addopts = "-q --cov=app"'),
  ],
  [
    "tests alone",
    fence(
      "python",
      "# tests/test_a.py\ndef test_a(client):\n    assert client.get('/').status_code == 404",
    ) + fence("bash", "pytest --cov"),
  ],
  ["hatch", app + fence("bash", "hatch test --cover")],
];

const failing: readonly (readonly [string, string])[] = [
  ["nothing", app],
  ["plain pytest", app + fence("bash", "pytest -q tests")],
  ["only a dependency", app + fence("bash", "pip install pytest pytest-cov")],
  [
    "only a dependency in pyproject",
    app + fence("toml", '[dependency-groups]\ndev = ["pytest", "pytest-cov>=5"]'),
  ],
  ["words", `${app}\nTest coverage is about 90 %, and I would add a coverage report to CI.`],
  ["a denial", `${app}\nThere is no \`--cov\` yet, and I did not run \`pytest --cov=app\`.`],
  [
    "commented out",
    app + fence("toml", '[tool.pytest.ini_options]\naddopts = "-q"  # --cov comes later'),
  ],
  ["a TODO in a comment", app + fence("python", "# TODO: pytest --cov=app in CI\nX = 1")],
  [
    "an option taken out by a diff",
    app + fence("diff", ' [tool.pytest.ini_options]\n-addopts = "-q --cov=app"\n+addopts = "-q"'),
  ],
  ["discovery and recovery", `${app}\nWe cover recovery with \`pytest --covert\`.`],
  [
    "coverage in the domain",
    app.replaceAll("items", "coverage").replaceAll("app/main", "app/insurance"),
  ],
  ["a badge", `${app}\n![coverage](https://codecov.io/gh/x/y/badge.svg)`],
];

const passedOver: readonly (readonly [string, string])[] = [
  ["no code", "Run `pytest --cov=app`."],
  ["only settings", fence("toml", "[tool.coverage.run]\nbranch = true")],
  ["only a model", fence("python", "class User:\n    name: str")],
];

describe.each([
  ["pass", passing],
  ["fail", failing],
  ["na", passedOver],
])("%s", (outcome, samples) => {
  test.each(samples)("%s", async (_, answer) => {
    const verdict = await gradeWith(coverageReport, answer);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

test("it applies where the request asks for tests, and names the lines", async () => {
  const request = "Write the tests for this module.";
  expect((await gradeWith(coverageReport, "Sure.", request)).outcome).toBe("fail");
  const verdict = await gradeWith(coverageReport, "Run `pytest --cov=app`.", request);
  expect(verdict.evidence).toEqual([
    { file: "answer.md", line: 1, excerpt: "Run `pytest --cov=app`." },
  ]);
});
