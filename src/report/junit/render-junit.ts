import { answeredGate, type RunRecord, type Sample } from "../../record/index.ts";
import { listArms, samplesOfArm, type Arm } from "../arms.ts";
import { findingsOfCase, type CaseFindings } from "../case-findings.ts";
import type { ReporterInput } from "../reporter.ts";
import { decideTestCase, type Decision } from "./decide-test-case.ts";
import { renderXml, type Element } from "./xml.ts";

interface TestCase extends CaseFindings {
  readonly decision: Decision;
  readonly element: Element;
}

/**
 * A run as JUnit XML: a test suite for each arm, in it a test case for each case and gate. All
 * answers to a case are in the same test case, and names hold no number of a run, so that a CI can
 * follow a test over its runs. Valid by Jenkins' schema and by that of Ant, which demands a time
 * and a host.
 */
export function renderJunit({ run, samples }: Pick<ReporterInput, "run" | "samples">): string {
  return renderXml({
    name: "testsuites",
    children: listArms(run).map((arm, index) =>
      renderSuite(run, arm, { index, samples: samplesOfArm(samples, arm) }),
    ),
  });
}

function renderSuite(
  run: RunRecord,
  arm: Arm,
  { index, samples }: { readonly index: number; readonly samples: readonly Sample[] },
): Element {
  const tests = [...Map.groupBy(samples, ({ case: id }) => id)].flatMap(([id, answers]) =>
    findingsOfCase(run, id, answers).map((found) => renderTestCase(found, { arm, id, answers })),
  );
  const count = (kind: Decision["kind"]) =>
    tests.filter(({ decision }) => decision.kind === kind).length;
  const recorded = samples.every(({ answer }) => answer?.source !== "live");
  const properties = {
    run: run.id,
    status: run.status,
    agent: run.agent.path,
    promptVersion: arm.promptVersion,
    model: arm.model,
    repeats: run.repeats,
    recorded: String(recorded),
  };
  return {
    name: "testsuite",
    attributes: {
      name: `${arm.promptVersion} on ${arm.model}`,
      package: run.agent.name,
      id: index,
      tests: tests.length,
      failures: count("failure"),
      errors: count("error"),
      skipped: count("skipped"),
      time: secondsOf(samples),
      timestamp: run.startedAt.slice(0, 19),
      hostname: "localhost",
    },
    children: [
      {
        name: "properties",
        children: Object.entries(properties).map(([name, value]) => ({
          name: "property",
          attributes: { name, value },
        })),
      },
      ...tests.map(({ element }) => element),
      { name: "system-out", children: run.notices.join("\n") },
      { name: "system-err", children: "" },
    ],
  };
}

function renderTestCase(
  found: CaseFindings,
  of: { readonly arm: Arm; readonly id: string; readonly answers: readonly Sample[] },
): TestCase {
  const decision = decideTestCase(found);
  const { arm, id, answers } = of;
  const { gate } = found;
  return {
    ...found,
    decision,
    element: {
      name: "testcase",
      attributes: {
        name: gate.id,
        classname: [arm.promptVersion, arm.model, id].join("."),
        time: gate.id === answeredGate ? secondsOf(answers) : "0",
      },
      children: decision.kind === "passed" ? [] : [elementOf(decision)],
    },
  };
}

function elementOf(decision: Exclude<Decision, { kind: "passed" }>): Element {
  const { kind, message, text } = decision;
  // Ant's schema wants a type of what fails, and takes none of what is skipped.
  const attributes: Readonly<Record<string, string>> =
    kind === "skipped" ? { message } : { message, type: decision.type };
  return { name: kind, attributes, children: text };
}

/** What was waited for answers, as far as it is known; a check takes no time worth telling. */
function secondsOf(samples: readonly Sample[]): string {
  const known = samples.reduce((sum, { answer }) => sum + (answer?.latencyMs ?? 0), 0);
  return known === 0 ? "0" : (known / 1000).toFixed(3);
}
