import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { PythonModule } from "../../types.ts";

/** A column by which a query filters, joins or sorts. */
export interface QueryColumn {
  /** The table as the query names it (`users`, `class User`); null: the query does not say. */
  readonly table: string | null;
  readonly column: string;
  readonly use: "filter" | "join" | "sort";
  /** An equality that every row of the result meets: not one side of an OR. */
  readonly isEquality: boolean;
  /** The other side of a join. */
  readonly joinedTo: { readonly table: string | null; readonly column: string } | null;
  /** What decides whether this part of the query is there; null: it always is. */
  readonly condition: SyntaxNode | null;
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/** One query, with all the columns by which it filters, joins and sorts. */
export interface Query {
  /** Tables that it reads or changes, as it names them. */
  readonly tables: readonly string[];
  readonly columns: readonly QueryColumn[];
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}
