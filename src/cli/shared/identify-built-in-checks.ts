import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { hashText } from "../../content-hash.ts";

/** What verdicts of the built-in checks come from. */
const folders = ["checks", "answer"];

let identified: Promise<string> | null = null;

/**
 * Identifies the built-in checks: by the version of assay; in a checkout, where they change without
 * it, by their sources, too.
 */
export function identifyBuiltInChecks(version: string): Promise<string> {
  identified ??= import.meta.url.endsWith(".ts") ? hashSources() : Promise.resolve("");
  return identified.then((sources) => (sources === "" ? version : `${version} ${sources}`));
}

async function hashSources(): Promise<string> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(path.join(root, folder), { recursive: true });
      const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
      return Promise.all(
        sources.toSorted().map((name) => readFile(path.join(root, folder, name), "utf8")),
      );
    }),
  );
  return hashText(JSON.stringify(texts));
}
