import type { GateCalibration } from "./calibrate.ts";
import figures from "./shipped-figures.json" with { type: "json" };

/** How a built-in check compares with the labels, without its disagreements. */
export type GateFigures = Omit<GateCalibration, "gate" | "disagreements">;

/** What `assay calibrate` says of the labels that stand in Assay's repository. */
export interface ShippedFigures {
  /** Labelled answers. */
  readonly answers: number;
  /** Who labelled what, and how. */
  readonly provenance: string;
  /** By gate id; a gate without labels is absent. */
  readonly gates: Readonly<Record<string, GateFigures>>;
}

/** Stored, so that they are at hand where the labels are not; a test holds them up to date. */
export const shippedFigures: ShippedFigures = figures;
