/** An XML element; its children are elements or text. */
export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly children?: readonly Element[] | string;
}

/** An XML 1.0 document, in UTF-8. */
export function renderXml(root: Element): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', ...renderElement(root, "")].join("\n");
}

function renderElement(
  { name, attributes = {}, children = [] }: Element,
  indent: string,
): string[] {
  const head = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
    .join("");
  if (typeof children === "string") {
    return [`${indent}<${name}${head}>${escapeText(children)}</${name}>`];
  }
  if (children.length === 0) return [`${indent}<${name}${head}/>`];
  return [
    `${indent}<${name}${head}>`,
    ...children.flatMap((child) => renderElement(child, `${indent}  `)),
    `${indent}</${name}>`,
  ];
}

function escapeText(text: string): string {
  return legal(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Line ends and tabs would be read as blanks. */
function escapeAttribute(text: string): string {
  return escapeText(text)
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#9;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\r", "&#13;");
}

/**
 * XML 1.0 has no way to write most control characters, lone surrogates, U+FFFE and U+FFFF, escaped
 * or not: each becomes `�`. A carriage return in text would be read as a line feed, so it is one.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
function legal(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/gu, "\n")
    .replaceAll(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}
