import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import type * as Ruff from "@astral-sh/ruff-wasm-nodejs";

/** Where Python cannot be parsed. */
export interface SyntaxProblem {
  /** 0-based row of the source. */
  readonly row: number;
  /** Ruff's words. */
  readonly message: string;
}

interface RuffDiagnostic {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number };
}

let workspace: Ruff.Workspace | undefined;

/**
 * What keeps a source from being parsed as Python 3.14, in order; empty where it parses. Python
 * 3.14 parses all that 3.10 to 3.13 parse. Like `ast.parse`, and unlike the compiler, it accepts
 * `return`, `yield` and `await` outside of functions, so excerpts parse.
 */
export function checkSyntax(source: string): readonly SyntaxProblem[] {
  workspace ??= openWorkspace();
  const diagnostics = workspace.check(source) as readonly RuffDiagnostic[];
  return diagnostics
    .filter((one) => one.code === "invalid-syntax")
    .map((one) => ({ row: one.start_location.row - 1, message: one.message }));
}

/** Ruff takes 30 MB and a while to load: only answers with Python need it. */
const loadRuff = createRequire(import.meta.url);

/** Neither of them alone keeps V8 from it. */
const tiering = ["wasm-tier-up", "wasm-dynamic-tiering"];

/**
 * V8 recompiles WebAssembly that runs often with its slow compiler. Ruff's largest functions, the
 * rules of its linter, of which none is selected here, keep that compiler busy for longer than a
 * whole run takes. Any source reaches them, and what is first compiled while tiering is off stays
 * as it is. The parser of `syntax-tree.ts`, which gains by tiering, is left alone.
 */
function openWorkspace(): Ruff.Workspace {
  const { PositionEncoding, Workspace } = loadRuff("@astral-sh/ruff-wasm-nodejs") as typeof Ruff;
  for (const flag of tiering) setFlagsFromString(`--no-${flag}`);
  try {
    const opened = new Workspace(
      { "target-version": "py314", lint: { select: [] } },
      PositionEncoding.Utf16,
    );
    opened.check("x = 1\n");
    return opened;
  } finally {
    for (const flag of tiering) setFlagsFromString(`--${flag}`);
  }
}
