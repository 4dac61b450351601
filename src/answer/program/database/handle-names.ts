/** Something through which code talks to a database. */
export interface DatabaseHandle {
  /** `factory` gives sessions when it is called; `connection` covers cursors and transactions. */
  readonly kind: "engine" | "pool" | "factory" | "session" | "connection";
  /** The top-level package: `sqlalchemy`, `asyncpg`, `sqlite3`…; null where only a name tells. */
  readonly library: string | null;
  /** Its calls are awaited; null where it cannot be told. */
  readonly isAsync: boolean | null;
}

const packages = new Set([
  "sqlalchemy",
  "sqlmodel",
  "asyncpg",
  "psycopg",
  "psycopg2",
  "psycopg_pool",
  "aiopg",
  "sqlite3",
  "aiosqlite",
  "aiomysql",
  "asyncmy",
  "pymysql",
  "MySQLdb",
  "mysql",
  "databases",
  "peewee",
  "oracledb",
  "pyodbc",
  "duckdb",
]);

const asyncPackages = new Set([
  "asyncpg",
  "aiopg",
  "aiosqlite",
  "aiomysql",
  "asyncmy",
  "databases",
]);

const classes: readonly (readonly [RegExp, DatabaseHandle["kind"]])[] = [
  [/(?:^|\.)(?:async_)?sessionmaker$/u, "factory"],
  [/(?:^|\.)(?:Async)?(?:scoped_)?[Ss]ession$/u, "session"],
  [/(?:^|\.)async_scoped_session$/u, "factory"],
  [/(?:^|\.)(?:Async)?Engine$/u, "engine"],
  [/(?:^|\.)(?:Async|Simple|Threaded|Null)?(?:Connection)?Pool$/u, "pool"],
  [/(?:^|\.)(?:Async|PoolProxy|SA)?Connection(?:Proxy)?$/u, "connection"],
  [/(?:^|\.)(?:Async|Dict|RealDict)?Cursor(?:Row)?$/u, "connection"],
  [/^databases\.Database$/u, "pool"],
];

/**
 * The handle that instances of a class are, by the class's name: a database library's, or one
 * that the answer does not show and that says so (`app.db.SessionDep`).
 */
export function handleOfClassName(name: string): DatabaseHandle | null {
  const [top = ""] = name.split(".");
  if (packages.has(top)) {
    const kind = classes.find(([pattern]) => pattern.test(name))?.[1];
    return kind === undefined ? null : { kind, library: top, isAsync: isAsyncName(name) };
  }
  const last = name.split(".").at(-1) ?? "";
  if (name.includes(".") && foreignPackages.test(name)) return null;
  if (
    /^(?:Async)?(?:DB|Db|Database)?Session(?:Dep|Dependency|Local)?$|^(?:DB|Db)(?:Session)?Dep$|^(?:Get)?(?:DB|Db)Session$|^AsyncSession\w*$/u.test(
      last,
    )
  ) {
    return { kind: "session", library: null, isAsync: last.includes("Async") ? true : null };
  }
  if (/^(?:Async)?(?:DB|Db|Database)?(?:Conn|Connection)(?:Dep|Dependency)?$/u.test(last)) {
    return { kind: "connection", library: null, isAsync: last.includes("Async") ? true : null };
  }
  return null;
}

const foreignPackages =
  /^(?:requests|httpx|aiohttp|boto3|aioboto3|botocore|redis|aioredis|starlette|fastapi|builtins|typing|smtplib|ftplib|paramiko|curl_cffi|requests_oauthlib|authlib|websockets|aio_pika|pika|kombu|http|asyncio|anyio|socket|multiprocessing|pymongo|motor)\./u;

function isAsyncName(name: string): boolean | null {
  const [top = ""] = name.split(".");
  if (asyncPackages.has(top)) return true;
  return /async/iu.test(name);
}

const makers: readonly (readonly [RegExp, DatabaseHandle["kind"]])[] = [
  [/(?:^|\.)(?:create_(?:async_)?engine|(?:async_)?engine_from_config)$/u, "engine"],
  [/(?:^|\.)create_pool$/u, "pool"],
  [/(?:^|\.)(?:async_)?sessionmaker$|(?:^|\.)(?:async_)?scoped_session$/u, "factory"],
  [
    /^(?:asyncpg|psycopg2?|sqlite3|aiosqlite|aiomysql|asyncmy|pymysql|MySQLdb|oracledb|pyodbc|duckdb|aiopg)\.connect$/u,
    "connection",
  ],
  [/^mysql\.connector\.connect$/u, "connection"],
  [/^psycopg\.(?:Async)?Connection\.connect$/u, "connection"],
];

/**
 * The handle that a call gives, by the name of what is called: a library's maker or class, or
 * `get_session`, `SessionLocal`, `async_session_factory` of the user's own code.
 */
export function handleOfMaker(name: string): DatabaseHandle | null {
  const [top = ""] = name.split(".");
  const last = name.split(".").at(-1) ?? "";
  const kind = makers.find(([pattern]) => pattern.test(name))?.[1];
  if (kind !== undefined) {
    const library = packages.has(top) ? top : null;
    return { kind, library, isAsync: isAsyncName(name) };
  }
  if (packages.has(top)) return handleOfMethod(name) ?? handleOfClassName(name);
  if (foreignPackages.test(name)) return null;
  if (
    /^(?:get_)?(?:async_|sync_|db_|database_)?(?:session|sessions)(?:_?maker|_?factory|_?local|_?scope|_?context)?$/iu.test(
      last,
    ) ||
    /^(?:Async)?Session(?:Local|Maker|Factory)(?:Async)?$|^(?:Async|Local|Scoped)Session$/u.test(
      last,
    ) ||
    /^(?:get|open|new|make|create)_(?:async_|db_)?session$|^get_db(?:_session)?$|^db_session$/u.test(
      last,
    )
  ) {
    return { kind: "session", library: null, isAsync: /async/iu.test(last) ? true : null };
  }
  if (/^(?:get|open|acquire)_(?:db_)?(?:conn|connection)$/u.test(last)) {
    return { kind: "connection", library: null, isAsync: null };
  }
  return null;
}

/** `asyncpg.create_pool.acquire`: a method of what a library's function gives. */
function handleOfMethod(name: string): DatabaseHandle | null {
  const [top = ""] = name.split(".");
  return /\.(?:acquire|cursor|connection|connect|begin|transaction)$/u.test(name) &&
    name.split(".").length > 2
    ? { kind: "connection", library: top, isAsync: isAsyncName(name) }
    : null;
}

/** The handle that a variable must be, by its own name, where nothing else tells. */
export function handleOfVariableName(name: string): DatabaseHandle | null {
  const plain = name.replace(/^_+/u, "");
  if (
    /^(?:\w*_)?(?:session|db)$/iu.test(plain) &&
    !/(?:http|web|user|login|auth|client|request|aws|boto|chat|game|redis|cache|mongo)_?(?:session|db)$/iu.test(
      plain,
    )
  ) {
    return { kind: "session", library: null, isAsync: null };
  }
  if (/^(?:db_|pg_|sql_)?(?:conn|connection|cursor|cur|tx)$/iu.test(plain)) {
    return { kind: "connection", library: null, isAsync: null };
  }
  if (/^(?:db_|pg_|async_)?engine$/u.test(plain)) {
    return { kind: "engine", library: null, isAsync: null };
  }
  if (/^(?:db_|pg_|connection_)pool$|^database$/u.test(plain)) {
    return { kind: "pool", library: null, isAsync: null };
  }
  return null;
}
