import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { openLineWriter } from "./line-writer.ts";
import { lockRun } from "./run-lock.ts";

test("what cannot be opened for writing is the user's to mend, with its place", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-record-"));
  try {
    const file = path.join(folder, "file");
    await writeFile(file, "");
    // A folder where a file should be, and the other way round: refused also where root runs the tests.
    await expect(openLineWriter(folder, 0)).rejects.toMatchObject({
      code: "record/cannot-write",
      place: folder,
    });
    await expect(lockRun(file)).rejects.toMatchObject({
      code: "record/cannot-write",
      place: file,
    });
    await expect(lockRun(path.join(folder, "gone"))).rejects.toMatchObject({
      code: "record/cannot-write",
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
