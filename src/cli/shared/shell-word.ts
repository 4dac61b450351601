/** A path as one word of a command that a user can copy: quoted where a shell would take it apart. */
export function shellWord(path: string): string {
  // A file whose name starts with a hyphen would be read as an option.
  const word = path.startsWith("-") ? `./${path}` : path;
  if (/^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
