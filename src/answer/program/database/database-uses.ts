import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { firstArgument, keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { originalName, readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import { changedObjects } from "./changed-objects.ts";
import type { DatabaseUse, WriteVerb } from "./database-use.ts";
import type { DatabaseHandle } from "./handle-names.ts";
import { databaseHandleOf } from "./handles.ts";
import { sqlTextOf } from "./sql-parts.ts";

const known = new WeakMap<Program, readonly DatabaseUse[]>();

/** Every use of a database in the implementation and its migrations; calls in source order. */
export function readDatabaseUses(program: Program): readonly DatabaseUse[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const drivers = driversOf(program);
  const uses = readCalls(program)
    .filter((call) => call.module.role !== "test")
    .flatMap((call) => readUse(program, call, drivers) ?? []);
  const all = [...uses, ...changedObjects(program, uses)];
  known.set(program, all);
  return all;
}

/** Writes to a database, migrations apart. */
export function readDatabaseWrites(program: Program): readonly DatabaseUse[] {
  return readDatabaseUses(program).filter(
    (one) => one.kind === "write" && one.module.role === "implementation",
  );
}

type Drivers = ReadonlySet<string>;

/** Top-level packages that the implementation imports. */
function driversOf(program: Program): Drivers {
  return new Set(
    program.modules
      .filter((module) => module.role !== "test")
      .flatMap((module) => module.imports.map((one) => one.from.split(".")[0] ?? "")),
  );
}

function readUse(program: Program, call: LocatedCall, drivers: Drivers): DatabaseUse | null {
  return (
    sessionUse(program, call) ??
    executed(program, call, drivers) ??
    builtStatement(program, call, drivers) ??
    queryWrite(call) ??
    collectionUse(call, drivers) ??
    modelUse(program, call, drivers)
  );
}

type Rest = Partial<Pick<DatabaseUse, "handle" | "verb" | "target" | "autocommits">>;

function use(call: LocatedCall, kind: DatabaseUse["kind"], rest: Rest = {}): DatabaseUse {
  return { ...call, kind, handle: null, verb: null, target: null, autocommits: false, ...rest };
}

const sessionWrites: Readonly<Record<string, WriteVerb>> = {
  add: "insert",
  add_all: "insert",
  delete: "delete",
  merge: "save",
  bulk_save_objects: "insert",
  bulk_insert_mappings: "insert",
  bulk_update_mappings: "update",
};
const sessionReads = /^(?:get|get_one|refresh|query|stream|stream_scalars)$/u;

function sessionUse(program: Program, call: LocatedCall): DatabaseUse | null {
  const { name, receiver } = call;
  if (receiver === null) return null;
  if (name === "commit" || name === "rollback" || name === "flush") {
    const handle = databaseHandleOf(program, receiver);
    const isOther =
      handle === null &&
      !/(?:^|[._])(?:uow|unit_of_work|tx|trans|transaction|session|db|conn)$/iu.test(
        textOf(receiver),
      );
    return isOther ? null : use(call, name, { handle });
  }
  const verb = Object.hasOwn(sessionWrites, name) ? sessionWrites[name] : undefined;
  if (verb === undefined && !sessionReads.test(name)) return null;
  const handle = databaseHandleOf(program, receiver);
  if (handle === null) return null;
  if (verb === undefined) return handle.kind === "session" ? use(call, "read", { handle }) : null;
  // `cursor.add` and the like are nothing; sessions only.
  if (handle.kind !== "session") return null;
  const given = firstArgument(call.node);
  return use(call, "write", {
    handle,
    verb,
    target: given === undefined ? null : madeOf(program, given),
  });
}

/** `Post` of `Post(…)` or of a variable that holds one. */
function madeOf(program: Program, node: SyntaxNode, depth = 0): string | null {
  if (depth > 4) return null;
  switch (node.type) {
    case "call": {
      const callee = textOf(childAt(node, "function") ?? node);
      return /^(?:\w+\.)*[A-Z]\w*$/u.test(callee) ? (callee.split(".").at(-1) ?? null) : null;
    }
    case "named_expression": {
      const value = childAt(node, "value");
      return value === undefined ? null : madeOf(program, value, depth + 1);
    }
    case "identifier":
    case "attribute": {
      const found = program.resolve(node);
      if (found.kind === "value" && found.node !== node && found.through === "assign") {
        return madeOf(program, found.node, depth + 1);
      }
      const type = program.typeOf(node);
      return type === null ? null : (type.name.split(".").at(-1) ?? null);
    }
    case "list":
    case "list_comprehension": {
      const first = node.children.find((one) => one.type === "call");
      return first === undefined ? null : madeOf(program, first, depth + 1);
    }
    default:
      return null;
  }
}

const executors =
  /^(?:execute|executemany|executescript|execute_many|exec|exec_driver_sql|scalar|scalars|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetch_val|execute_query|execute_insert|execute_query_dict|iterate|copy_records_to_table|stream)$/u;

/** SQL text, or a statement, that is sent. */
function executed(program: Program, call: LocatedCall, drivers: Drivers): DatabaseUse | null {
  const { name, receiver } = call;
  if (receiver === null || !executors.test(name)) return null;
  const handle = databaseHandleOf(program, receiver);
  const given = firstArgument(call.node) ?? keywordArguments(call.node).get("query");
  const sql = given === undefined ? null : sqlTextOf(program, given);
  if (handle === null && (sql === null || !sqlVerb.test(sql))) {
    return null;
  }
  if (name === "copy_records_to_table") {
    return use(call, "write", { handle, verb: "insert", autocommits: true });
  }
  const write = sql === null ? null : writeOf(sql);
  if (write === null) return use(call, "read", { handle });
  const autocommits = autocommitsByItself(program, call, handle, drivers);
  return use(call, "write", { handle, ...write, autocommits });
}

const sqlVerb =
  /^\s*(?:--[^\n]*\n\s*)*(?:SELECT|INSERT|UPDATE|DELETE|MERGE|REPLACE|WITH|CREATE|ALTER|DROP|TRUNCATE|PRAGMA|BEGIN|COMMIT|ROLLBACK|SET|LOCK|CALL|EXPLAIN)\b/iu;

/** What a text of SQL writes; null for a query, and for what changes the schema only. */
function writeOf(sql: string): { readonly verb: WriteVerb; readonly target: string | null } | null {
  const match =
    /^\s*(?:--[^\n]*\n\s*)*(?:WITH\b[\s\S]*?\)\s*)?(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?["`[]?([\w.]+|…)/iu.exec(
      sql,
    );
  if (match === null) return null;
  const word = (match[1] ?? "").slice(0, 3).toUpperCase();
  const verb = word === "UPD" ? "update" : word === "DEL" || word === "TRU" ? "delete" : "insert";
  return { verb, target: (match[2] ?? "").split(".").at(-1) ?? null };
}

/** Raw statements of drivers that commit each by itself, unless a transaction is open. */
function autocommitsByItself(
  program: Program,
  call: LocatedCall,
  handle: DatabaseHandle | null,
  drivers: Drivers,
): boolean {
  const library = handle?.library ?? null;
  if (library !== null) {
    if (/^(?:asyncpg|databases|peewee)$/u.test(library)) return true;
    const isEngine = handle?.kind === "engine" && /^sql(?:alchemy|model)$/u.test(library);
    return isEngine || isAutocommit(program, call);
  }
  const only = (name: string): boolean =>
    drivers.has(name) && !drivers.has("sqlalchemy") && !drivers.has("sqlmodel");
  if (only("asyncpg") || only("databases") || only("tortoise")) return true;
  return isAutocommit(program, call);
}

/** The answer sets its connections to commit each statement. */
function isAutocommit(program: Program, call: LocatedCall): boolean {
  return program.modules.some(
    (module) =>
      module.role === call.module.role &&
      /isolation_level\s*=\s*(?:None\b|["']AUTOCOMMIT["'])|autocommit\s*=\s*True|["']isolation_level["']\s*:\s*["']AUTOCOMMIT["']/u.test(
        module.root.source,
      ),
  );
}

const constructs = /^(?:sqlalchemy|sqlmodel)(?:\.\w+)*\.(insert|update|delete)$/u;

/** `update(User)…`, `users.insert()`: statements that write, where they are built. */
function builtStatement(program: Program, call: LocatedCall, drivers: Drivers): DatabaseUse | null {
  // `database.execute(notes.insert())` of `databases` commits itself.
  const autocommits = drivers.has("databases");
  const { receiver, node } = call;
  const name = originalName(call);
  if (name !== "insert" && name !== "update" && name !== "delete") {
    // `from sqlalchemy import update as sa_update`, `pg_insert`
    if (!/insert|update|delete/u.test(name) || receiver !== null) return null;
  }
  const callee = childAt(node, "function");
  const found = callee === undefined ? null : program.resolve(callee);
  if (found?.kind === "external" || found?.kind === "unbound") {
    const match = constructs.exec(found.name);
    const given = firstArgument(node);
    if (
      match !== null ||
      (found.kind === "unbound" &&
        receiver === null &&
        given !== undefined &&
        isModelName(given) &&
        /^(?:insert|update|delete)$/u.test(name))
    ) {
      const target = given === undefined ? null : (textOf(given).split(".").at(-1) ?? null);
      return use(call, "write", { verb: (match?.[1] ?? name) as WriteVerb, target, autocommits });
    }
  }
  if (receiver === null || positionalArguments(node).length > 1) return null;
  return isTable(program, receiver)
    ? use(call, "write", { verb: name as WriteVerb, target: textOf(receiver), autocommits })
    : null;
}

function isModelName(node: SyntaxNode): boolean {
  return node.type === "identifier" && /^[A-Z]/u.test(textOf(node));
}

function isTable(program: Program, node: SyntaxNode): boolean {
  if (node.type === "attribute" && textOf(node).endsWith(".__table__")) return true;
  const found = program.resolve(node);
  if (found.kind !== "value" || found.node.type !== "call") return false;
  const callee = childAt(found.node, "function");
  const maker = callee === undefined ? null : program.resolve(callee);
  return maker?.kind === "external" && /^sqlalchemy\.(?:\w+\.)*Table$/u.test(maker.name);
}

/** `session.query(User).filter(…).delete()` */
function queryWrite(call: LocatedCall): DatabaseUse | null {
  const { name, receiver } = call;
  if ((name !== "update" && name !== "delete") || receiver === null) return null;
  const words = textOf(receiver);
  const match = /\.query\(\s*(?:\w+\.)*(\w+)[\s\S]*\)$/u.exec(words);
  return match === null ? null : use(call, "write", { verb: name, target: match[1] ?? null });
}

const collectionWrites: Readonly<Record<string, WriteVerb>> = {
  insert_one: "insert",
  insert_many: "insert",
  update_one: "update",
  update_many: "update",
  replace_one: "update",
  delete_one: "delete",
  delete_many: "delete",
  bulk_write: "update",
  find_one_and_update: "update",
  find_one_and_replace: "update",
  find_one_and_delete: "delete",
};

/** MongoDB's collections: motor, pymongo. */
function collectionUse(call: LocatedCall, drivers: Drivers): DatabaseUse | null {
  const { name, receiver } = call;
  if (receiver === null) return null;
  const verb = Object.hasOwn(collectionWrites, name) ? collectionWrites[name] : undefined;
  if (verb !== undefined) {
    return use(call, "write", {
      verb,
      target: textOf(receiver).split(".").at(-1) ?? null,
      autocommits: true,
    });
  }
  const isMongo = drivers.has("motor") || drivers.has("pymongo");
  return isMongo && /^(?:find_one|find|aggregate|count_documents|distinct)$/u.test(name)
    ? use(call, "read")
    : null;
}

const modelWrites: Readonly<Record<string, WriteVerb>> = {
  create: "insert",
  bulk_create: "insert",
  get_or_create: "insert",
  update_or_create: "save",
  save: "save",
  bulk_update: "update",
  insert: "insert",
  insert_many: "insert",
  update: "update",
  delete: "delete",
  delete_instance: "delete",
  replace: "save",
};

const activeRecords = ["tortoise", "beanie", "peewee", "ormar", "piccolo", "edgy"];

/** Models that save themselves: Tortoise, Beanie, peewee, ormar. */
function modelUse(program: Program, call: LocatedCall, drivers: Drivers): DatabaseUse | null {
  const { name, receiver } = call;
  if (receiver === null || !activeRecords.some((one) => drivers.has(one))) return null;
  const owner = modelBehind(program, receiver);
  if (owner === null) return null;
  const verb = Object.hasOwn(modelWrites, name) ? modelWrites[name] : undefined;
  if (verb !== undefined) return use(call, "write", { verb, target: owner, autocommits: true });
  return /^(?:get|get_or_none|all|filter|first|exists|count|find|find_one|find_all|select|exclude)$/u.test(
    name,
  )
    ? use(call, "read", { target: owner })
    : null;
}

/** `User` of `User`, `User.filter(…)` and of a variable that holds an instance of it. */
function modelBehind(program: Program, node: SyntaxNode): string | null {
  let head = node;
  for (;;) {
    const next =
      head.type === "call"
        ? childAt(head, "function")
        : head.type === "attribute"
          ? childAt(head, "object")
          : head.type === "await"
            ? head.children.find((one) => one.named)
            : undefined;
    if (next === undefined) break;
    head = next;
  }
  if (head.type !== "identifier") return null;
  const found = program.resolve(head);
  if (found.kind === "class") return found.name;
  const type = program.typeOf(head);
  if (type?.kind === "class") return type.name;
  if (
    found.kind === "value" &&
    found.through === "assign" &&
    found.node !== head &&
    /^(?:await|call)$/u.test(found.node.type)
  ) {
    return modelBehind(program, found.node);
  }
  return /^[A-Z][a-z]\w*$/u.test(textOf(head)) ? textOf(head) : null;
}
