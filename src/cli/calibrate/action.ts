import path from "node:path";
import { calibrate, readLabels, renderCalibration } from "../../calibrate/index.ts";
import { createGradingPool } from "../../grading/index.ts";
import { selectByGlob } from "../../run/index.ts";
import type { Gate } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { CalibrateFlags } from "../calibrate.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { openSuite } from "../shared/open-suite.ts";

/** `assay calibrate`: grades labelled answers and compares. */
export async function calibrateSuite(options: {
  readonly target: string | undefined;
  readonly flags: CalibrateFlags;
  readonly context: CommandContext;
}): Promise<ExitCode> {
  const { target, flags, context } = options;
  const { suite, notes } = await openSuite(target, ".");
  for (const note of notes) context.note(note);
  const labels = await readLabels(flags.labels ?? path.join(suite.folder, "labels.json"));
  const requests = new Map(suite.cases.map(({ id, request }) => [id, request]));
  refuseUnknown(labels, suite.gates, requests);

  const gates = flags.gate ? selectByGlob(suite.gates, flags.gate, "--gate") : suite.gates;
  const { folder: suiteFolder } = suite;
  const answers = labels.answers.length;
  const pool = await createGradingPool({ gates, suiteFolder, answers });
  const grading = labels.answers.map(async (labelled) => {
    const request = requests.get(labelled.case) ?? null;
    const verdicts = await pool.grade({ text: labelled.text, request, status: null });
    return { labelled, verdicts };
  });
  const graded = await Promise.all(grading);
  await pool.close();
  const calibration = calibrate(
    graded,
    gates.map(({ id }) => id),
  );
  context.print(flags.json ? JSON.stringify(calibration, null, 2) : renderCalibration(calibration));
  return exitCodes.fine;
}

/** Labels of a gate or a case that the suite does not have would silently count for nothing. */
function refuseUnknown(
  labels: Awaited<ReturnType<typeof readLabels>>,
  gates: readonly Gate[],
  requests: ReadonlyMap<string, string>,
): void {
  const known = new Set(gates.map(({ id }) => id));
  for (const { answer, case: id, gates: labelled } of labels.answers) {
    const gate = Object.keys(labelled).find((name) => !known.has(name));
    const wrong = gate !== undefined ? `gate "${gate}"` : requests.has(id) ? null : `case "${id}"`;
    if (wrong === null) continue;
    throw new UserError(
      "labels/unknown-name",
      `The suite has no ${wrong}, labelled for ${answer}.`,
      {
        place: labels.path,
        hint: "Labels name gates and cases by the ids of the suite.",
      },
    );
  }
}
