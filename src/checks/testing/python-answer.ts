/** An answer of one nameless block of Python, or of a block for each named file. */
export function pythonAnswer(code: string | Readonly<Record<string, string>>, prose = ""): string {
  const blocks =
    typeof code === "string"
      ? [`\`\`\`python\n${code.trim()}\n\`\`\``]
      : Object.entries(code).map(
          ([path, text]) => `### ${path}\n\n\`\`\`python\n${text.trim()}\n\`\`\``,
        );
  return [prose, ...blocks].filter((one) => one !== "").join("\n\n") + "\n";
}
