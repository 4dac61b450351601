import path from "node:path";

/**
 * A path as short as a user would type it, so that messages and results are easy to read and one
 * file has one name: relative where it lies below `cwd`.
 */
export function tidyPath(file: string, cwd: string): string {
  const absolute = path.resolve(cwd, file);
  const relative = path.relative(cwd, absolute);
  return relative.startsWith("..") || path.isAbsolute(relative) ? absolute : relative;
}
