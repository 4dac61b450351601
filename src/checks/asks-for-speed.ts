/** What is slow, and what it shall be. */
const slow =
  /\b(?:slow(?:er|ly|ness)?|fast(?:er)?|quick(?:er|ly)?|speed(?:s|ing)?[- ]?up|speed|takes? (?:too|so|very) long|times? out|optimi[sz]\w*|latency|performance)\b/iu;
const queries =
  /\b(?:quer(?:y|ies)|SQL|SELECTs?|index(?:es|ing)?|table scan|seq(?:uential)? scan)\b/iu;

/** Whether the user's request asks for faster queries; code that it quotes does not count. */
export function asksForFasterQueries(request: string): boolean {
  const prose = request
    .replaceAll(/^ *(?:```|~~~)[\s\S]*?^ *(?:```|~~~)/gmu, " ")
    .replaceAll(/`[^`\n]*`/gu, " ");
  return prose.split(/[.!?\n]/u).some((one) => slow.test(one) && queries.test(one));
}
