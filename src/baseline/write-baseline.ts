import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error.ts";
import { answersFileName, baselineFolder, recordFileName } from "./baseline-files.ts";
import { pack, renderLines } from "./pack-lines.ts";
import { renderRecord } from "./render-record.ts";
import type { Baseline } from "./types.ts";

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes a suite's baseline over the one that is there. Each file is replaced as a whole, the
 * answers first: baseline.json has their hash, so that a kill between the two is noticed.
 *
 * @throws UserError `baseline/no-suite`, `baseline/cannot-write`
 */
export async function writeBaseline(
  suiteFolder: string,
  baseline: Baseline,
): Promise<readonly WrittenFile[]> {
  await requireFolder(suiteFolder);
  const folder = baselineFolder(suiteFolder);
  const files = [
    { name: answersFileName, bytes: pack(renderLines(baseline.run, baseline.samples)) },
    { name: recordFileName, bytes: Buffer.from(renderRecord(baseline.record)) },
  ];
  const written: WrittenFile[] = [];
  for (const { name, bytes } of files) {
    const file = path.join(folder, name);
    await replaceFile(file, bytes);
    written.push({ path: file, bytes: bytes.length });
  }
  return written;
}

async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, bytes);
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError("baseline/cannot-write", `The baseline cannot be written: ${reason}.`, {
      place: file,
      hint: "Make room or mend the permissions, then bless the run again.",
      cause,
    });
  }
}

/** A run names its suite as it was called then: relative to the folder of that time. */
async function requireFolder(suiteFolder: string): Promise<void> {
  const found = await stat(suiteFolder).catch(() => null);
  if (found?.isDirectory()) return;
  throw new UserError("baseline/no-suite", "The folder of the run's suite is not here.", {
    place: suiteFolder,
    hint: "Bless the run in the folder in which it was started.",
  });
}
