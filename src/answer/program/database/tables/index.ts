export { migrationOperations } from "./read-operations.ts";
export { readTableDeclarations } from "./read-tables.ts";
export type { Table, TableColumn, TableDeclaration, TableIndex } from "./table.ts";
export { readQueries } from "../queries/read-queries.ts";
export type { Query } from "../queries/query.ts";
export { readColumnUses } from "./column-uses.ts";
export type { ColumnUse } from "./column-uses.ts";
