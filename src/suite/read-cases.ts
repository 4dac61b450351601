import { CsvError, parse } from "csv-parse/sync";
import { UserError } from "../user-error.ts";
import { findNearestName } from "./nearest-name.ts";
import { caseSchema, idSchema } from "./schema.ts";
import type { Case } from "./schema.ts";

/** A case and the line of its file on which it starts. */
export interface PlacedCase {
  readonly value: Case;
  readonly place: string;
  /** Where each of its gates is named, if not there. */
  readonly gatePlaces?: readonly string[];
}

/**
 * The columns of a cases file and the fields of a case they fill. `__description` and
 * `__metadata:gates` are promptfoo's conventions (`[]` marks a list, joined by commas); the others
 * are promptfoo's variables.
 */
const columns: ReadonlyMap<string, keyof Case> = new Map([
  ["id", "id"],
  ["request", "request"],
  ["origin", "origin"],
  ["fixture", "fixture"],
  ["needs", "needs"],
  ["__description", "description"],
  ["__metadata:gates", "gates"],
  ["__metadata:gates[]", "gates"],
]);
const requiredColumns = ["id", "request"] as const;

interface Row {
  readonly cells: readonly string[];
  /** 1-based line of the file on which the row starts. */
  readonly line: number;
}

/**
 * Cases from the text of a CSV file: comma-separated, one header line, `id` and `request` required,
 * `origin` `written` where it is not said. Line ends inside a request are LF, whatever the file has.
 * Anything else than a whole and known table is a UserError with the line of the file.
 */
export function parseCases(text: string, path: string): readonly PlacedCase[] {
  const [header, ...rows] = parseRows(text.replaceAll("\r\n", "\n"), path);
  if (header === undefined) {
    throw new UserError("cases/empty", "The cases file is empty: it has no header line.", {
      place: path,
      hint: "Start it with the line `id,request`.",
    });
  }
  const fields = readHeader(header, path);
  return rows.map((row) => readCase(row, header.cells, fields, path));
}

function parseRows(text: string, path: string): readonly Row[] {
  try {
    return parseRecords(text).map(({ record, info }) => {
      const inner = record.join("").split("\n").length - 1;
      return { cells: record, line: info.lines - inner };
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const unclosed = cause.code === "CSV_QUOTE_NOT_CLOSED";
    const line = unclosed ? lineAfter(text, Number(cause["records"])) : Number(cause["lines"]);
    throw new UserError(
      "cases/broken-csv",
      unclosed
        ? "A quoted field of this row is never closed."
        : "A quote stands inside a field that is not quoted as a whole.",
      {
        place: `${path}:${line}`,
        hint: 'Put the field in quotes, and write each quote inside it twice: "say ""hello""".',
        cause,
      },
    );
  }
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseRecords(text: string, to?: number): readonly ParsedRecord[] {
  const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true };
  const result: unknown = parse(text, to === undefined ? options : { ...options, to });
  return result as readonly ParsedRecord[];
}

/** The line of the first row after the first `records` rows. */
function lineAfter(text: string, records: number): number {
  const last = records === 0 ? undefined : parseRecords(text, records).at(-1);
  const lines = text.split("\n");
  let line = (last?.info.lines ?? 0) + 1;
  while (line < lines.length && lines[line - 1]?.trim() === "") line += 1;
  return line;
}

function readHeader(header: Row, path: string): readonly (keyof Case)[] {
  const place = `${path}:${header.line}`;
  const names = header.cells.map((cell) => cell.trim());
  const fields = names.map((name) => {
    const field = columns.get(name);
    if (field === undefined) throw unknownColumn(name, names, place);
    return field;
  });
  const twice = names.find((_, index) => fields.indexOf(fields[index] ?? "id") !== index);
  if (twice !== undefined) {
    throw new UserError("cases/duplicate-column", `The column \`${twice}\` stands there twice.`, {
      place,
      hint: "Keep one of them.",
    });
  }
  const missing = requiredColumns.find((name) => !names.includes(name));
  if (missing !== undefined) {
    throw new UserError("cases/missing-column", `The column \`${missing}\` is missing.`, {
      place,
      hint: `Add it to the header line; this one has: ${names.join(", ")}.`,
    });
  }
  return fields;
}

function unknownColumn(name: string, names: readonly string[], place: string): UserError {
  const free = [...columns.keys()].filter((known) => !names.includes(known));
  const nearest = findNearestName(name, free);
  let hint = `Known columns: ${[...columns.keys()].join(", ")}.`;
  if (/;|\t/u.test(name)) hint = "Separate the columns by commas.";
  else if (name === "") hint = "Name the column, or delete it.";
  else if (/^__(?:expected|metric|threshold|prefix|suffix|provider)/u.test(name)) {
    hint = "What an answer must meet stands in suite.yaml, under gates.";
  } else if (nearest !== null) hint = `Did you mean \`${nearest}\`?`;
  return new UserError("cases/unknown-column", `The column \`${name}\` is not known.`, {
    place,
    hint,
  });
}

function readCase(
  row: Row,
  header: readonly string[],
  fields: readonly (keyof Case)[],
  path: string,
): PlacedCase {
  const place = `${path}:${row.line}`;
  if (row.cells.length !== header.length) {
    throw new UserError(
      "cases/ragged-row",
      `This row has ${count(row.cells.length, "field")}, the header ${header.length}.`,
      {
        place,
        hint:
          row.cells.length > header.length
            ? "Put a request with commas or line ends in quotes."
            : "Add what is missing; a field that stays empty needs its comma too.",
      },
    );
  }
  const draft: Record<string, unknown> = { origin: "written" };
  fields.forEach((field, index) => {
    const cell = row.cells[index] ?? "";
    if (field === "request") draft[field] = cell;
    else if (field === "gates") {
      const gates = cell.split(",").map((gate) => gate.trim());
      if (cell.trim() !== "") draft[field] = gates.filter((gate) => gate !== "");
    } else if (cell.trim() !== "") draft[field] = cell.trim();
  });
  const fail = (code: string, message: string, hint: string) =>
    new UserError(code, message, { place, hint });
  const id = draft["id"];
  if (typeof id !== "string") throw fail("cases/empty-id", "This row has no id.", "Give it one.");
  if (!idSchema.safeParse(id).success) {
    throw fail(
      "cases/bad-id",
      `\`${id}\` is not an id.`,
      "Write it as lower-case words joined by hyphens: `jwt-auth`.",
    );
  }
  if (String(draft["request"]).trim() === "") {
    throw fail("cases/empty-request", `The case \`${id}\` asks nothing.`, "Write its request.");
  }
  const parsed = caseSchema.safeParse(draft);
  if (parsed.success) return { value: parsed.data, place };
  const origins = caseSchema.unwrap().shape.origin.options;
  const nearest = findNearestName(String(draft["origin"]), origins);
  throw fail(
    "cases/unknown-origin",
    `\`${String(draft["origin"])}\` is no origin.`,
    nearest === null ? `Origins: ${origins.join(", ")}.` : `Did you mean \`${nearest}\`?`,
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
