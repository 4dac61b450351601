import { readFileSync } from "node:fs";
import { describeFirstIssue, findSyntaxErrorLine } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import knownModels from "../known-models.json" with { type: "json" };
import { findDuplicateKey, lineOfPath } from "./json-place.ts";
import { priceFileSchema, type PriceFile, type PriceTable } from "./price-schema.ts";

/**
 * The built-in prices, and over them those of a user's file of the same form: the models that it
 * names are replaced or added as a whole, all others stay.
 *
 * @param file relative to the current directory; null: none
 * @throws UserError `prices/unreadable`, `prices/broken`, with file and line
 */
export function readPrices(file: string | null): PriceTable {
  const builtIn = priceFileSchema.parse(knownModels);
  const own = file === null ? null : readPriceFile(file);
  return {
    batchDiscount: own?.batchDiscount ?? builtIn.batchDiscount ?? 1,
    models: new Map([...entriesOf(builtIn, null), ...(own === null ? [] : entriesOf(own, file))]),
  };
}

function entriesOf({ models, asOf, sources }: PriceFile, file: string | null) {
  const origin = { file, asOf, sources };
  return Object.entries(models).map(([id, prices]) => [id, { ...prices, origin }] as const);
}

function readPriceFile(file: string): PriceFile {
  const text = readText(file);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw broken(
      "The price file is no JSON.",
      `${file}:${findSyntaxErrorLine(text, cause)}`,
      cause,
    );
  }
  const duplicate = findDuplicateKey(text);
  if (duplicate !== null) {
    throw broken("A key stands twice in the price file.", `${file}:${duplicate}`);
  }
  const parsed = priceFileSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [
    ...(issue?.path ?? []),
    ...(issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : []),
  ];
  throw broken(
    `The price file is not as it should be: ${describeFirstIssue(parsed.error)}.`,
    `${file}:${lineOfPath(text, path)}`,
  );
}

function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const reason =
      code === "ENOENT" || code === "ENOTDIR"
        ? "there is none here"
        : code === "EISDIR"
          ? "it is a folder"
          : code === "ERR_ENCODING_INVALID_ENCODED_DATA"
            ? "it is not UTF-8 text"
            : String(code ?? cause);
    throw new UserError("prices/unreadable", `The price file cannot be read: ${reason}.`, {
      place: file,
      hint: "--prices takes a JSON file; docs/models.md shows its form.",
      cause,
    });
  }
}

function broken(message: string, place: string, cause?: unknown): UserError {
  return new UserError("prices/broken", message, {
    place,
    hint: 'A price file is JSON such as {"models": {"my-model": {"input": 3, "output": 15}}}, in USD per million tokens.',
    cause,
  });
}
