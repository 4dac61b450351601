import type { Sample, Verdict } from "../record/index.ts";
import { shareOf } from "../stats/index.ts";
import type { AlignedArm } from "./align-arms.ts";
import type { CasePair } from "./pair-cases.ts";
import type { Flip } from "./types.ts";

/** Cases that moved by more than half of their answers, each with an answer that fails. */
export function findFlips(
  pairs: readonly CasePair[],
  /** The gates of which one must fail; for all required gates together several. */
  gates: readonly string[],
  { before, after }: { readonly before: AlignedArm; readonly after: AlignedArm },
): readonly Flip[] {
  return pairs.filter(isFlipped).map((pair): Flip => {
    const isWorse = shareOf(pair.after) < shareOf(pair.before);
    const failing = (isWorse ? after : before).samplesByCase.get(pair.case) ?? [];
    return {
      case: pair.case,
      direction: isWorse ? "worse" : "better",
      before: pair.before,
      after: pair.after,
      example: findExample(failing, gates),
    };
  });
}

/** Whether the side that passes is another one: less is what a flaky case does anyway. */
export function isFlipped({ before, after }: CasePair): boolean {
  return Math.abs(shareOf(after) - shareOf(before)) > 1 / 2;
}

function findExample(samples: readonly Sample[], gates: readonly string[]): Flip["example"] {
  for (const sample of samples) {
    const gate = gates.find((id) => sample.verdicts?.[id]?.outcome === "fail");
    const verdict: Verdict | undefined = gate === undefined ? undefined : sample.verdicts?.[gate];
    if (gate !== undefined && verdict) {
      const place = verdict.evidence[0] ?? null;
      return { sample: sample.key, gate, reason: verdict.reason, place };
    }
  }
  const ended = samples.find(({ status }) => ["refused", "filtered", "truncated"].includes(status));
  if (!ended) return null;
  return { sample: ended.key, gate: null, reason: `The answer was ${ended.status}.`, place: null };
}
