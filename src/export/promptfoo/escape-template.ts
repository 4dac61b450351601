/**
 * A text that nunjucks renders to the text itself: what would open a tag, or close a comment that
 * is not open, becomes a tag that prints it. No quote or backslash is put in that JSON would
 * escape, so the text may stand inside a JSON string which is rendered as a whole.
 */
export function escapeTemplate(text: string): string {
  return text.replaceAll(/\{(?=[{%#])|#(?=\})/gu, (mark) => `{{'${mark}'}}`);
}
