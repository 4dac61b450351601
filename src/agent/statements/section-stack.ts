import { headingWords } from "../body/words.ts";
import {
  classifyHeading,
  resolveSectionKind,
  type SectionForm,
  type SectionKind,
} from "./classify-heading.ts";

/** A stretch of the body under one heading, label, XML element or labelled item. */
export interface Section {
  /** Without numbers and marks; empty before the first heading. */
  readonly title: string;
  readonly kind: SectionKind | null;
  readonly rank: number;
  /** The tag whose end ends it; no heading inside does. Null for all that is no XML element. */
  readonly tag: string | null;
  /** Where an item of a list opened it: that list. */
  readonly list: ListPlace | null;
}

export interface ListPlace {
  readonly depth: number;
  readonly ordered: boolean;
}

/** A section ends where one of the same or a lower rank starts. Headings have 1 to 6. */
export const ranks = { bold: 7, plain: 8, tag: 9, item: 10 } as const;

const root: Section = { title: "", kind: null, rank: 0, tag: null, list: null };

/** Layout, not sections, though they look like XML. */
const layoutTags = new Set(
  "a b br center code details div em hr i img kbd li ol p pre span strong sub summary sup table td th tr u ul".split(
    " ",
  ),
);

/** The sections that are open at a point of the body. */
export class SectionStack {
  #open: Section[] = [];
  /** How many closing tags of each name are still to come: a tag that is never closed opens an ordinary section. */
  readonly #closing = new Map<string, number>();

  constructor(closingTags: Iterable<string>) {
    for (const tag of closingTags) this.#closing.set(tag, (this.#closing.get(tag) ?? 0) + 1);
  }

  get current(): Section {
    return this.#open.at(-1) ?? root;
  }

  enter(
    title: string,
    rank: number,
    details: {
      readonly form?: SectionForm;
      /** Its words say nothing about its kind: a document's title. */
      readonly neutral?: boolean;
      readonly tag?: string;
      readonly list?: ListPlace;
    } = {},
  ): void {
    while (this.current !== root && this.current.tag === null && this.current.rank >= rank) {
      this.#open.pop();
    }
    const own = details.neutral === true ? null : classifyHeading(title);
    this.#open.push({
      title,
      kind: resolveSectionKind(own, this.current.kind, details.form ?? "line"),
      rank,
      tag: details.tag ?? null,
      list: details.list ?? null,
    });
  }

  leave(): void {
    this.#open.pop();
  }

  enterTag(tag: string): void {
    const title = tagWords(tag);
    if (layoutTags.has(tag) || title === "") return;
    if ((this.#closing.get(tag) ?? 0) > 0) this.enter(title, ranks.tag, { tag });
    else this.enter(title, ranks.bold);
  }

  leaveTag(tag: string): void {
    this.#closing.set(tag, (this.#closing.get(tag) ?? 0) - 1);
    if (layoutTags.has(tag)) return;
    const at = this.#open.findLastIndex((section) => section.tag === tag);
    if (at !== -1) this.#open = this.#open.slice(0, at);
  }

  /** Ends the sections that items opened, but for those in which a new item at `place` stands. Null: no list goes on. */
  leaveItems(place: ListPlace | null): void {
    for (let list = this.current.list; list !== null; list = this.current.list) {
      const around =
        place !== null &&
        (list.depth < place.depth ||
          (list.depth === place.depth && list.ordered !== place.ordered));
      if (around) return;
      this.#open.pop();
    }
  }
}

/** `quality_gates` → `quality gates`. */
export function tagWords(tag: string): string {
  return headingWords(tag.replaceAll(/[_.:-]+/gu, " "));
}
