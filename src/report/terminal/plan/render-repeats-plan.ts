import type {
  BaselineRecord,
  GateRule,
  RepeatsAdvice,
  RepeatsPlan,
  RuleFault,
} from "../../../baseline/index.ts";
import { formatSize } from "../format-points.ts";
import { formatUsd } from "../../format-usd.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable, renderTable, type Cell } from "../layout/index.ts";
import type { Theme } from "../theme.ts";

/** What numbers of repeats can tell of a suite. */
export interface RepeatsPlanView {
  readonly agent: string;
  /** null: there is none yet. */
  readonly baseline: BaselineRecord | null;
  readonly notes: readonly string[];
  readonly rule: GateRule;
  /** Of the run that is planned. */
  readonly repeats: number;
  readonly plan: RepeatsPlan;
  /** Why the gate rule would always say the same; null: it can pass and fail. */
  readonly fault: RuleFault | null;
  /** null: it is not said who will be asked. */
  readonly cost: RepeatCost | null;
}

/** What it costs to ask each case once. */
export interface RepeatCost {
  readonly model: string;
  /** USD; null where it is unknown. */
  readonly priceUsd: {
    readonly from: number | null;
    readonly to: number | null;
    readonly likely: number | null;
    /** What `likely` goes by, or why it is not known. */
    readonly likelyBasis: string;
  };
}

/** A row a number of repeats, and the repeats that drops take. */
export function renderRepeatsPlan(view: RepeatsPlanView, theme: Theme): string {
  const { plan, rule, notes } = view;
  const { colours, columns } = theme;
  const text = (words: string, rest = 0) => paragraph(printable(words), { width: columns, rest });
  const parts = [
    [
      ...text(describeSuite(view)).map((line) => colours.bold(line)),
      ...notes.flatMap((note) => text(note)),
    ],
    renderOptions(view, theme),
    [
      ...text(
        `detects: the smallest drop found with a chance of 80 %; certifies: the largest drop ruled out ${describeBest(view)}; one broken case: one that passed always and now fails always is found`,
      ),
      ...text(describeAssumption(plan, view.baseline)),
      ...text(describeCost(view)),
      ...text(
        `Scope suite, margin ${formatSize(rule.margin)}, α=${String(rule.alpha).replace(/^0/u, "")}${rule.strict ? ", strict" : ""}.`,
      ),
    ].map((line) => colours.dim(line)),
    [
      ...plan.advice.flatMap((advice) => text(describeAdvice(advice, view), 2)),
      ...describeSingles(view).flatMap((words) => text(words, 2)),
    ],
  ];
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

function describeSuite({ agent, plan, baseline }: RepeatsPlanView): string {
  const cases = formatCount(plan.cases, "case");
  if (baseline === null) {
    return `${agent} · ${cases} · no baseline yet: one with as many repeats, all of whose answers pass, is assumed`;
  }
  const origin = baseline.recorded ? "recorded answers" : baseline.model.id;
  return `${agent} · ${cases} · baseline: run ${baseline.run} of ${baseline.date.slice(0, 10)}, ${origin}, × ${baseline.repeats}`;
}

function renderOptions(view: RepeatsPlanView, theme: Theme): readonly string[] {
  const { plan, repeats: planned } = view;
  const { colours, columns } = theme;
  return renderTable(
    {
      columns: [
        { title: "  --repeat", align: "right" },
        { title: "answers", align: "right" },
        { title: "detects", align: "right" },
        { title: "certifies", align: "right" },
        { title: "one broken case" },
        { title: "cost", align: "right" },
      ],
      paintTitles: colours.dim,
      rows: plan.options.map((option): readonly Cell[] => {
        const { repeats, answers, detectable, certifiable, findsBrokenCase } = option;
        const paint = repeats === planned ? colours.bold : undefined;
        return [
          { text: `${repeats === planned ? "▸" : " "} ${repeats}`, paint },
          { text: String(answers), paint },
          { text: detectable === null ? "nothing" : wholePoints(detectable), paint },
          { text: wholePoints(certifiable), paint },
          { text: findsBrokenCase ? "found" : "not found", paint },
          { text: costOf(repeats, view), paint },
        ];
      }),
    },
    columns,
  );
}

/** Rounded up: what is promised must hold. */
function wholePoints(share: number): string {
  return `${Math.ceil(share * 100 - 1e-9)} pp`;
}

/** What is to be known of one answer each. */
function describeSingles({ plan, baseline }: RepeatsPlanView): readonly string[] {
  if (plan.assumption !== "worst-case") return [];
  const flips = plan.flipsNeeded;
  return [
    flips === null
      ? `With one answer each even ${plan.cases} cases that all turn worse may be chance.`
      : `With one answer each ${flips} of ${plan.cases} cases must turn worse, and none better, to be told from chance.`,
    ...(baseline === null
      ? []
      : [
          "More answers of the run alone help little against a baseline with one each: bless a run of --repeat 5.",
        ]),
  ];
}

/** `$0.42`; where no likely one is known, `$0.05 to $3.26`. */
function costOf(repeats: number, { cost }: RepeatsPlanView): string {
  const { from = null, to = null, likely = null } = cost?.priceUsd ?? {};
  if (likely !== null) return formatUsd(likely * repeats);
  if (from === null || to === null) return "unknown";
  return `${formatUsd(from * repeats)} to ${formatUsd(to * repeats)}`;
}

function describeCost({ cost }: RepeatsPlanView): string {
  if (cost === null) return "Cost: unknown, as nobody is asked. --model names somebody.";
  const { likely, likelyBasis } = cost.priceUsd;
  return likely === null
    ? `Cost: of ${cost.model}; a likely one is not known: ${likelyBasis}.`
    : `Cost: of ${cost.model}, ${likelyBasis}.`;
}

function describeBest({ baseline }: RepeatsPlanView): string {
  return baseline === null ? "if every answer passes" : "if nothing changes";
}

function describeAssumption({ assumption }: RepeatsPlan, baseline: BaselineRecord | null): string {
  switch (assumption) {
    case "baseline":
      return "Assumed: answers vary within the cases as the baseline's do.";
    case "worst-case":
      return `Assumed, as ${baseline === null ? "there is no baseline" : "the baseline has one answer to a case"}: answers vary as much as they can (each passes with a chance of one half). Mostly they vary less, and fewer repeats are enough.`;
    default:
      return assumption satisfies never;
  }
}

function describeAdvice(
  { drop, repeats, repeatsOfBoth }: RepeatsAdvice,
  view: RepeatsPlanView,
): string {
  const { plan, baseline } = view;
  const lead = `For ${formatSize(drop)}:`;
  const price = (count: number) => {
    const cost = costOf(count, view);
    const words = cost === "unknown" ? "cost unknown" : cost;
    return `${formatCount(count * plan.cases, "answer")}, ${words}`;
  };
  if (repeats !== null) return `${lead} --repeat ${repeats} (${price(repeats)}), or add cases.`;
  if (baseline !== null && repeatsOfBoth !== null) {
    return `${lead} no number of repeats helps against a baseline of ${formatCount(baseline.repeats, "answer")} to a case. Bless one of --repeat ${repeatsOfBoth} and run as many (each time ${price(repeatsOfBoth)}), or add cases.`;
  }
  return `${lead} no number of repeats helps: add cases.`;
}
