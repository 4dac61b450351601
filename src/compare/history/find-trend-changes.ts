import type { RunRecord } from "../../record/index.ts";
import { promptHashOf, servedModelsOf } from "./describe-point.ts";
import type { TrendArm, TrendChange, TrendChangeKind } from "./types.ts";

const mostNames = 3;
/** What says how fast and how far a run may go, and not what is asked. */
const idleSettings: readonly string[] = ["concurrency", "budgetUsd", "maxMissingRate", "prices"];

/** What of all that is recorded is another one than in the run before, in the order of likely causes. */
export function findTrendChanges(before: TrendArm, after: TrendArm): readonly TrendChange[] {
  const [a, b] = [before.run, after.run];
  const suite = [...compareCases(a, b), ...compareGates(a, b)];
  const version = compareValues("assay", "assay", a.versions.assay, b.versions.assay);
  return [
    ...compareValues("agent", "agent", a.agent.name, b.agent.name),
    ...compareValues(
      "prompt",
      "prompt",
      shortHash(promptHashOf(before)),
      shortHash(promptHashOf(after)),
    ),
    ...compareValues("model", "model", before.model, after.model),
    ...compareServed(before, after),
    ...compareValues("settings", "answers to each case", a.repeats, b.repeats),
    ...compareSettings(a, b),
    ...suite,
    ...(suite.length === 0 && a.suite.hash !== b.suite.hash
      ? [change("suite", "suite otherwise (words, thresholds, or cases that are only proposed)")]
      : []),
    ...compareValues(
      "checks",
      version.length > 0 ? "checks, with assay," : "checks",
      shortHash(checksOf(a)),
      shortHash(checksOf(b)),
    ),
    ...version,
  ];
}

function change(kind: TrendChangeKind, description: string): TrendChange {
  return { kind, description };
}

function compareValues(
  kind: TrendChangeKind,
  what: string,
  before: string | number,
  after: string | number,
): readonly TrendChange[] {
  return before === after ? [] : [change(kind, `${what} ${before} → ${after}`)];
}

/** Where one side does not know who answered, nothing can be said. */
function compareServed(before: TrendArm, after: TrendArm): readonly TrendChange[] {
  const [a, b] = [servedModelsOf(before.samples), servedModelsOf(after.samples)];
  if (a.length === 0 || b.length === 0) return [];
  return compareValues("served-model", "served by", a.join(" and "), b.join(" and "));
}

function compareSettings(a: RunRecord, b: RunRecord): readonly TrendChange[] {
  const [before, after] = [flatten(a.settings), flatten(b.settings)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => !idleSettings.includes(key))
    .flatMap((key) =>
      compareValues("settings", key, before.get(key) ?? "default", after.get(key) ?? "default"),
    );
}

/** Settings by name, those of sampling among them; null is the model's own default. */
function flatten(settings: RunRecord["settings"]): ReadonlyMap<string, string> {
  const { sampling, ...own } = settings;
  return new Map(
    [...Object.entries(own), ...Object.entries(sampling)].map(([key, value]) => [
      key,
      value === null ? "default" : String(value),
    ]),
  );
}

function compareCases(a: RunRecord, b: RunRecord): readonly TrendChange[] {
  const before = new Map(a.suite.cases.map((one) => [one.id, one]));
  const after = new Map(b.suite.cases.map((one) => [one.id, one]));
  const shared = b.suite.cases.filter(({ id }) => before.has(id));
  return [
    ...nameIds("cases", "new case", onlyIn(after, before)),
    ...nameIds("cases", "case gone:", onlyIn(before, after)),
    ...nameIds(
      "cases",
      "other text of case",
      shared.filter((one) => one.requestHash !== before.get(one.id)?.requestHash).map(idOf),
    ),
    ...nameIds(
      "gates",
      "other gates of case",
      shared.filter((one) => !isSame(one.gates, before.get(one.id)?.gates)).map(idOf),
    ),
  ];
}

function compareGates(a: RunRecord, b: RunRecord): readonly TrendChange[] {
  const before = new Map(gradedGates(a).map((gate) => [gate.id, gate]));
  const after = new Map(gradedGates(b).map((gate) => [gate.id, gate]));
  const shared = gradedGates(b).filter(({ id }) => before.has(id));
  return [
    ...nameIds("gates", "new gate", onlyIn(after, before)),
    ...nameIds("gates", "gate gone:", onlyIn(before, after)),
    ...nameIds(
      "gates",
      "other level of gate",
      shared.filter((gate) => gate.level !== before.get(gate.id)?.level).map(idOf),
    ),
    ...nameIds(
      "checks",
      "another check of gate",
      shared.filter((gate) => !isSame(gate.check, before.get(gate.id)?.check)).map(idOf),
    ),
  ];
}

function gradedGates(run: RunRecord): RunRecord["suite"]["gates"] {
  return run.suite.gates.filter(({ id }) => run.gates.includes(id));
}

function nameIds(
  kind: TrendChangeKind,
  what: string,
  ids: readonly string[],
): readonly TrendChange[] {
  if (ids.length === 0) return [];
  const more = ids.length > mostNames ? ` and ${ids.length - mostNames} more` : "";
  return [change(kind, `${what} ${ids.slice(0, mostNames).join(", ")}${more}`)];
}

function onlyIn(
  own: ReadonlyMap<string, unknown>,
  other: ReadonlyMap<string, unknown>,
): readonly string[] {
  return [...own.keys()].filter((id) => !other.has(id));
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function checksOf({ gradings }: RunRecord): string {
  return gradings.at(-1)?.checksHash ?? "";
}

/** The first digits are enough to tell hashes apart. */
function shortHash(hash: string | null): string {
  return (hash ?? "none").replace(/^sha256:/u, "").slice(0, 8);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
