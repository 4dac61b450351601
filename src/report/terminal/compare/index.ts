export { styleOfDecision } from "./decision-style.ts";
export { formatP, formatPoints } from "../format-points.ts";
