import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const packageName = "assay/promptfoo";

/** How a module of a suite imports Assay. */
export interface Specifier {
  readonly text: string;
  /** false: it names a place that only this machine has. */
  readonly isInstalled: boolean;
}

/**
 * How a module in a folder imports `assay/promptfoo`: by that name where the project has Assay
 * installed; in Assay's own checkout by the source, which needs no build; else by the path of the
 * Assay that runs.
 *
 * @param folder absolute
 */
export function resolveSpecifier(folder: string): Specifier {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const source = path.join(root, "src", "promptfoo.ts");
  const built = path.join(root, "dist", "promptfoo.js");
  const entry = existsSync(source) ? source : built;
  const isInside = !path.relative(root, folder).startsWith("..");
  if (isInside) return { text: relativeSpecifier(folder, entry), isInstalled: true };
  try {
    createRequire(path.join(folder, "suite.yaml")).resolve(packageName);
    return { text: packageName, isInstalled: true };
  } catch {
    return { text: relativeSpecifier(folder, entry), isInstalled: false };
  }
}

function relativeSpecifier(folder: string, file: string): string {
  const relative = path.relative(folder, file).replaceAll("\\", "/");
  return relative.startsWith(".") ? relative : `./${relative}`;
}
