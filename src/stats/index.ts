export { wilsonInterval, z95, type Interval } from "./wilson.ts";
