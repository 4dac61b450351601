import { statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { UserError } from "../user-error.ts";
import { catalogue, builtInCheckIds } from "./catalogue/index.ts";
import { findNearestName } from "./nearest-name.ts";
import { parseSuiteFile, suiteError } from "./parse-suite-file.ts";
import type { Problem } from "./parse-suite-file.ts";
import { parseCases } from "./read-cases.ts";
import type { PlacedCase } from "./read-cases.ts";
import { readText } from "./read-text.ts";
import type { Gate, Suite, SuiteFile } from "./schema.ts";
import type { PlacedYaml } from "./yaml-place.ts";

/**
 * Reads suite.yaml and its cases file and checks them against each other: every gate, check,
 * fixture and file that is named must be there, every id must be given once. A UserError names file
 * and line of each fault, and the nearest right name. The built-in gate `answered` is added where
 * the file leaves it out without ignoring it.
 */
export function readSuite(path: string): Suite {
  const { file, yaml } = parseSuiteFile(readText(path, "suite"), path);
  const folder = dirname(path);
  const cases = [...placeCases(path, yaml, file), ...readCasesFile(path, yaml, file)];
  const problems = [...checkGates(folder, yaml, file), ...checkCases(folder, yaml, file)];
  if (problems.length > 0) throw suiteError(path, problems);
  refuseDuplicates(cases);
  refuseUnknownGates(cases, file);
  return {
    path,
    folder,
    agentPath: isAbsolute(file.agent) ? file.agent : join(folder, file.agent),
    gates: withAnswered(file),
    cases: cases.map((one) => one.value),
  };
}

function checkGates(folder: string, yaml: PlacedYaml, file: SuiteFile): readonly Problem[] {
  return file.gates.flatMap((gate, index): readonly Problem[] => {
    const first = file.gates.findIndex((other) => other.id === gate.id);
    const problems: Problem[] = [];
    if (first !== index) {
      problems.push({
        code: "suite/duplicate-gate",
        line: yaml.lineOf(["gates", index, "id"]),
        message: `The gate id \`${gate.id}\` is taken by line ${yaml.lineOf(["gates", first, "id"])}.`,
        hint: "Give it another id, or delete one of the two.",
      });
    }
    const fault = findCheckFault(folder, gate);
    if (fault !== null) {
      problems.push({ ...fault, line: yaml.lineOf(["gates", index, "check"]) });
    }
    return problems;
  });
}

function findCheckFault(folder: string, gate: Gate): Omit<Problem, "line"> | null {
  const { check } = gate;
  if (typeof check !== "string" || check === "unchecked") return null;
  if (/^\.{1,2}\//u.test(check)) return findFileFault(folder, check, "check");
  if (builtInCheckIds.includes(check)) return null;
  const nearest = findNearestName(check, [...builtInCheckIds, "unchecked"]);
  return {
    code: "suite/unknown-check",
    message: `The gate \`${gate.id}\` names an unknown check: \`${check}\`.`,
    hint:
      nearest === null
        ? `Checks: ${builtInCheckIds.join(", ")}; or ./path/to/check.ts, or unchecked.`
        : `Did you mean \`${nearest}\`?`,
  };
}

function findFileFault(
  folder: string,
  named: string,
  what: "check" | "fixture",
): Omit<Problem, "line"> | null {
  const path = isAbsolute(named) ? named : join(folder, named);
  if (what === "check" && !/\.(?:[mc]?ts|[mc]?js)$/u.test(named)) {
    return {
      code: "suite/check-file-kind",
      message: `The check \`${named}\` is no TypeScript or JavaScript file.`,
      hint: "Name a file that ends in .ts, .mts, .js or .mjs.",
    };
  }
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return null;
  return {
    code: `suite/no-such-${what}`,
    message: `There is no ${what} file \`${named}\`.`,
    hint: `Looked for ${path}: paths count from the folder of suite.yaml.`,
  };
}

function checkCases(folder: string, yaml: PlacedYaml, file: SuiteFile): readonly Problem[] {
  return file.cases.flatMap((one, index): readonly Problem[] => {
    const problems: Problem[] = [];
    const fault = one.fixture === undefined ? null : findFileFault(folder, one.fixture, "fixture");
    if (fault !== null) problems.push({ ...fault, line: yaml.lineOf(["cases", index, "fixture"]) });
    if (one.needs !== undefined && one.fixture === undefined && one.origin !== "proposed") {
      problems.push({
        code: "suite/needs-fixture",
        line: yaml.lineOf(["cases", index, "needs"]),
        message: `The case \`${one.id}\` lacks ${one.needs}.`,
        hint: "Name a file with it as `fixture`, delete `needs`, or set `origin: proposed`.",
      });
    }
    return problems;
  });
}

function placeCases(path: string, yaml: PlacedYaml, file: SuiteFile): readonly PlacedCase[] {
  return file.cases.map((value, index) => ({
    value,
    place: `${path}:${yaml.lineOf(["cases", index, "id"])}`,
    gatePlaces: value.gates?.map(
      (_, gate) => `${path}:${yaml.lineOf(["cases", index, "gates", gate])}`,
    ),
  }));
}

function readCasesFile(path: string, yaml: PlacedYaml, file: SuiteFile): readonly PlacedCase[] {
  if (file.casesFile === undefined) return [];
  const casesPath = isAbsolute(file.casesFile)
    ? file.casesFile
    : join(dirname(path), file.casesFile);
  if (statSync(casesPath, { throwIfNoEntry: false }) === undefined) {
    throw suiteError(path, [
      {
        code: "suite/no-such-cases-file",
        line: yaml.lineOf(["casesFile"]),
        message: `There is no cases file \`${file.casesFile}\`.`,
        hint: `Looked for ${casesPath}: paths count from the folder of suite.yaml.`,
      },
    ]);
  }
  const placed = parseCases(readText(casesPath, "cases file"), casesPath);
  for (const { value, place } of placed) {
    const fault =
      value.fixture === undefined ? null : findFileFault(dirname(path), value.fixture, "fixture");
    if (fault !== null) throw new UserError(fault.code, fault.message, { place, hint: fault.hint });
    if (value.needs !== undefined && value.fixture === undefined && value.origin !== "proposed") {
      throw new UserError("suite/needs-fixture", `The case \`${value.id}\` lacks ${value.needs}.`, {
        place,
        hint: "Name a file with it as `fixture`, empty `needs`, or set the origin `proposed`.",
      });
    }
  }
  return placed;
}

function refuseDuplicates(cases: readonly PlacedCase[]): void {
  const places = new Map<string, string>();
  for (const { value, place } of cases) {
    const first = places.get(value.id);
    if (first !== undefined) {
      throw new UserError(
        "suite/duplicate-case",
        `The case id \`${value.id}\` is taken by ${first}.`,
        {
          place,
          hint: "Give it another id, or delete one of the two.",
        },
      );
    }
    places.set(value.id, place);
  }
}

function refuseUnknownGates(cases: readonly PlacedCase[], file: SuiteFile): void {
  const known = [...file.gates.map((gate) => gate.id), "answered"];
  for (const { value, place, gatePlaces } of cases) {
    const at = value.gates?.findIndex((gate) => !known.includes(gate)) ?? -1;
    const unknown = value.gates?.[at];
    if (unknown === undefined) continue;
    const nearest = findNearestName(unknown, known);
    throw new UserError(
      "suite/unknown-gate",
      `The case \`${value.id}\` names an unknown gate: \`${unknown}\`.`,
      {
        place: gatePlaces?.[at] ?? place,
        hint: nearest === null ? `Gates: ${known.join(", ")}.` : `Did you mean \`${nearest}\`?`,
      },
    );
  }
}

function withAnswered(file: SuiteFile): readonly Gate[] {
  const isThere = file.gates.some((gate) => gate.id === "answered" || gate.check === "answered");
  const entry = catalogue.find((known) => known.id === "answered");
  if (isThere || entry === undefined || file.ignored?.includes("answered") === true) {
    return file.gates;
  }
  const { id, title, level } = entry;
  return [{ id, statement: title, source: [], level, check: id }, ...file.gates];
}
