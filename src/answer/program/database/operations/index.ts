export { readOperationsOf as readDatabaseOperations } from "./read-operations.ts";
export type { Operation as DatabaseOperation } from "./read-operations.ts";
export { readTransactionFlaws } from "./transaction-flaws.ts";
export type { TransactionFlaw } from "./transaction-flaws.ts";
