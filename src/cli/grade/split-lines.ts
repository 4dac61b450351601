/** A line of a stream, without its end. */
export interface InputLine {
  /** 1-based. */
  readonly number: number;
  /** null: longer than what is kept. */
  readonly bytes: Uint8Array | null;
}

const newline = 10;

/** Splits a stream at its line feeds. No more is kept than one line, up to its most bytes. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<InputLine> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 0;

  function add(part: Uint8Array): void {
    length += part.length;
    if (length > mostBytes) parts = [];
    else parts.push(part);
  }

  function take(): InputLine {
    number += 1;
    const line = { number, bytes: length > mostBytes ? null : Buffer.concat(parts) };
    parts = [];
    length = 0;
    return line;
  }

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (length > 0) yield take();
}
