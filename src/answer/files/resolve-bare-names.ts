import type { FileVersion } from "./block-version.ts";

/**
 * "In your `main.py`" above an excerpt means the `app/main.py` that the answer gives elsewhere, if
 * there is one such file only. A whole file of that bare name is one of its own.
 */
export function resolveBareNames(versions: readonly FileVersion[]): readonly FileVersion[] {
  const paths = [...new Set(versions.map((version) => version.path))];
  const whole = new Set(
    versions.filter((version) => !version.excerpt).map((version) => version.path),
  );
  return versions.map((version) => {
    if (!version.excerpt || version.from === null || version.path.includes("/")) return version;
    if (whole.has(version.path)) return version;
    const longer = paths.filter((path) => path.endsWith(`/${version.path}`));
    return longer.length === 1 ? { ...version, path: longer[0] as string } : version;
  });
}
