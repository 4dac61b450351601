import { childAt, descend, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { readStringLiteral } from "../../../python/string-literal.ts";
import { keywordArguments, positionalArguments } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";
import { readCalls } from "../../located-calls.ts";
import type { Assignment, PythonClass, PythonModule } from "../../types.ts";
import { isColumnCall, listed, makerName, readColumn, readConstraint } from "./column-call.ts";
import type { TableColumn, TableDeclaration, TableIndex } from "./table.ts";

/** Tables that the implementation declares: models, `Table(…)`, attributes shown without their class. */
export function readModels(program: Program): readonly TableDeclaration[] {
  const modules = program.modules.filter((module) => module.role === "implementation");
  return [
    ...modules.flatMap((module) => module.classes.flatMap((one) => modelOf(program, one) ?? [])),
    ...modules.flatMap((module) => looseColumns(program, module) ?? []),
    ...coreTables(program),
  ];
}

function modelOf(program: Program, one: PythonClass): TableDeclaration | null {
  const above = lineageOf(program, one);
  const name = tableNameOf(one);
  const own = [one, ...above.shown];
  const isActive = above.external.some((base) =>
    /^(?:tortoise(?:\.models)?\.Model|peewee\.Model|ormar\.Model|piccolo\.table\.Table)$/u.test(
      base,
    ),
  );
  const isMarked = name !== null || hasTableOption(one);
  const isAbstract =
    /__abstract__\s*=\s*True|abstract\s*=\s*True/u.test(textOf(one.body)) ||
    /Mixin$|^Base$/u.test(one.name);
  const isExcerpt = !isMarked && !isAbstract && one.bases.length > 0 && isPartModel(program, one);
  if (!isMarked && !isExcerpt && !(isActive && !isAbstract)) return null;
  const columns = own.flatMap((each) =>
    each.attributes.flatMap(
      (attribute) => columnOfAttribute(program, each.module, attribute) ?? [],
    ),
  );
  return {
    kind: "model",
    name:
      name ?? metaName(one) ?? (hasTableOption(one) || isActive ? one.name.toLowerCase() : null),
    className: one.name,
    columns:
      isActive && !columns.some((column) => column.isPrimaryKey)
        ? [...columns, implicitKey(one)]
        : columns,
    indexes: own.flatMap((each) => constraintsOf(program, each)),
    node: one.node,
    module: one.module,
  };
}

/** A class of which only some columns are shown: `class User(Base): last_login_at: Mapped[…] = …`. */
function isPartModel(program: Program, one: PythonClass): boolean {
  return one.attributes.some(
    ({ annotation, value }) =>
      (annotation !== null &&
        /^(?:\w+\.)?Mapped\[/u.test(textOf(annotation)) &&
        !isRelationship(value)) ||
      (value?.type === "call" && /^(?:mapped_column|Column)$/u.test(makerName(program, value))),
  );
}

function isRelationship(value: SyntaxNode | null): boolean {
  return value?.type === "call" && /(?:^|\.)relationship\(/u.test(textOf(value));
}

function lineageOf(
  program: Program,
  one: PythonClass,
): { readonly shown: readonly PythonClass[]; readonly external: readonly string[] } {
  const shown: PythonClass[] = [];
  const external: string[] = [];
  const queue = [one];
  for (const next of queue) {
    for (const base of next.bases) {
      const found = program.resolve(base);
      if (found.kind === "class" && found !== one && !shown.includes(found)) {
        shown.push(found);
        queue.push(found);
      }
      if (found.kind === "external" || found.kind === "unbound") external.push(found.name);
    }
  }
  return { shown, external };
}

function tableNameOf(one: PythonClass): string | null {
  const given = one.attributes.find((attribute) => attribute.name === "__tablename__")?.value;
  if (given !== undefined && given !== null) {
    return readStringLiteral(given) ?? one.name.toLowerCase();
  }
  return one.attributes.some((attribute) => attribute.name === "__table__")
    ? one.name.toLowerCase()
    : null;
}

/** `class Meta: table = "users"` (Tortoise), `table_name` (peewee). */
function metaName(one: PythonClass): string | null {
  const match = /class Meta\b[\s\S]*?\b(?:table|table_name|tablename)\s*=\s*["'](\w+)["']/u.exec(
    textOf(one.body),
  );
  return match?.[1] ?? null;
}

/** SQLModel: `class Hero(SQLModel, table=True)`. */
function hasTableOption(one: PythonClass): boolean {
  const list = childAt(one.node, "superclasses");
  return list !== undefined && /\btable\s*=\s*True\b/u.test(textOf(list));
}

function implicitKey(one: PythonClass): TableColumn {
  return {
    names: ["id", "pk"],
    isPrimaryKey: true,
    isIndexed: true,
    references: null,
    node: one.node,
    module: one.module,
  };
}

function columnOfAttribute(
  program: Program,
  module: PythonModule,
  attribute: Assignment,
): TableColumn | null {
  const { name, annotation, value } = attribute;
  if (name.startsWith("__") || isRelationship(value)) return null;
  if (value !== null && isColumnCall(program, value)) {
    const column = readColumn(program, module, name, value);
    const declared = annotation === null ? null : columnInAnnotation(program, annotation);
    if (column === null || declared === null) return column;
    const shared = readColumn(program, module, name, declared);
    return {
      ...column,
      isPrimaryKey: column.isPrimaryKey || shared?.isPrimaryKey === true,
      isIndexed: column.isIndexed || shared?.isIndexed === true,
    };
  }
  if (annotation === null || /\bClassVar\b|\bRelationship\b/u.test(textOf(annotation))) return null;
  if (value?.type === "call") return null;
  const declared = columnInAnnotation(program, annotation);
  if (declared !== null) return readColumn(program, module, name, declared);
  if (/\bMapped\[\s*(?:list|List|set|Set|"|WriteOnlyMapped)/u.test(textOf(annotation))) return null;
  return {
    names: [name],
    isPrimaryKey: false,
    isIndexed: false,
    references: null,
    node: attribute.node,
    module,
  };
}

/** `Mapped[intpk]`, where `intpk = Annotated[int, mapped_column(primary_key=True)]`. */
function columnInAnnotation(program: Program, annotation: SyntaxNode): SyntaxNode | null {
  for (const node of descend(annotation)) {
    if (node.type === "call" && isColumnCall(program, node)) return node;
    if (node.type !== "identifier") continue;
    const found = program.resolve(node);
    if (found.kind !== "value" || found.node === node) continue;
    for (const inner of descend(found.node)) {
      if (inner.type === "call" && isColumnCall(program, inner)) return inner;
    }
  }
  return null;
}

/** `__table_args__`, as a tuple or given by a function, and Tortoise's `Meta.indexes`. */
function constraintsOf(program: Program, one: PythonClass): readonly TableIndex[] {
  const given = one.attributes.find((attribute) => attribute.name === "__table_args__")?.value;
  const method = one.methods.find((each) => each.name === "__table_args__");
  const node = given ?? method?.body;
  const result: TableIndex[] = [];
  for (const inner of node === undefined ? [] : descend(node)) {
    if (inner.type !== "call") continue;
    const index = readConstraint(program, one.module, inner);
    if (index !== null) result.push(index);
  }
  return [...result, ...metaIndexes(one)];
}

function metaIndexes(one: PythonClass): readonly TableIndex[] {
  const meta = one.module.classes.find(
    (each) => each.qualifiedName === `${one.qualifiedName}.Meta`,
  );
  return (meta?.attributes ?? []).flatMap(({ name, value }): readonly TableIndex[] => {
    if (!/^(?:indexes|unique_together)$/u.test(name) || value === null) return [];
    const rows = namedChildren(value);
    const isFlat = rows.every((row) => row.type === "string");
    const lists = isFlat ? [value] : rows;
    return lists.map((row) => ({
      columns: descend(row).flatMap((each) => {
        const text = readStringLiteral(each);
        return text === null ? [] : [[text, `${text}_id`]];
      }),
      isPrimaryKey: false,
      predicate: [],
      node: row,
      module: one.module,
    }));
  });
}

/** Columns at the margin of a block: an excerpt of a class that is not shown. */
function looseColumns(program: Program, module: PythonModule): TableDeclaration | null {
  const columns = module.assignments.flatMap((attribute): readonly TableColumn[] => {
    const { value, name } = attribute;
    if (value?.type !== "call" || makerName(program, value) !== "mapped_column") return [];
    const column = readColumn(program, module, name, value);
    return column === null ? [] : [column];
  });
  const [first] = columns;
  if (first === undefined) return null;
  return {
    kind: "model",
    name: null,
    className: null,
    columns,
    indexes: [],
    node: first.node,
    module,
  };
}

/** `Table("users", metadata, Column(…), …)`, and `Index("ix", User.email)` beside its table. */
function coreTables(program: Program): readonly TableDeclaration[] {
  return readCalls(program).flatMap((call): readonly TableDeclaration[] => {
    if (call.module.role !== "implementation" || !/Table$|^Index$/u.test(call.name)) return [];
    const maker = makerName(program, call.node);
    const { module, node } = call;
    if (maker === "Index" && node.parent?.type === "expression_statement") {
      return looseIndex(program, module, node);
    }
    if (maker !== "Table") return [];
    const [first, ...rest] = positionalArguments(node);
    const name = first === undefined ? null : readStringLiteral(first);
    if (name === null) return [];
    const parts = rest.filter((one) => one.type === "call");
    return [
      {
        kind: "table",
        name,
        className: null,
        columns: parts
          .filter((one) => isColumnCall(program, one))
          .flatMap((one) => readColumn(program, module, keyOf(one), one) ?? []),
        indexes: parts.flatMap((one) => readConstraint(program, module, one) ?? []),
        node,
        module,
      },
    ];
  });
}

function keyOf(column: SyntaxNode): string | null {
  const key = keywordArguments(column).get("key");
  return key === undefined ? null : readStringLiteral(key);
}

function looseIndex(
  program: Program,
  module: PythonModule,
  node: SyntaxNode,
): readonly TableDeclaration[] {
  const index = readConstraint(program, module, node);
  const columns = listed(program, childAt(node, "arguments")).length;
  if (index === null || columns === 0) return [];
  const owner = positionalArguments(node)
    .slice(1)
    .flatMap((one) => [...descend(one)])
    .find((one) => one.type === "identifier" && one.field === "object");
  const className = owner === undefined ? null : textOf(owner);
  return [{ kind: "table", name: null, className, columns: [], indexes: [index], node, module }];
}
