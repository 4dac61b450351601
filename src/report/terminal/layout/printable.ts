const tab = "    ";
/** U+2400..U+241F are pictures of the control characters 0..31; U+2421 is the one of DEL. */
const pictures = 0x2400;

/**
 * A text that a terminal can be given safely: what a model wrote may hold escape sequences that
 * move the cursor, or marks that turn the direction of writing. Control characters become their
 * pictures (␛), tabs four blanks, direction marks `�`; a line feed becomes `␊`.
 */
export function printable(text: string): string {
  return text
    .replaceAll("\t", tab)
    .replaceAll("\u007F", "\u2421")
    .replaceAll(/\p{Cc}/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 0x20 ? String.fromCodePoint(pictures + code) : "\uFFFD";
    })
    .replaceAll(/[\u2028\u2029\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu, "\uFFFD");
}
