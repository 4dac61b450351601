export { readDatabaseClients } from "./clients.ts";
export type { DatabaseClient } from "./clients.ts";
export { readDatabaseUses, readDatabaseWrites } from "./database-uses.ts";
export type { DatabaseUse, WriteVerb } from "./database-use.ts";
export type { DatabaseHandle } from "./handle-names.ts";
export { databaseHandleOf, handleOfResult } from "./handles.ts";
export * from "./tables/index.ts";
export { readSqlUses } from "./sql/read-sql-texts.ts";
export type { SqlUse } from "./sql/read-sql-texts.ts";
