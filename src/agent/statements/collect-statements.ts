import type { Block, ItemBlock, TextLine } from "../body/parse-blocks.ts";
import { parseLabel, type Label } from "../body/parse-label.ts";
import { endsWithColon, headingWords, stripColon, stripMarks } from "../body/words.ts";
import type { Statement } from "../types.ts";
import {
  classifyHeading,
  isLeadHeading,
  resolveSectionKind,
  type SectionKind,
} from "./classify-heading.ts";
import { isPlaceholder } from "./is-placeholder.ts";
import { leadStrength, type Lead } from "./lead.ts";
import {
  commands,
  commandsInProse,
  isNormative,
  ordersThroughout,
  startsWithImperative,
} from "./normative.ts";
import { ranks, SectionStack, tagWords, type Section } from "./section-stack.ts";
import { splitSentences } from "./split-sentences.ts";

export interface Collected {
  readonly statements: readonly Statement[];
  readonly responsibilities: readonly Statement[];
}

/**
 * Finds what the body demands of an answer. The rule:
 *
 * 1. Every item of a section whose heading announces requirements (`Quality Gates`, `Output
 *    Requirements`, `Technical Standards`, `Rules`, `Never` …) is a statement.
 * 2. Under a heading that only perhaps announces them (`Best Practices`, `Testing & Quality`,
 *    `Decision Making`), and of instructions that are not numbered, the items are statements where
 *    at least half of them have the form of an order or a condition; else it is a list of topics,
 *    and only what says must or never counts.
 * 3. Items below a lead-in that demands (`All endpoints must have:`, `Verify that:`) are
 *    statements, and so are check boxes.
 * 4. A sentence that says must, never, always or the like is a statement wherever it stands, but
 *    for numbered steps of a workflow, and for examples and templates.
 * 5. So is, where nothing says what a list is for, an order about all or none of something
 *    (`Annotate all functions`).
 * 6. Items of sections that say what the agent does (`Core Responsibilities`) are
 *    responsibilities, unless rule 3 or 4 takes them; of a list of capabilities, those that start
 *    with a verb. Workflow steps are neither.
 *
 * A section is a heading, a line in bold or with a colon, an XML element, or a list item that is
 * only a bold label; it inherits its parent's kind where its own words say nothing. Lines are
 * indices into the lines of the body.
 */
export function collectStatements(blocks: readonly Block[]): Collected {
  const collector = new Collector(blocks);
  blocks.forEach((block, index) => collector.read(block, blocks[index + 1]));
  return collector.decide();
}

interface Found {
  readonly statement: Statement;
  readonly target: "statement" | "responsibility" | "undecided";
  /** Undecided items of a section stand or fall together. */
  readonly section: Section;
}

/** A sentence with the place that decides what becomes of it. */
interface Candidate {
  readonly text: string;
  readonly line: number;
  readonly ordered: boolean;
  readonly checkbox: boolean;
}

class Collector {
  readonly #found: Found[] = [];
  readonly #sections: SectionStack;
  readonly #title: Block | null;
  #leads: readonly Lead[] = [];

