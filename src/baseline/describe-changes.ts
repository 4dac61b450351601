import type { BaselineCase, BaselineRecord } from "./baseline-schema.ts";

/** A gate's answers that pass, of those that pass or fail. */
export interface GateChange {
  /** null: all required gates together. */
  readonly gate: string | null;
  /** null: not there, or nothing decided. */
  readonly before: { readonly passes: number; readonly answers: number } | null;
  readonly after: { readonly passes: number; readonly answers: number } | null;
}

/** What another baseline changes. */
export interface BaselineChanges {
  /** Sentences on what was asked of whom. */
  readonly facts: readonly string[];
  /** Gates whose counts differ, all required gates together first. */
  readonly gates: readonly GateChange[];
}

/** In what a baseline differs from the one before it; null: in nothing. */
export function describeChanges(
  before: BaselineRecord,
  after: BaselineRecord,
): BaselineChanges | null {
  if (JSON.stringify(before) === JSON.stringify(after)) return null;
  return { facts: describeFacts(before, after), gates: changedGates(before, after) };
}

function describeFacts(before: BaselineRecord, after: BaselineRecord): readonly string[] {
  const hashes = (record: BaselineRecord) =>
    new Map(record.cases.map(({ id, requestHash }) => [id, requestHash]));
  const checks = (record: BaselineRecord) =>
    new Map(record.gates.map(({ id, checkHash }) => [id, checkHash]));
  const [oldCases, newCases] = [hashes(before), hashes(after)];
  const [oldChecks, newChecks] = [checks(before), checks(after)];
  const [oldName, newName] = [before.promptVersion.name, after.promptVersion.name];
  const candidates: readonly (string | null)[] = [
    change("run", before.run, after.run),
    change("agent", before.agent.name, after.agent.name),
    before.promptVersion.hash === after.promptVersion.hash
      ? null
      : `prompt: another text${oldName === newName ? ` of ${newName}` : ` (${oldName} → ${newName})`}`,
    change("model", before.model.id, after.model.id),
    change("answered by", before.servedModels.join(", "), after.servedModels.join(", ")),
    change("repeats", String(before.repeats), String(after.repeats)),
    list(
      "cases added",
      [...newCases.keys()].filter((id) => !oldCases.has(id)),
    ),
    list(
      "cases gone",
      [...oldCases.keys()].filter((id) => !newCases.has(id)),
    ),
    list(
      "cases with other texts",
      [...newCases].filter(([id, hash]) => (oldCases.get(id) ?? hash) !== hash).map(([id]) => id),
    ),
    list(
      "gates added",
      [...newChecks.keys()].filter((id) => !oldChecks.has(id)),
    ),
    list(
      "gates gone",
      [...oldChecks.keys()].filter((id) => !newChecks.has(id)),
    ),
    list(
      "gates decided by another check, or version of it",
      [...newChecks].filter(([id, hash]) => (oldChecks.get(id) ?? hash) !== hash).map(([id]) => id),
    ),
  ];
  return candidates.filter((fact) => fact !== null);
}

function change(what: string, before: string, after: string): string | null {
  return before === after ? null : `${what}: ${before || "unknown"} → ${after || "unknown"}`;
}

function list(what: string, ids: readonly string[]): string | null {
  return ids.length === 0 ? null : `${what}: ${ids.join(", ")}`;
}

function changedGates(before: BaselineRecord, after: BaselineRecord): readonly GateChange[] {
  const ids = new Set([...after.gates, ...before.gates].map(({ id }) => id));
  return [null, ...ids]
    .map((gate) => ({ gate, before: sum(before, gate), after: sum(after, gate) }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

function sum({ cases }: BaselineRecord, gate: string | null): GateChange["after"] {
  const counts = cases.flatMap((one: BaselineCase) =>
    gate === null ? one.total : (one.gates[gate] ?? []),
  );
  const add = (kind: "pass" | "fail") =>
    counts.reduce((all, outcomes) => all + (outcomes[kind] ?? 0), 0);
  const [passes, fails] = [add("pass"), add("fail")];
  return passes + fails === 0 ? null : { passes, answers: passes + fails };
}
