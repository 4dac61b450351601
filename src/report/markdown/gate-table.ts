import type { ArmSummary, GateSummary } from "../summarise-run.ts";
import { formatInterval, formatRate } from "../terminal/format-rate.ts";
import { markOf } from "../terminal/outcome-style.ts";
import { uncheckedGates } from "../unchecked-gates.ts";
import { codeSpan, escapeMarkdown, tableRow } from "./escape-markdown.ts";
import type { Block } from "./fit-blocks.ts";

const counts = ["pass", "fail", "na", "error", "unchecked", "missing"] as const;
const titles = {
  pass: "pass",
  fail: "fail",
  na: "n/a",
  error: "error",
  unchecked: "open",
  missing: "missing",
};

/**
 * A row a gate, the required ones first: all counts where there is one arm, else for each arm the
 * rate and what it is of. Gates that nothing decides are named elsewhere.
 */
export function renderGateTable(arms: readonly ArmSummary[]): readonly Block[] {
  const open = uncheckedGates(arms);
  const gates = (arms[0]?.gates ?? []).filter(({ gate }) => !open.includes(gate));
  const sorted = [
    ...gates.filter(({ level }) => level === "required"),
    ...gates.filter(({ level }) => level === "advisory"),
  ];
  if (sorted.length === 0) return [];
  const [only, ...others] = arms;
  return [only && others.length === 0 ? tableOfArm(sorted) : tableOfArms(sorted, arms)];
}

function tableOfArm(gates: readonly GateSummary[]): Block {
  const shown = counts.filter(
    (count) =>
      ["pass", "fail", "na"].includes(count) || gates.some((summary) => summary[count] > 0),
  );
  const head = [
    "",
    "gate",
    "level",
    ...shown.map((count) => titles[count]),
    "rate",
    "95% interval",
  ];
  return {
    before: [tableRow(head), tableRow(head.map((_, index) => (index < 3 ? "---" : "---:")))],
    rows: gates.map((summary) =>
      tableRow([
        markOf(outcomeOf([summary])),
        codeSpan(summary.gate),
        summary.level,
        ...shown.map((count) => String(summary[count])),
        formatRate(summary.rate),
        formatInterval(summary.interval),
      ]),
    ),
    after: [],
  };
}

function tableOfArms(gates: readonly GateSummary[], arms: readonly ArmSummary[]): Block {
  const head = ["", "gate", "level", ...arms.map(({ label }) => escapeMarkdown(label))];
  return {
    before: [tableRow(head), tableRow(head.map((_, index) => (index < 3 ? "---" : "---:")))],
    rows: gates.map(({ gate, level }) => {
      const inArms = arms.map(({ gates: all }) => all.find((other) => other.gate === gate));
      return tableRow([
        markOf(outcomeOf(inArms.filter((summary) => summary !== undefined))),
        codeSpan(gate),
        level,
        ...inArms.map((summary) => (summary ? describe(summary) : "")),
      ]);
    }),
    after: [],
  };
}

/** `94% (15 of 16)`. */
function describe({ rate, pass, fail, na, error, missing }: GateSummary): string {
  if (rate === null) {
    return error + missing > 0 ? `! ${error + missing} missing` : na > 0 ? "n/a" : "–";
  }
  return `${fail > 0 ? `${markOf("fail")} ` : ""}${formatRate(rate)} (${pass} of ${pass + fail})`;
}

function outcomeOf(inArms: readonly GateSummary[]) {
  if (inArms.some(({ fail }) => fail > 0)) return "fail";
  if (inArms.some(({ error }) => error > 0)) return "error";
  return inArms.some(({ pass }) => pass > 0) ? "pass" : "na";
}
