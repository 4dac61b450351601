import type {
  FakeOptions,
  Fault,
  RouteFault,
  SeenRequest,
} from "../fake-anthropic/start-fake-anthropic.ts";
import type { EntryEnd } from "../fake-anthropic/batches/batch.ts";
import { drawFault, type FaultKind } from "./draw-fault.ts";
import { diceOf, type Dice } from "./dice.ts";
import type { Phase, Scenario } from "./scenario.ts";

/** What the server does in a scenario. */
export interface Trouble {
  readonly options: FakeOptions;
  /** From here on it is as the phase says. */
  begin(phase: Pick<Phase, "isFaultless" | "refusesKeyAt">): void;
  /** Models that were told to send less since the phase began. */
  readonly throttled: ReadonlySet<string>;
}

/**
 * Answers and faults that depend on the seed, on what is asked and how often it was, and on
 * nothing else: a scenario of the same seed meets the same.
 */
export function createTrouble(
  scenario: Pick<Scenario, "seed" | "delayMs" | "faultRate" | "faults" | "maxTokens" | "isLong">,
): Trouble {
  const { seed, delayMs, faultRate, faults, maxTokens, isLong } = scenario;
  const dice = new Map<string, Dice>();
  const attempts = new Map<string, number>();
  let phase: Pick<Phase, "isFaultless" | "refusesKeyAt"> = {
    isFaultless: false,
    refusesKeyAt: null,
  };
  const throttled = new Set<string>();
  let messages = 0;

  /** The same dice for all questions about one request. */
  function diceFor({ id, model, system, user }: SeenRequest): Dice {
    const known = dice.get(id);
    if (known) return known;
    const what = JSON.stringify([model, system, user]);
    const attempt = (attempts.get(what) ?? 0) + 1;
    attempts.set(what, attempt);
    const fresh = diceOf(hash(`${seed} ${what} ${attempt}`));
    dice.set(id, fresh);
    return fresh;
  }

  function faultOf(request: SeenRequest): Fault | null {
    messages += 1;
    const own = diceFor(request);
    if (phase.refusesKeyAt !== null && messages > phase.refusesKeyAt) {
      return { kind: "status", status: own.oneOf([401, 403]), message: sayKey(request) };
    }
    const [first, ...rest] = faults;
    if (phase.isFaultless || first === undefined || !own.isOnce(faultRate)) return null;
    const kinds: readonly [FaultKind, ...FaultKind[]] = [first, ...rest];
    const fault = drawFault(own.oneOf(kinds), own);
    if (fault.kind !== "status") return fault;
    if (fault.status === 429 || fault.status === 529) throttled.add(request.model);
    return { ...fault, message: fault.message ?? sayKey(request) };
  }

  return {
    begin(next) {
      phase = next;
      messages = 0;
      throttled.clear();
    },
    throttled,
    options: {
      fault: faultOf,
      delayMs: (request) => diceFor(request).whole(delayMs + 1),
      routeFault: ({ route, attempt }) =>
        phase.isFaultless
          ? null
          : drawRouteFault(diceOf(hash(`${seed} ${route} ${attempt}`)), faultRate),
      batches: {
        seed,
        pollsUntilEnd: diceOf(seed).whole(2),
        entry: ({ batchId, customId, isCanceled }) =>
          isCanceled
            ? "canceled"
            : drawEntryEnd(
                diceOf(hash(`${seed} ${batchId} ${customId.split("-").at(-1)}`)),
                faultRate,
              ),
      },
      answer(request) {
        // Some are longer than the model may answer.
        const words = isLong ? maxTokens : diceFor(request).whole(maxTokens);
        return `[${request.id}] ${"word ".repeat(words)}`;
      },
    },
  };
}

/** Calls about batches and counts fail half as often as messages do. */
function drawRouteFault(dice: Dice, faultRate: number): RouteFault | null {
  if (!dice.isOnce(faultRate / 2)) return null;
  const soon = { retryAfterMs: 1 + dice.whole(20) };
  return dice.oneOf<RouteFault>([
    { kind: "status", status: 500, ...soon },
    { kind: "status", status: 529, ...soon },
    { kind: "status", status: 429, ...soon },
    { kind: "drop" },
    { kind: "drop-after" },
    { kind: "drop-within" },
  ]);
}

function drawEntryEnd(dice: Dice, faultRate: number): EntryEnd {
  if (!dice.isOnce(faultRate)) return "succeeded";
  return dice.oneOf(["errored", "expired", "canceled"]);
}

/** A proxy may say more than it should. */
function sayKey({ apiKey }: SeenRequest): string {
  return `Failing as told, with the key ${apiKey}.`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01_00_01_93);
  return value >>> 0;
}
