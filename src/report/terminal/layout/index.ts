export { displayWidth, padText, truncateText, wrapText } from "./fit-text.ts";
export { paragraph } from "./paragraph.ts";
export { printable } from "./printable.ts";
export {
  naturalTableWidth,
  renderTable,
  type Cell,
  type Column,
  type Row,
  type Table,
} from "./render-table.ts";
