import {
  isMadePerRequest,
  isSqliteClient,
  poolSettingOf,
  readDatabaseClients,
} from "../answer/index.ts";
import type { AssembledAnswer, DatabaseClient, Program } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check, CheckInput } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Where the implementation makes a database engine, pool or client, its pool is set on purpose
 * (`pool_size`, `pool_pre_ping`, `create_pool(min_size=…)`, or `NullPool` with an external pooler
 * that the answer names), and it is made once and not for each request. An SQLite database needs
 * no pool's size; a single connection in place of a pool is enough for SQLite only. Redis and HTTP
 * clients are none. The score is the share of clients that meet the rule.
 */
export const connectionPooling: Check = {
  id: "connection-pooling",
  decide(input) {
    const { program, request } = input;
    const clients = readDatabaseClients(program).filter(
      (one) => one.function === null || !isQuotedFromRequest(one.function.node, request),
    );
    if (clients.length === 0) {
      return notApplicable("the implementation makes no database engine, pool or client");
    }
    const flawed = clients.flatMap((client) => {
      const flaw = flawOf(client, input);
      return flaw === null ? [] : [{ client, flaw }];
    });
    if (flawed.length === 0) {
      return pass(
        clients.every((one) => isSqlite(one, input))
          ? "SQLite is opened once and needs no pool's size"
          : "the pool is set on purpose, and made once",
        clients.map((one) => evidenceAt(one.module, one.node)),
      );
    }
    return fail(
      [...new Set(flawed.map(({ flaw }) => flaw))].join("; "),
      flawed.map(({ client }) => evidenceAt(client.module, client.node)),
      (clients.length - flawed.length) / clients.length,
    );
  },
};

function flawOf(client: DatabaseClient, input: CheckInput): string | null {
  const { program, answer } = input;
  if (isMadePerRequest(program, client)) return `${client.name} is called for each request`;
  if (isSqlite(client, input)) return null;
  const setting = poolSettingOf(program, client);
  switch (setting.kind) {
    case "set":
    case "unseen":
      return null;
    case "null-pool":
      return namesPooler(answer) ? null : "NullPool without a pooler outside of the process";
    case "default":
      return client.kind === "connection"
        ? `${client.name} opens a single connection in place of a pool`
        : `${client.name} leaves the pool at its defaults`;
    default:
      return setting satisfies never;
  }
}

/** SQLite by the code, else by what the answer or the request says of the database. */
function isSqlite(client: DatabaseClient, { program, answer, request }: CheckInput): boolean {
  const byCode = isSqliteClient(program, client);
  if (byCode !== null) return byCode;
  if (otherDatabases.test(sourceOf(program)) || otherDatabases.test(request ?? "")) return false;
  return (
    sqlite.test(request ?? "") || (sqlite.test(answer.text) && !otherDatabases.test(answer.text))
  );
}

const sqlite = /\bsqlite\b|\baiosqlite\b/iu;
const otherDatabases = /postgres|asyncpg|psycopg|mysql|mariadb|\boracle\b|mssql/iu;

function sourceOf(program: Program): string {
  return program.modules
    .filter((module) => module.role === "implementation")
    .map((module) => module.root.source)
    .join("\n");
}

function namesPooler(answer: AssembledAnswer): boolean {
  return /pg_?bouncer|pgpool|pgcat|odyssey|supavisor|rds proxy|proxysql|external pool|connection pooler|serverless|lambda|\bneon\b/iu.test(
    answer.text,
  );
}
