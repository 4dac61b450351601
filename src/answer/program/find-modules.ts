import { isLibraryPackage } from "./library-names.ts";
import type { ProgramIndex } from "./program-index.ts";
import type { PythonModule } from "./types.ts";

/**
 * The modules of the answer that a dotted import path means. Answers do not agree with themselves
 * on the root of the package, so that `app.auth` also finds `src/app/auth.py` and `auth.py`; of
 * several matches the closest counts, with all excerpts of its path.
 */
export function findModules(index: ProgramIndex, dotted: string): readonly PythonModule[] {
  if (dotted === "") return [];
  const known = index.modulesByPath.get(dotted);
  if (known !== undefined) return known;
  const found = searchModules(index, dotted);
  index.modulesByPath.set(dotted, found);
  return found;
}

function searchModules(index: ProgramIndex, dotted: string): readonly PythonModule[] {
  const exact = index.modules.filter((module) => module.dottedName === dotted);
  if (exact.length > 0 || isLibraryPackage(dotted.split(".")[0] ?? "")) return exact;
  const matching = index.modules.filter(
    (module) =>
      module.file.named &&
      (module.dottedName.endsWith(`.${dotted}`) || dotted.endsWith(`.${module.dottedName}`)),
  );
  const closest = Math.min(
    ...matching.map((module) => Math.abs(module.dottedName.length - dotted.length)),
  );
  const best = matching.find(
    (module) => Math.abs(module.dottedName.length - dotted.length) === closest,
  );
  return matching.filter((module) => module.dottedName === best?.dottedName);
}
