import { normalizePath } from "./file-path.ts";
import type { SourceLine } from "./source-line.ts";

export interface HereDocument {
  readonly path: string;
  readonly lines: readonly SourceLine[];
  /** `>>`: the text is added to a file. */
  readonly appended: boolean;
  /** The command's line and the delimiter's. */
  readonly command: SourceLine;
}

const marker = /<<(-?)\s*(?:"([^"]+)"|'([^']+)'|\\?([\w.-]+))/u;
const redirection = /(?:^|[^<>&\d])(>{1,2}\|?)\s*(?:"([^"]+)"|'([^']+)'|([^\s"'<>|&;]+))/u;
const tee = /\btee\s+(-a\s+|--append\s+)?(?:"([^"]+)"|'([^']+)'|([^\s"'<>|&;]+))/u;

/** The files that a shell script writes with here-documents: `cat > app/main.py <<'EOF'`, `tee`, `<<-`. */
export function readHereDocuments(lines: readonly SourceLine[]): readonly HereDocument[] {
  const documents: HereDocument[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const command = lines[index];
    const mark = command === undefined ? null : marker.exec(command.text);
    if (command === undefined || mark === null) continue;
    const tabs = mark[1] === "-";
    const delimiter = mark[2] ?? mark[3] ?? mark[4] ?? "";
    const body: SourceLine[] = [];
    let end = index + 1;
    for (; end < lines.length; end += 1) {
      const line = lines[end] as SourceLine;
      const text = tabs ? line.text.replace(/^\t+/u, "") : line.text;
      if (text === delimiter || text.trimEnd() === delimiter) break;
      body.push({ text, line: line.line });
    }
    const target = readTarget(command.text.replace(mark[0], " "));
    if (target !== null) documents.push({ ...target, lines: body, command });
    index = end;
  }
  return documents;
}

function readTarget(command: string): { readonly path: string; readonly appended: boolean } | null {
  const teed = tee.exec(command);
  const written = redirection.exec(command);
  const [raw, appended] =
    teed === null
      ? [written?.[2] ?? written?.[3] ?? written?.[4], written?.[1]?.startsWith(">>") === true]
      : [teed[2] ?? teed[3] ?? teed[4], teed[1] !== undefined];
  if (raw === undefined || raw.includes("$")) return null;
  const path = normalizePath(raw);
  return path === null ? null : { path, appended };
}
