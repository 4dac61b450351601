import { resolveRequest } from "../../run/index.ts";
import { findNearestName, type Case, type Suite } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { GradeFlags } from "../grade.ts";
import { readTextFile } from "./read-answer.ts";

/** What the user asked, and the gates to which its case is restricted. */
export interface AskedRequest {
  /** null: not known. */
  readonly request: string | null;
  readonly gates: Case["gates"];
}

/** The request that the flags name. */
export async function findRequest(flags: GradeFlags, suite: Suite | null): Promise<AskedRequest> {
  if (flags.request !== undefined && flags.case !== undefined) {
    throw new UserError("cli/request-and-case", "--request and --case say two things.", {
      hint: "Give one of them.",
    });
  }
  if (flags.request !== undefined) {
    return { request: await readTextFile(flags.request), gates: undefined };
  }
  if (flags.case === undefined) return { request: null, gates: undefined };
  return findCase(flags.case, suite, `--case ${flags.case}`);
}

/**
 * The request of a case.
 *
 * @param place where the case was named
 */
export async function findCase(
  id: string,
  suite: Suite | null,
  place: string,
): Promise<AskedRequest> {
  if (suite === null) {
    throw new UserError("cli/case-without-suite", "There is no suite with cases here.", {
      place,
      hint: "Name a suite by --suite, or give the request itself.",
    });
  }
  const found = suite.cases.find((one) => one.id === id);
  if (found) return { request: await resolveRequest(found, suite), gates: found.gates };
  const ids = suite.cases.map((one) => one.id);
  const nearest = findNearestName(id, ids);
  throw new UserError("cli/no-such-case", `The suite has no case "${id}".`, {
    place: suite.path ?? suite.agentPath,
    hint: nearest === null ? `It has: ${ids.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}
