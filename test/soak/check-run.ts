import type { LoadedRun } from "../../src/record/index.ts";
import type { Account } from "../fake-anthropic/start-fake-anthropic.ts";
import { checkAnswers, storedAnswers } from "./check-answers.ts";
import { checkLines } from "./check-lines.ts";
import { checkMoney } from "./check-money.ts";
import { findText } from "./find-text.ts";

/**
 * Holds a stored run to what the server counted. The server's answers must begin with the id of
 * their request in brackets, `[req_fake_000001]`, and the server must be idle.
 *
 * @returns what is not as it must be; empty: all is well
 */
export async function checkRun(
  loaded: LoadedRun,
  options: {
    readonly account: Account;
    /** System prompts by the name of the version. */
    readonly prompts: ReadonlyMap<string, string>;
    /** May stand in no file of the run. */
    readonly key: string;
    /** Nobody stopped the run: nothing may be pending. */
    readonly isWhole: boolean;
    /** Infinity: none was set. */
    readonly budgetUsd: number;
  },
): Promise<readonly string[]> {
  const { account, prompts, key, isWhole, budgetUsd } = options;
  const { byId, violations } = storedAnswers(loaded);
  return [
    ...violations,
    ...checkLines(loaded, { isWhole }),
    ...checkAnswers(byId, account),
    ...checkMoney({ loaded, account, byId, prompts, budgetUsd }),
    ...(await findText(loaded.folder, key)).map((file) => `the key is in ${file}`),
  ];
}
