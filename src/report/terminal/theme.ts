import type picocolors from "picocolors";

/** Functions that colour text, or leave it as it is. */
export type Colours = ReturnType<typeof picocolors.createColors>;
export type Paint = Colours["red"];

/** How a terminal, or what stands for it, takes text. */
export interface Theme {
  readonly colours: Colours;
  /** No line is wider than this many cells. */
  readonly columns: number;
}
