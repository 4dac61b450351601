/** Money set aside for a call under way. */
export interface Reservation {
  /** Sets as much aside once more, for a second request; false: that might exceed the budget. */
  readonly extend: () => boolean;
  /** @param costUsd what the call has cost, at most */
  readonly settle: (costUsd: number) => void;
}

/** A hard limit: what was spent and what is set aside never exceed it together. */
export interface Budget {
  /**
   * Waits until calls under way have left enough.
   *
   * @param maxCostUsd most that the call can cost
   * @returns null: it might exceed the budget, also when nothing else is under way
   */
  reserve(maxCostUsd: number): Promise<Reservation | null>;
  /** As `reserve`, without waiting. */
  tryReserve(maxCostUsd: number): Reservation | null;
  /** For a call that is under way already, whether or not it fits. */
  hold(maxCostUsd: number): Reservation;
}

/** Sums of prices are not exact: a hundred-millionth of a dollar is nobody's money. */
const tolerance = 1e-8;

/**
 * @param options.budgetUsd null: no limit
 * @param options.spentUsd what is spent already, at most
 */
export function createBudget(options: {
  readonly budgetUsd: number | null;
  readonly spentUsd: number;
}): Budget {
  const limit = options.budgetUsd ?? Number.POSITIVE_INFINITY;
  const waiting: (() => boolean)[] = [];
  let spent = options.spentUsd;
  let reserved = 0;
  let underWay = 0;
  const fits = (costUsd: number) => spent + reserved + costUsd <= limit + tolerance;

  function admit(): void {
    while (waiting[0]?.() === true) waiting.shift();
  }

  function grant(maxCostUsd: number): Reservation {
    let own = maxCostUsd;
    reserved += own;
    underWay += 1;
    return {
      extend() {
        if (!fits(maxCostUsd)) return false;
        own += maxCostUsd;
        reserved += maxCostUsd;
        return true;
      },
      settle(costUsd) {
        underWay -= 1;
        reserved = underWay === 0 ? 0 : reserved - own;
        spent += costUsd;
        admit();
      },
    };
  }

  return {
    reserve(maxCostUsd) {
      return new Promise((resolve) => {
        const decide = () => {
          if (fits(maxCostUsd)) resolve(grant(maxCostUsd));
          else if (underWay === 0) resolve(null);
          else return false;
          return true;
        };
        waiting.push(decide);
        admit();
      });
    },
    tryReserve: (maxCostUsd) => (fits(maxCostUsd) ? grant(maxCostUsd) : null),
    hold: grant,
  };
}