  constructor(blocks: readonly Block[]) {
    const first = blocks.filter((block) => block.kind === "heading" && block.rank === 1);
    // The only heading of rank 1 is the document's title and says nothing of its sections.
    this.#title = first.length === 1 ? (first[0] ?? null) : null;
    this.#sections = new SectionStack(
      blocks.flatMap((block) => (block.kind === "close" ? [block.tag] : [])),
    );
  }

  read(block: Block, next: Block | undefined): void {
    switch (block.kind) {
      case "heading":
        this.#leads = [];
        this.#sections.enter(headingWords(block.text), block.rank, {
          neutral: block === this.#title,
        });
        return;
      case "open":
        this.#leads = [];
        this.#sections.enterTag(block.tag);
        return;
      case "close":
        this.#leads = [];
        this.#sections.leaveTag(block.tag);
        return;
      case "paragraph":
        this.#leads = this.#leads.filter(
          (lead) =>
            lead.depth < block.depth - 1 || (lead.ordered !== null && lead.depth < block.depth),
        );
        if (block.depth === 0) this.#sections.leaveItems(null);
        if (!this.#readTable(block.lines)) this.#readLines(block.lines, block.depth);
        return;
      case "item":
        this.#readItem(block, next);
        return;
    }
  }

  decide(): Collected {
    const counts = new Map<Section, { all: number; normative: number }>();
    for (const { statement, target, section } of this.#found) {
      if (target !== "undecided") continue;
      const count = counts.get(section) ?? { all: 0, normative: 0 };
      counts.set(section, {
        all: count.all + 1,
        normative: count.normative + (isNormative(statement.words) ? 1 : 0),
      });
    }
    const statements = this.#found.filter(({ statement, target, section }) => {
      if (target !== "undecided") return target === "statement";
      const { all, normative } = counts.get(section) ?? { all: 1, normative: 0 };
      return normative * 2 >= all || commands(statement.words);
    });
    const responsibilities = this.#found.filter(({ target }) => target === "responsibility");
    return {
      statements: statements.map(({ statement }) => statement),
      responsibilities: responsibilities.map(({ statement }) => statement),
    };
  }

  #readLines(lines: readonly TextLine[], depth: number): void {
    let prose: TextLine[] = [];
    const flush = (): void => {
      this.#readProse(prose, depth);
      prose = [];
    };
    for (const each of lines) {
      const element = inlineElement.exec(each.text);
      if (element !== null) {
        flush();
        this.#readElement(element[1] ?? "", element[2] ?? "", each.line);
        continue;
      }
      const label = parseLabel(each.text);
      if (label !== null && (opensSection(label.title, label.style) || this.#isSibling(label))) {
        flush();
        this.#leads = [];
        this.#sections.enter(label.title, label.style === "bold" ? ranks.bold : ranks.plain);
        if (label.rest !== "") prose.push({ ...each, text: label.rest });
      } else {
        prose.push(each);
      }
    }
    flush();
  }

  /** After `Rules:`, a line `Patterns in use:` opens the next section, whatever its words. */
  #isSibling({ title, style }: Label): boolean {
    const follows = style === "plain" && this.#sections.current.rank === ranks.plain;
    return follows && leadStrength(title) === null;
  }

  #readProse(lines: readonly TextLine[], depth: number): void {
    for (const { text, line } of splitSentences(lines)) {
      const words = stripMarks(text);
      if (endsWithColon(text)) {
        const lead = stripColon(words);
        this.#addLead({
          text: lead,
          depth: depth - 1,
          ordered: null,
          strength: leadStrength(lead),
        });
      } else if (this.#countsAsProse(words)) {
        this.#add("statement", { words, line, lead: null });
      }
    }
  }

  #countsAsProse(words: string): boolean {
    const { kind } = this.#sections.current;
    if (kind === "examples" || words.length < 8 || isPlaceholder(words)) return false;
    if (commandsInProse(words)) return true;
    if (
      /^(?:you are|your (?:role|mission|goal)|this|these|those|the following|here|it)\b/iu.test(
        words,
      )
    ) {
      return false;
    }
    if (kind === "gates") return isNormative(words);
    return (kind === "soft-gates" || kind === "instructions") && startsWithImperative(words);
  }

  /** A table of requirements: a row is a statement, its first cell the name. */
  #readTable(lines: readonly TextLine[]): boolean {
    const [head, rule] = lines;
    if (head === undefined || rule === undefined || !head.text.includes("|")) return false;
    if (!/^[|:\s-]{3,}$/u.test(rule.text) || !/\|/u.test(rule.text)) return false;
    const { kind } = this.#sections.current;
    if (kind !== "gates" && kind !== "soft-gates") return true;
    for (const { text, line } of lines.slice(2)) {
      const [name = "", ...others] = text
        .split("|")
        .map((cell) => cell.trim())
        .filter((cell) => cell !== "");
      const row = others.length === 0 ? name : `${name}: ${others.join("; ")}`;
      this.#weigh({ text: row, line, ordered: false, checkbox: false });
    }
    return true;
  }

  /** `<rule>Never guess.</rule>`: an item, in its parent's section or in one of its own. */
  #readElement(tag: string, text: string, line: number): void {
    const title = tagWords(tag);
    const own = classifyHeading(title);
    const opens =
      own !== null &&
      resolveSectionKind(own, this.#sections.current.kind, "line") !== this.#sections.current.kind;
    if (opens) this.#sections.enter(title, ranks.item + 100);
    this.#weigh({ text, line, ordered: false, checkbox: false });
    if (opens) this.#sections.leave();
  }

  #readItem(item: ItemBlock, next: Block | undefined): void {
    const { depth, ordered, text, line } = item;
    this.#sections.leaveItems(item);
    this.#leads = this.#leads.filter(
      (lead) => lead.depth < depth || (lead.depth === depth && lead.ordered === !ordered),
    );
    const label = parseLabel(text);
    // Authors number the labels and leave the bullets below them at the margin.
    const announces = endsWithColon(text) || (label?.style === "bold" && label.rest === "");
    const goesOn =
      item.hasChildren ||
      (announces && next?.kind === "item" && next.depth === depth && next.ordered !== ordered);
    const words = stripColon(stripMarks(text));
    const strength = leadStrength(words);
    if (goesOn && words !== "") {
      const isLabel = label?.style === "bold" && opensSection(label.title, "bold");
      const { kind } = this.#sections.current;
      if (isLabel && (label.rest === "" || (kind !== "gates" && kind !== "soft-gates"))) {
        this.#sections.enter(label.title, ranks.item + depth, {
          form: "item",
          list: { depth, ordered },
        });
        if (label.rest !== "" && !endsWithColon(label.rest)) {
          this.#weigh({ ...item, text: label.rest });
        }
        return;
      }
      const isStatement = item.hasChildren && !endsWithColon(text) && isNormative(words);
      if (isStatement && kind !== "responsibilities") this.#weigh(item);
      this.#addLead({ text: words, depth, ordered, strength });
      return;
    }
    // A lead-in with nothing below it but code says nothing by itself.
    if (!endsWithColon(text)) this.#weigh({ ...item, line });
  }

  #addLead(lead: Lead): void {
    this.#leads = [
      ...this.#leads.filter(
        ({ depth, ordered }) => depth !== lead.depth || ordered !== lead.ordered,
      ),
      lead,
    ];
  }

  /** Decides what an item is, by the rules above. */
  #weigh(item: Candidate): void {
    const words = stripMarks(item.text);
    const { kind, title } = this.#sections.current;
    if (words === "" || kind === "examples" || isPlaceholder(words)) return;
    const leads = this.#leads.map(({ text }) => text);
    if (leads.length === 0 && isLeadHeading(title) && !commands(words)) leads.push(title);
    const lead = leads.length === 0 ? null : leads.join(": ");
    const target = this.#target(item, words);
    if (target !== null) this.#add(target, { words, line: item.line, lead });
  }

  #target(item: Candidate, words: string): Found["target"] | null {
    const kind = this.#kindFor(item);
    const doing = kind === "responsibilities" || kind === "capabilities";
    const strengths = this.#leads.map(({ strength }) => strength);
    if (kind === "gates" || strengths.includes("must")) return "statement";
    if (!doing && (strengths.includes("should") || item.checkbox)) return "statement";
    if (kind === "soft-gates") return "undecided";
    if (commands(words) && !(kind === "steps" && item.ordered)) return "statement";
    if (kind === "responsibilities") return "responsibility";
    if (kind === "capabilities") return startsWithImperative(words) ? "responsibility" : null;
    const isFree = kind === null && !item.ordered && this.#leads.length === 0;
    return isFree && ordersThroughout(words) ? "statement" : null;
  }

  /** The kind of section that an item is in; instructions are steps where they are numbered. */
  #kindFor({ ordered }: Pick<Candidate, "ordered">): SectionKind | null {
    const { kind } = this.#sections.current;
    if (kind !== "instructions") return kind;
    return ordered || this.#leads.some((lead) => lead.ordered) ? "steps" : "soft-gates";
  }

  #add(target: Found["target"], statement: Omit<Statement, "section">): void {
    const section = this.#sections.current;
    const { words, lead, line } = statement;
    this.#found.push({ target, section, statement: { section: section.title, words, lead, line } });
  }
}

const inlineElement = /^<([A-Za-z][\w.:-]{0,60})(?:\s[^<>]{0,300})?>([^<>\n]{1,2000})<\/\1>$/u;

/** A label is a section's, unless it is a lead-in that demands something of the items below it. */
function opensSection(title: string, style: "bold" | "plain"): boolean {
  if (isLeadHeading(title)) return true;
  if (commands(title)) return false;
  if (style === "bold") return leadStrength(title) === null || classifyHeading(title) !== null;
  return classifyHeading(title) !== null && leadStrength(title) === null;
}
