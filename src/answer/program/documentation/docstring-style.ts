/**
 * - `google`: has one of the sections `Args:`, `Returns:`, `Raises:`, `Yields:`;
 * - `rest`: has fields (`:param name:`, `@param name:`);
 * - `numpy`: has underlined sections;
 * - `plain`: has no sections.
 */
export type DocstringStyle = "google" | "rest" | "numpy" | "plain";

const googleSection = /^[ \t]*(?:Args|Returns|Raises|Yields)[ \t]*:(?:[ \t]|$)/mu;
const field =
  /^[ \t]*[:@](?:param|parameter|arg|type|returns?|rtype|raises?|except|yields?)\b[^:\n]*:/mu;
const underlined =
  /^[ \t]*(?:Parameters|Returns|Raises|Yields|Arguments|Args)[ \t]*\n[ \t]*(?:-{3,}|={3,})[ \t]*$/mu;

/** The style of a docstring's sections. One that mixes styles is not of Google's. */
export function readDocstringStyle(docstring: string): DocstringStyle {
  if (underlined.test(docstring)) return "numpy";
  if (field.test(docstring)) return "rest";
  return googleSection.test(docstring) ? "google" : "plain";
}
