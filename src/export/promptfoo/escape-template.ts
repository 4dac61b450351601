/**
 * A text that nunjucks renders to the text itself: each brace that would open a tag becomes a tag
 * that prints a brace. It has no quote or backslash that JSON would escape, so it may stand inside
 * a JSON string which is rendered as a whole.
 */
export function escapeTemplate(text: string): string {
  return text.replaceAll(/\{(?=[{%#])/gu, "{{'{'}}");
}
