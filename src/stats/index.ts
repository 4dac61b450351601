export { cohenKappa } from "./cohen-kappa.ts";
export { wilsonInterval, z95, type Interval } from "./wilson.ts";
