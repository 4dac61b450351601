export type { Forecast, ModelForecast } from "./forecast.ts";
export { forecastRun, type PlannedCalls } from "./forecast-run.ts";
