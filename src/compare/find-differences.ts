import type { RunRecord } from "../record/index.ts";
import type { Arm } from "./types.ts";

/** In what runs must agree to be comparable; each can be allowed to differ. */
export type DifferenceKind = "agent" | "cases" | "requests" | "gates" | "checks";

export interface RunDifference {
  readonly kind: DifferenceKind;
  /** A sentence that names what differs. */
  readonly description: string;
}

const mostNames = 6;

/** In what two arms differ that should be the same: everything but the prompt and the model. */
export function findDifferences(before: Arm, after: Arm): readonly RunDifference[] {
  const [first, second] = [before.run, after.run];
  if (first.id === second.id) return [];
  const hashes = new Map(second.suite.cases.map((one) => [one.id, one.requestHash]));
  const gates = new Map(gradedGates(second).map((gate) => [gate.id, gate]));
  const shared = gradedGates(first).flatMap((gate) => {
    const other = gates.get(gate.id);
    return other ? [{ gate, other }] : [];
  });
  const restrictions = new Map(second.suite.cases.map((one) => [one.id, one.gates]));
  const names = { before: before.name, after: after.name };
  const candidates: readonly (RunDifference | null)[] = [
    first.agent.name === second.agent.name
      ? null
      : {
          kind: "agent",
          description: `Another agent: ${first.agent.name} and ${second.agent.name}.`,
        },
    ...describeOneSided("cases", idsOf(first.suite.cases), idsOf(second.suite.cases), names),
    describeList(
      "requests",
      "Cases with other texts",
      first.suite.cases
        .filter(({ id, requestHash }) => (hashes.get(id) ?? requestHash) !== requestHash)
        .map(({ id }) => id),
    ),
    ...describeOneSided("gates", idsOf(gradedGates(first)), idsOf(gradedGates(second)), names),
    describeList(
      "gates",
      "Gates of another level",
      shared.filter(({ gate, other }) => gate.level !== other.level).map(({ gate }) => gate.id),
    ),
    describeList(
      "gates",
      "Cases with other gates",
      first.suite.cases
        .filter(({ id, gates: own }) => restrictions.has(id) && !isSame(own, restrictions.get(id)))
        .map(({ id }) => id),
    ),
    describeChecks(first, second, shared),
  ];
  return candidates.filter((difference) => difference !== null);
}

function gradedGates(run: RunRecord): RunRecord["suite"]["gates"] {
  return run.suite.gates.filter(({ id }) => run.gates.includes(id));
}

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id);
}

function describeOneSided(
  kind: "cases" | "gates",
  before: readonly string[],
  after: readonly string[],
  names: { readonly before: string; readonly after: string },
): readonly (RunDifference | null)[] {
  const noun = kind === "cases" ? "Cases" : "Gates";
  const onlyIn = (own: readonly string[], other: readonly string[]) =>
    own.filter((id) => !other.includes(id));
  return [
    describeList(kind, `${noun} only in ${names.before}`, onlyIn(before, after)),
    describeList(kind, `${noun} only in ${names.after}`, onlyIn(after, before)),
  ];
}

function describeList(
  kind: DifferenceKind,
  title: string,
  names: readonly string[],
): RunDifference | null {
  if (names.length === 0) return null;
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return { kind, description: `${title}: ${names.slice(0, mostNames).join(", ")}${more}.` };
}

/**
 * Verdicts of other checks are no measure of the answers. The hash of a run is over all gates that
 * it graded, so that it says nothing where these differ: then the checks of the shared gates count.
 */
function describeChecks(
  first: RunRecord,
  second: RunRecord,
  shared: readonly { readonly gate: Gate; readonly other: Gate }[],
): RunDifference | null {
  const others = shared.filter(({ gate, other }) => !isSame(gate.check, other.check));
  if (others.length > 0) {
    const ids = others.map(({ gate }) => gate.id);
    return describeList("checks", "Gates decided by another check", ids);
  }
  const hashes = [first, second].map(({ gradings }) => gradings.at(-1)?.checksHash);
  if (hashes[0] === hashes[1]) return null;
  return {
    kind: "checks",
    description: "The verdicts come from other versions of the checks.",
  };
}

type Gate = RunRecord["suite"]["gates"][number];

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
