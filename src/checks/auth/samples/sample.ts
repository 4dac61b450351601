import type { Outcome } from "../../../record/index.ts";

/** An answer in few lines, with the verdict a careful reader gives it. */
export interface Sample {
  readonly name: string;
  readonly answer: string;
  readonly outcome: Outcome;
}

/** Files as an answer shows them: a heading with the path, then the block. */
export function filesOf(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, code]) => `### ${path}\n\n${blockOf(code)}`)
    .join("\n\n");
}

/** A block without a name. */
export function blockOf(code: string): string {
  return `\`\`\`python\n${code.trim()}\n\`\`\``;
}
