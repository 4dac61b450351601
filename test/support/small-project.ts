import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readAgent } from "../../src/agent/index.ts";
import { hashText } from "../../src/content-hash.ts";

/** A project folder as a user has it, small enough to know by heart. */
export interface SmallProject {
  readonly folder: string;
  readonly write: (file: string, text: string | Uint8Array) => Promise<void>;
  readonly remove: () => Promise<void>;
}

const agentText = (body: string) => `---
name: small
description: "Writes small FastAPI services."
model: sonnet
---

${body}

## Quality Gates

- Type hints for all functions and methods
- Code that is complete, without placeholders
- The haiku has seventeen syllables
`;

export const suiteText = `agent: ../../agents/small.md
gates:
  - id: type-hints
    statement: Type hints for all functions and methods
    source: []
    level: required
    check: type-hints
  - id: parses
    statement: The code parses
    source: []
    level: advisory
    check: parses
  - id: seventeen-syllables
    statement: The haiku has seventeen syllables
    source: []
    level: advisory
    check: unchecked
cases:
  - id: add
    origin: example
    request: Write a function that adds two numbers.
  - id: greet
    origin: written
    request: Write a function that greets by name.
  - id: later
    origin: proposed
    request: Write a parser.
casesFile: cases.csv
`;

export const casesText = `id,origin,request
area,written,Write a function for the area of a circle.
`;

const requests = {
  add: "Write a function that adds two numbers.",
  greet: "Write a function that greets by name.",
  area: "Write a function for the area of a circle.",
} as const;

/** Functions with type hints, but for what `lite` makes of two of them. */
const answers = {
  small: {
    add: "def add(a: int, b: int) -> int:\n    return a + b",
    greet: "def greet(name: str) -> str:\n    return f'Hello {name}'",
    area: "def area(radius) -> float:\n    return 3.14159 * radius**2",
  },
  lite: {
    add: "def add(a, b):\n    return a + b",
    greet: "def greet(name: str) -> str:\n    return f'Hello {name}'",
    area: "def area(radius):\n    return 3.14159 * radius**2",
  },
} as const;

/** An answer with one file of Python. */
export function answerOf(code: string): string {
  return `Here it is.\n\n\`\`\`python\n# app/main.py\n${code}\n\`\`\`\n`;
}

/** A new project with an agent, its suite, another prompt version, and recordings of both. */
export async function createSmallProject(): Promise<SmallProject> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-project-"));
  const write: SmallProject["write"] = async (file, text) => {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  };
  await write("agents/small.md", agentText("You write small services."));
  await write("evals/small/prompts/lite.md", agentText("You write."));
  await write("evals/small/suite.yaml", suiteText);
  await write("evals/small/cases.csv", casesText);
  await writeRecordings(folder, write);
  return { folder, write, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function writeRecordings(folder: string, write: SmallProject["write"]): Promise<void> {
  const prompts = { small: "agents/small.md", lite: "evals/small/prompts/lite.md" } as const;
  const sets = [];
  for (const version of ["small", "lite"] as const) {
    const recordings = [];
    for (const id of ["add", "greet", "area"] as const) {
      const text = answerOf(answers[version][id]);
      const file = `${version}/${id}.1.md`;
      await write(`evals/small/recordings/${file}`, text);
      recordings.push({
        case: id,
        repeat: 1,
        file,
        requestHash: hashText(requests[id]),
        answerHash: hashText(text),
        status: "answered",
        stopReason: null,
        usage: null,
        latencyMs: null,
      });
    }
    sets.push({
      promptVersion: version,
      promptHash: readAgent(path.join(folder, prompts[version])).promptHash,
      provenance: {
        sampledFrom: "2026-11-22",
        sampledTo: "2026-11-23",
        how: "By hand.",
        model: null,
        note: "For tests.",
      },
      answers: recordings,
    });
  }
  await write(
    "evals/small/recordings/recordings.json",
    JSON.stringify({ schemaVersion: 1, sets }, null, 2),
  );
}
