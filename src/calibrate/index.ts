export {
  calibrate,
  type Calibration,
  type GateCalibration,
  type GradedLabels,
} from "./calibrate.ts";
export { readLabels, type LabelledText, type Labels } from "./read-labels.ts";
export { renderCalibration } from "./render-calibration.ts";
export { shippedFigures, type GateFigures, type ShippedFigures } from "./shipped-figures.ts";
