/** Longest run of text that emphasis or a link is looked for: keeps the work linear in the text. */
const emphasis = [
  /\*\*\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*\*\*/gu,
  /\*\*(?=\S)([^\n]{1,300}?)(?<=\S)\*\*/gu,
  /(?<![\p{L}\p{N}_])__(?=\S)([^\n]{1,300}?)(?<=\S)__(?![\p{L}\p{N}_])/gu,
  /(?<![\p{L}\p{N}*\\/])\*(?=[^\s*])([^*\n]{1,300}?)(?<=\S)\*(?![\p{L}\p{N}*/])/gu,
];
const link = /!?\[([^\][\n]{1,300})\]\([^()\s]{1,500}\)/gu;
const placeholder = /\uE000(\d{1,6})\uE001/gu;

/** The words of Markdown text on one line: without check box, emphasis and link targets. Code spans stay as they are. */
export function stripMarks(markdown: string): string {
  const spans: string[] = [];
  let text = markdown.replaceAll(/`[^`\n]{0,500}`/gu, (span) => {
    spans.push(span);
    return `\uE000${spans.length - 1}\uE001`;
  });
  text = stripCheckbox(text);
  for (const mark of emphasis) text = text.replaceAll(mark, "$1");
  text = text.replaceAll(link, "$1").replaceAll(/\\([*_#[\]<>-])/gu, "$1");
  text = text.replaceAll(placeholder, (whole, index: string) => spans[Number(index)] ?? whole);
  return text.replaceAll(/\s+/gu, " ").trim();
}

export function stripCheckbox(text: string): string {
  return text.replace(/^\s{0,8}\[[ xX✓]?\]\s*/u, "");
}

export function hasCheckbox(text: string): boolean {
  return /^\s{0,8}(?:\[[ xX✓]?\]\s|[☐☑✅□]\s*\S)/u.test(text);
}

/** Words without the colon that ends a heading or a lead-in. */
export function stripColon(words: string): string {
  return words.replace(/\s{0,8}[:：]\s{0,8}$/u, "");
}

/** Ends a lead-in: a colon, possibly inside emphasis. */
export function endsWithColon(text: string): boolean {
  return /[:：][*_]{0,3}$/u.test(text.trimEnd());
}

/** A heading's words: without number, symbols, marks and colon. `3. ✅ **Quality Gates:**` → `Quality Gates`. */
export function headingWords(markdown: string): string {
  const words = stripColon(stripMarks(markdown))
    .replace(/^[^\p{L}\p{N}`<]+/u, "")
    .replace(/^(?:\d{1,3}(?:\.\d{1,3}){0,4}[.):]?|\(?[a-z]\))\s+/u, "")
    .replace(/^[^\p{L}\p{N}`<]+/u, "");
  return words.trim();
}
