import { addUsage, noUsage, type BilledUsage } from "./usage.ts";

/** An answer and what it is billed as. */
export interface Bill {
  /** That of the request. */
  readonly id: string;
  readonly user: string;
  readonly system: string;
  /** The model that was asked. */
  readonly model: string;
  /** The model that the reply names. */
  readonly servedModel: string;
  /** Through a Message Batch: half the price. */
  readonly isBatch: boolean;
  readonly usage: BilledUsage;
}

/** What the server knows of everything that it was asked, for holding a harness to it. */
export interface Account {
  /** Replies that were sent to the last byte, in the order of their ends. */
  readonly whole: readonly Bill[];
  /**
   * Messages that it worked on and whose replies did not end well: broken off, left by the client,
   * or ended by an error. The API may bill these; `usage` is that of the whole answer, the most.
   */
  readonly unfinished: readonly Bill[];
  /** How many messages were refused with this HTTP status, which bills nothing. */
  refused(status: number): number;
  /** Greatest number of messages under way at a time. */
  mostUnderWay(model?: string): number;
  /** Sum over `whole`. */
  billed(): BilledUsage;
}

/** The account as the server itself writes it. */
export interface OpenAccount extends Account {
  /** A message is under way from here on. @returns to be called when it no longer is */
  enter(model: string): () => void;
  bill(bill: Bill, end: "whole" | "unfinished"): void;
  refuse(status: number): void;
}

export function openAccount(): OpenAccount {
  const whole: Bill[] = [];
  const unfinished: Bill[] = [];
  const refusals = new Map<number, number>();
  const gauge = createGauge();
  const gauges = new Map<string, ReturnType<typeof createGauge>>();
  return {
    whole,
    unfinished,
    refused: (status) => refusals.get(status) ?? 0,
    mostUnderWay: (model) => (model === undefined ? gauge : gauges.get(model))?.most() ?? 0,
    billed: () => whole.reduce((sum, { usage }) => addUsage(sum, usage), noUsage),
    enter(model) {
      const own = gauges.get(model) ?? createGauge();
      gauges.set(model, own);
      const leaves = [gauge.enter(), own.enter()];
      return () => {
        for (const leave of leaves.splice(0)) leave();
      };
    },
    bill(bill, end) {
      (end === "whole" ? whole : unfinished).push(bill);
    },
    refuse(status) {
      refusals.set(status, (refusals.get(status) ?? 0) + 1);
    },
  };
}

function createGauge() {
  let now = 0;
  let most = 0;
  return {
    enter() {
      now += 1;
      most = Math.max(most, now);
      return () => {
        now -= 1;
      };
    },
    most: () => most,
  };
}
