import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { hashText } from "../../content-hash.ts";
import { UserError } from "../../user-error.ts";
import type { Model, ModelRequest } from "../types.ts";
import type { Manifest } from "./manifest-schema.ts";
import { createRecordingsModel } from "./recordings-model.ts";

const shipped = path.resolve(import.meta.dirname, "../../../evals/fastapi-backend-expert");
const signal = new AbortController().signal;

const temporary: string[] = [];
afterEach(async () => {
  for (const folder of temporary.splice(0)) await rm(folder, { recursive: true });
});

/** A copy of the shipped recordings, to damage. */
async function copyOfRecordings(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-recordings-"));
  temporary.push(folder);
  await cp(path.join(shipped, "recordings"), path.join(folder, "recordings"), { recursive: true });
  return folder;
}

function modelOf(suiteFolder: string): Model {
  return createRecordingsModel({ suiteFolder, agentPath: "agents/x.md" });
}

async function readManifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, "recordings/recordings.json"), "utf8"));
}

/** What is asked when the answer to this case was recorded. */
async function requestFor(
  caseId: string,
  change: Partial<ModelRequest> = {},
): Promise<ModelRequest> {
  const set = (await readManifestOf(shipped)).sets[0];
  const recording = set?.answers.find((answer) => answer.case === caseId);
  if (!set || !recording) throw new Error(`${caseId} is not recorded`);
  return {
    system: "",
    user: "",
    caseId,
    promptVersion: set.promptVersion,
    promptHash: set.promptHash,
    requestHash: recording.requestHash,
    repeat: 1,
    ...change,
  };
}

async function refusalOf(folder: string, requests: readonly ModelRequest[]): Promise<UserError> {
  const error: unknown = await modelOf(folder)
    .prepare(requests)
    .catch((thrown: unknown) => thrown);
  if (error instanceof UserError) return error;
  throw new Error(`not refused: ${String(error)}`);
}

test("every shipped recording is as it was recorded and can be replayed", async () => {
  const manifest = await readManifestOf(shipped);
  const model = modelOf(shipped);
  const requests = manifest.sets.flatMap((set) =>
    set.answers.map((answer): ModelRequest => ({
      system: "",
      user: "",
      caseId: answer.case,
      promptVersion: set.promptVersion,
      promptHash: set.promptHash,
      requestHash: answer.requestHash,
      repeat: answer.repeat,
    })),
  );
  expect(requests).toHaveLength(48);
  await model.prepare(requests);
  for (const request of requests) {
    const reply = await model.ask(request, { signal });
    expect(reply).toMatchObject({
      kind: "answer",
      status: "answered",
      answer: { source: "recording", servedModel: null, usage: null, costUsd: null },
    });
  }
});

test("an answer is replayed byte for byte", async () => {
  const reply = await modelOf(shipped).ask(await requestFor("jwt-auth"), { signal });
  const file = path.join(shipped, "recordings/fastapi-backend-expert/jwt-auth.1.md");
  const text = (await readFile(file)).toString("utf8");
  expect(reply).toMatchObject({ kind: "answer", answer: { text } });
});

test("a prompt or a case that was renamed keeps its recordings", async () => {
  const model = modelOf(shipped);
  const renamed = await requestFor("rbac", { promptVersion: "copy", caseId: "roles" });
  await model.prepare([renamed]);
  expect(await model.ask(renamed, { signal })).toMatchObject({ kind: "answer" });
});

test("an edited prompt is refused with both hashes and what to do", async () => {
  const promptHash = hashText("Another prompt.");
  const error = await refusalOf(shipped, [await requestFor("rbac", { promptHash })]);
  expect(error.code).toBe("recordings/other-prompt");
  expect(error.message).toContain("fastapi-backend-expert (recorded f72fe78a932b, now");
  expect(error.message).toContain(promptHash.slice(7, 19));
  expect(error.place).toContain("recordings.json");
  expect(error.hint).toContain("assay run agents/x.md --model claude-");
});

