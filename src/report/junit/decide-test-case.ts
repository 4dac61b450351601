import type { CaseFindings, Finding } from "../case-findings.ts";

/** What a test case says of a gate in all answers to a case. */
export type Decision =
  | { readonly kind: "passed" }
  | ({ readonly kind: "failure" | "error"; readonly type: string } & Words)
  | ({ readonly kind: "skipped" } & Words);

interface Words {
  /** One line. */
  readonly message: string;
  /** A reason with its places for each answer that is not as it should be. */
  readonly text: string;
}

/**
 * Fails where an answer fails a required gate. A failed advisory gate is skipped and says so: it
 * must not fail a build, nor look as if it passed. Where nothing fails, a missing answer or a check
 * that could not decide is an error. A gate that applies nowhere, or that nothing checks, is
 * skipped.
 */
export function decideTestCase({ gate, findings }: CaseFindings): Decision {
  const of = (...outcomes: readonly Finding["outcome"][]) =>
    findings.filter(({ outcome }) => outcomes.includes(outcome));
  const failed = of("fail");
  // What nothing checks is not known less for an answer that is missing.
  const unknown = gate.check === "unchecked" ? [] : of("error", "missing");
  if (failed.length > 0) {
    const message = summarise(failed, findings, failed.length === 1 ? "fails" : "fail");
    const text = describe([...failed, ...unknown], findings.length);
    return gate.level === "required"
      ? { kind: "failure", type: gate.level, message, text }
      : { kind: "skipped", message: `advisory, fails: ${message}`, text };
  }
  if (unknown.length > 0) {
    return {
      kind: "error",
      type: unknown.some(({ outcome }) => outcome === "error") ? "error" : "missing",
      message: summarise(unknown, findings, unknown.length === 1 ? "is missing" : "are missing"),
      text: describe(unknown, findings.length),
    };
  }
  if (of("pass").length > 0) return { kind: "passed" };
  if (gate.check === "unchecked") {
    return { kind: "skipped", message: "not checked: no check decides this gate yet", text: "" };
  }
  return {
    kind: "skipped",
    message: `does not apply: ${findings[0]?.reason ?? ""}`,
    text: describe(findings, findings.length),
  };
}

/** `2 of 5 answers fail: ` before the first reason, where there are several answers. */
function summarise(some: readonly Finding[], all: readonly Finding[], verb: string): string {
  const reason = some[0]?.reason ?? "";
  return all.length === 1 ? reason : `${some.length} of ${all.length} answers ${verb}: ${reason}`;
}

function describe(findings: readonly Finding[], answers: number): string {
  return findings
    .map(({ repeat, reason, evidence }) =>
      [
        answers === 1 ? reason : `#${repeat}: ${reason}`,
        ...evidence.map(({ file, line, excerpt }) => `  ${file}:${line}  ${excerpt}`),
      ].join("\n"),
    )
    .join("\n");
}
