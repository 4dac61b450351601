import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { PythonModule } from "../../types.ts";

/** What one place of an answer says of a table. */
export interface TableDeclaration {
  readonly kind: "model" | "table" | "migration" | "sql";
  /** The table's name in the database; null where it is not said. */
  readonly name: string | null;
  /** The model's class; null where there is none. */
  readonly className: string | null;
  readonly columns: readonly TableColumn[];
  readonly indexes: readonly TableIndex[];
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

export interface TableColumn {
  /** Its name in the database, and the attribute's, where they differ. */
  readonly names: readonly string[];
  readonly isPrimaryKey: boolean;
  /** `index=True` or `unique=True`. */
  readonly isIndexed: boolean;
  /** `users.id` of a foreign key. */
  readonly references: string | null;
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/** An index, a unique constraint or a primary key of several columns. */
export interface TableIndex {
  /** In order; an expression stands for the columns that it mentions. */
  readonly columns: readonly (readonly string[])[];
  readonly isPrimaryKey: boolean;
  /** Names in the predicate of a partial index. */
  readonly predicate: readonly string[];
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/** A table, put together of all that the answer says of it. */
export interface Table {
  /** Names by which code may mean it: the table's, the class's. */
  readonly names: ReadonlySet<string>;
  readonly columns: readonly TableColumn[];
  readonly indexes: readonly TableIndex[];
  readonly declarations: readonly TableDeclaration[];
}

/** Names of columns that an expression of SQL mentions: words that are neither called nor quoted. */
export function namesInSql(sql: string): readonly string[] {
  const plain = sql.replaceAll(/'[^']*'/gu, " ");
  return [...plain.matchAll(/\b[A-Za-z_]\w*\b(?!\s*\()/gu)].map((match) => match[0].toLowerCase());
}
