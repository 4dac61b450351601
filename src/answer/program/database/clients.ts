import { childAt } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { originalName, readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";

/** A call that makes an engine, a pool, a client or a connection of a database. */
export interface DatabaseClient extends LocatedCall {
  /** Fully qualified: `sqlalchemy.ext.asyncio.create_async_engine`, `asyncpg.create_pool`. */
  readonly maker: string;
  readonly kind: "engine" | "pool" | "client" | "connection";
}

const makers: readonly (readonly [RegExp, DatabaseClient["kind"]])[] = [
  [
    /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy)(?:\.\w+)*\.(?:create_(?:async_)?(?:pool_)?engine|create_async_pool_from_url)$/u,
    "engine",
  ],
  [/^(?:asyncpg|aiomysql|asyncmy|aiopg|oracledb)(?:\.\w+)*\.create_pool(?:_async)?$/u, "pool"],
  [/^psycopg_pool\.(?:Async|Null|AsyncNull)?ConnectionPool$/u, "pool"],
  [/^psycopg2\.pool\.\w*ConnectionPool$/u, "pool"],
  [/^mysql\.connector\.pooling\.MySQLConnectionPool$/u, "pool"],
  [/^(?:aiosqlitepool|sqlite3pool)\.\w*Pool$/u, "pool"],
  [/^databases\.(?:core\.)?Database$/u, "pool"],
  [
    /^tortoise\.Tortoise\.init$|^tortoise\.contrib\.\w+\.(?:register_tortoise|RegisterTortoise)$/u,
    "client",
  ],
  [/^(?:motor\.\w+\.)AsyncIOMotorClient$|^pymongo(?:\.\w+)*\.(?:Async)?MongoClient$/u, "client"],
  [/^peewee\.\w*Database$|^playhouse\.pool\.\w+$|^peewee_async\.\w+Database$/u, "client"],
  [
    /^(?:sqlite3|aiosqlite|asyncpg|psycopg2?|aiomysql|asyncmy|pymysql|MySQLdb|oracledb|pyodbc|duckdb|aiopg)(?:\.(?:Async)?Connection)?\.connect$/u,
    "connection",
  ],
  [/^mysql\.connector\.connect$/u, "connection"],
];

const likely = /engine|pool|connect|init|tortoise|Database$|Client$/iu;

const known = new WeakMap<Program, readonly DatabaseClient[]>();

/**
 * Where the implementation makes engines, pools and clients of databases, in source order. Redis
 * and HTTP clients are none; Alembic's own `env.py` is left out, as it runs for migrations only.
 */
export function readDatabaseClients(program: Program): readonly DatabaseClient[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const clients = readCalls(program).flatMap((call): readonly DatabaseClient[] => {
    if (call.module.role !== "implementation" || !likely.test(originalName(call))) return [];
    if (isMigrationEnvironment(call)) return [];
    const maker = makerOf(program, call.node);
    const kind = maker === null ? undefined : makers.find(([pattern]) => pattern.test(maker))?.[1];
    return kind === undefined || maker === null ? [] : [{ ...call, maker, kind }];
  });
  known.set(program, clients);
  return clients;
}

function makerOf(program: Program, call: SyntaxNode): string | null {
  const callee = childAt(call, "function");
  if (callee === undefined) return null;
  const found = program.resolve(callee);
  if (found.kind === "external") return found.name;
  if (found.kind !== "unbound") return null;
  // Excerpts leave their imports out.
  return homes[found.name] ?? found.name;
}

const homes: Readonly<Record<string, string>> = {
  create_engine: "sqlalchemy.create_engine",
  create_async_engine: "sqlalchemy.ext.asyncio.create_async_engine",
  AsyncIOMotorClient: "motor.motor_asyncio.AsyncIOMotorClient",
  AsyncMongoClient: "pymongo.AsyncMongoClient",
  MongoClient: "pymongo.MongoClient",
  AsyncConnectionPool: "psycopg_pool.AsyncConnectionPool",
  register_tortoise: "tortoise.contrib.fastapi.register_tortoise",
};

function isMigrationEnvironment(call: LocatedCall): boolean {
  return (
    /(?:^|\/)env\.py$/u.test(call.module.file.path) ||
    call.module.imports.some((one) => one.from === "alembic" && one.symbol === "context")
  );
}
