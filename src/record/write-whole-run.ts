import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error.ts";
import { cannotWrite } from "./cannot-write.ts";
import { runFileName, samplesFileName } from "./read-run.ts";
import type { RunRecord } from "./run-schema.ts";
import { writeRun } from "./run-store.ts";

const newline = Uint8Array.of(0x0a);
/** Lines are written in pieces of about this many bytes. */
const pieceBytes = 4_194_304;

/**
 * Writes a run of which everything is known: the samples first and run.json last, so that a folder
 * with a run.json has all of it.
 *
 * @param lines of samples.jsonl, without their line ends
 * @throws UserError `record/exists`, `record/cannot-write`
 */
export async function writeWholeRun(
  folder: string,
  run: RunRecord,
  lines: readonly Uint8Array[],
): Promise<void> {
  const file = path.join(folder, samplesFileName);
  const temporary = `${file}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  if (await isThere(path.join(folder, runFileName))) {
    throw new UserError("record/exists", "This run is there already.", {
      place: folder,
      hint: `\`assay show ${folder}\` prints it.`,
    });
  }
  try {
    const handle = await open(temporary, "w");
    try {
      for (const piece of gatherPieces(lines)) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannotWrite(file, error);
  }
  await writeRun(folder, run);
}

function* gatherPieces(lines: readonly Uint8Array[]): Generator<Buffer> {
  let piece: Uint8Array[] = [];
  let bytes = 0;
  for (const line of lines) {
    piece.push(line, newline);
    bytes += line.length + 1;
    if (bytes < pieceBytes) continue;
    yield Buffer.concat(piece);
    piece = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(piece);
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
