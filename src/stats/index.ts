export { cohenKappa } from "./cohen-kappa.ts";
export { wilsonInterval, type Interval } from "./wilson.ts";
