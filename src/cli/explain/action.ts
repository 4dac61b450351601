import { shippedFigures, type GateFigures } from "../../calibrate/index.ts";
import { explanations, type Explanation } from "../../checks/index.ts";
import { findNearestName, type Gate } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { ExplainFlags } from "../explain.ts";
import { openSuite } from "../shared/open-suite.ts";
import { renderExplanation, renderExplanations, renderOwnGate } from "./render-explanation.ts";

/** `assay explain`: what a gate means, and how far its check can be trusted. */
export async function explain(options: {
  readonly gate: string | undefined;
  readonly flags: ExplainFlags;
  readonly context: CommandContext;
}): Promise<ExitCode> {
  const { gate: id, flags, context } = options;
  const { theme, print } = context;
  const printJson = (data: unknown) => print(JSON.stringify(data, null, 2));
  if (id === undefined) {
    const all = Object.entries(explanations);
    if (flags.json) printJson(all.map(([gate, explanation]) => asData(gate, explanation)));
    else print(renderExplanations(all, theme));
    return exitCodes.fine;
  }
  const own = Object.hasOwn(explanations, id) ? [] : await gatesOfSuite();
  const gate = own.find((one) => one.id === id);
  const check = typeof gate?.check === "string" ? gate.check : id;
  const explanation = Object.hasOwn(explanations, check) ? explanations[check] : undefined;
  if (explanation !== undefined) {
    if (flags.json) printJson(asData(check, explanation));
    else print(renderExplanation(check, { explanation, figures: figuresOf(check), theme }));
    return exitCodes.fine;
  }
  if (gate === undefined) throw unknownGate(id, own);
  if (flags.json) printJson(gate);
  else print(renderOwnGate(gate, theme));
  return exitCodes.fine;
}

function asData(gate: string, explanation: Explanation): unknown {
  const figures = figuresOf(gate);
  const { answers, provenance } = shippedFigures;
  return {
    gate,
    ...explanation,
    calibration: figures === null ? null : { answers, provenance, ...figures },
  };
}

function figuresOf(gate: string): GateFigures | null {
  return shippedFigures.gates[gate] ?? null;
}

/** The gates of the only suite there is, for those that a user named; none where it is not clear. */
async function gatesOfSuite(): Promise<readonly Gate[]> {
  try {
    return (await openSuite(undefined, process.cwd())).suite.gates;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function unknownGate(id: string, own: readonly Gate[]): UserError {
  const known = [...new Set([...Object.keys(explanations), ...own.map((gate) => gate.id)])];
  const nearest = findNearestName(id, known);
  return new UserError("explain/unknown-gate", `There is no gate "${id}".`, {
    hint: nearest === null ? `There are: ${known.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}