test("an edited request is refused with both hashes", async () => {
  const requestHash = hashText("Another request.");
  const error = await refusalOf(shipped, [
    await requestFor("jwt-auth"),
    await requestFor("rbac", { requestHash }),
  ]);
  expect(error.code).toBe("recordings/other-request");
  expect(error.message).toMatch(/rbac \(recorded [0-9a-f]{12}, now [0-9a-f]{12}\)/u);
  expect(error.message).not.toContain("jwt-auth");
});

test("a prompt of which nothing is recorded is refused", async () => {
  const unknown = { promptVersion: "new", promptHash: hashText("New.") };
  const error = await refusalOf(shipped, [
    await requestFor("rbac"),
    await requestFor("rbac", unknown),
  ]);
  expect(error).toMatchObject({ code: "recordings/none" });
  expect(error.message).toContain("new");
});

test("a repeat or a case that was not recorded is missing, not copied from another", async () => {
  const model = modelOf(shipped);
  const requests = [
    await requestFor("rbac"),
    await requestFor("rbac", { repeat: 2 }),
    await requestFor("rbac", { caseId: "unheard-of", requestHash: hashText("Unheard of.") }),
  ];
  await model.prepare(requests);
  const replies = await Promise.all(requests.map((request) => model.ask(request, { signal })));
  expect(replies.map(({ kind }) => kind)).toEqual(["answer", "failure", "failure"]);
  expect(replies[1]).toMatchObject({
    status: "infrastructure",
    cause: "no-recording",
    reason: "There is no recording of repeat 2 of rbac with fastapi-backend-expert.",
  });
});

test.each<[string, string, (folder: string) => Promise<void>]>([
  [
    "an edited answer",
    "recordings/edited",
    async (folder) => {
      const file = path.join(folder, "recordings/fastapi-backend-expert/rbac.1.md");
      await writeFile(file, `${await readFile(file, "utf8")}\nAnd it has tests.\n`);
    },
  ],
  [
    "an answer that is gone",
    "recordings/no-file",
    (folder) => rm(path.join(folder, "recordings/fastapi-backend-expert/rbac.1.md")),
  ],
  [
    "no manifest",
    "recordings/none",
    (folder) => rm(path.join(folder, "recordings/recordings.json")),
  ],
  [
    "a torn manifest",
    "recordings/damaged",
    async (folder) => {
      const file = path.join(folder, "recordings/recordings.json");
      await writeFile(file, (await readFile(file, "utf8")).slice(0, 5_000));
    },
  ],
  [
    "a manifest of another version",
    "recordings/other-version",
    async (folder) => {
      const file = path.join(folder, "recordings/recordings.json");
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace('"schemaVersion": 1', '"schemaVersion": 7'));
    },
  ],
  [
    "a manifest that leads out of its folder",
    "recordings/damaged",
    async (folder) => {
      const file = path.join(folder, "recordings/recordings.json");
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace("lite/rbac.1.md", "../../rbac.1.md"));
    },
  ],
  [
    "two answers to one question",
    "recordings/damaged",
    async (folder) => {
      const file = path.join(folder, "recordings/recordings.json");
      const manifest = await readManifestOf(folder);
      const sets = manifest.sets.map((set) => ({
        ...set,
        answers: [...set.answers, ...set.answers],
      }));
      await writeFile(file, JSON.stringify({ ...manifest, sets }));
    },
  ],
])("%s is refused with its file", async (_, code, damage) => {
  const folder = await copyOfRecordings();
  await damage(folder);
  const error = await refusalOf(folder, [await requestFor("rbac")]);
  expect(error.code).toBe(code);
  expect(error.place).toContain(path.join(folder, "recordings"));
});

test("a checkout with CRLF has the same hashes", async () => {
  const folder = await copyOfRecordings();
  const file = path.join(folder, "recordings/fastapi-backend-expert/rbac.1.md");
  await writeFile(file, (await readFile(file, "utf8")).replaceAll("\n", "\r\n"));
  const request = await requestFor("rbac");
  await expect(modelOf(folder).prepare([request])).resolves.toBeUndefined();
});
