import { expect, test } from "vitest";
import type { Outcome } from "../record/index.ts";
import { sqlInjection } from "./sql-injection.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

const head = `import sqlite3
from enum import Enum
from typing import Literal
import sqlalchemy as sa
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from app.models import User

TABLE = "users"
LIMIT = 50
SORTS = {"name": "name", "newest": "created_at"}
ALLOWED = {"name", "email"}

class Column(str, Enum):
    NAME = "name"

`;

const inSession = (body: string): string =>
  `${head}async def find(session: AsyncSession, name: str, sort: str, data, ids: list[int]):\n${body
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")}\n`;

interface Sample {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly outcome: Outcome;
}

const samples: readonly Sample[] = [
  {
    name: "an expression",
    code: inSession("return await session.scalar(select(User).where(User.name == name))"),
    outcome: "pass",
  },
  {
    name: "bound parameters",
    code: inSession(
      'return await session.execute(text("SELECT * FROM users WHERE name = :name"), {"name": name})',
    ),
    outcome: "pass",
  },
  {
    name: "an f-string",
    code: inSession(
      "return await session.execute(text(f\"SELECT * FROM users WHERE name = '{name}'\"))",
    ),
    outcome: "fail",
  },
  {
    name: "a percent sign",
    code: inSession(
      "return await session.execute(text(\"SELECT * FROM users WHERE name = '%s'\" % name))",
    ),
    outcome: "fail",
  },
  {
    name: "a plus",
    code: inSession(
      'return await session.execute(text("SELECT * FROM users WHERE name = \'" + name + "\'"))',
    ),
    outcome: "fail",
  },
  {
    name: "format",
    code: inSession(
      "return await session.execute(text(\"SELECT * FROM users WHERE name = '{}'\".format(name)))",
    ),
    outcome: "fail",
  },
  {
    name: "a variable before it is sent",
    code: inSession(
      "sql = f\"SELECT * FROM users WHERE name = '{name}'\"\nreturn await session.execute(text(sql))",
    ),
    outcome: "fail",
  },
  {
    name: "added in steps",
    code: inSession(
      'sql = "SELECT * FROM users"\nif name:\n    sql += f" WHERE name = \'{name}\'"\nreturn await session.execute(text(sql))',
    ),
    outcome: "fail",
  },
  {
    name: "constant steps",
    code: inSession(
      'sql = "SELECT * FROM users"\nif name:\n    sql += " WHERE name = :name"\nreturn await session.execute(text(sql), {"name": name})',
    ),
    outcome: "pass",
  },
  {
    name: "joined conditions without variables",
    code: inSession(
      'parts = ["1 = 1"]\nif name:\n    parts.append("name = :name")\nreturn await session.execute(text(f"SELECT * FROM users WHERE {\' AND \'.join(parts)}"), {"name": name})',
    ),
    outcome: "pass",
  },
  {
    name: "joined conditions with a variable",
    code: inSession(
      'parts = []\nif name:\n    parts.append(f"name = \'{name}\'")\nreturn await session.execute(text("SELECT * FROM users WHERE " + " AND ".join(parts)))',
    ),
    outcome: "fail",
  },
  {
    name: "module constants",
    code: inSession('return await session.execute(text(f"SELECT * FROM {TABLE} LIMIT {LIMIT}"))'),
    outcome: "pass",
  },
  {
    name: "a dictionary of the code",
    code: inSession(
      'return await session.execute(text(f"SELECT * FROM users ORDER BY {SORTS[sort]}"))',
    ),
    outcome: "pass",
  },
  {
    name: "an allow-list",
    code: inSession(
      'if sort not in ALLOWED:\n    raise ValueError(sort)\nreturn await session.execute(text(f"SELECT * FROM users ORDER BY {sort}"))',
    ),
    outcome: "pass",
  },
  {
    name: "a sort that nobody checks",
    code: inSession('return await session.execute(text(f"SELECT * FROM users ORDER BY {sort}"))'),
    outcome: "fail",
  },
  {
    name: "one of two words",
    code: inSession(
      'order = "ASC" if data.up else "DESC"\nreturn await session.execute(text(f"SELECT * FROM users ORDER BY name {order}"))',
    ),
    outcome: "pass",
  },
  {
    name: "a Literal",
    code: `${head}async def find(session: AsyncSession, sort: Literal["name", "email"]):\n    return await session.execute(text(f"SELECT * FROM users ORDER BY {sort}"))\n`,
    outcome: "pass",
  },
  {
    name: "an enum's value",
    code: `${head}async def find(session: AsyncSession, column: Column):\n    return await session.execute(text(f"SELECT * FROM users ORDER BY {column.value}"))\n`,
    outcome: "pass",
  },
  {
    name: "counted placeholders",
    code: `${head}def find(conn: sqlite3.Connection, ids: list[int]):\n    marks = ",".join("?" * len(ids))\n    return conn.execute(f"SELECT * FROM users WHERE id IN ({marks})", ids)\n`,
    outcome: "pass",
  },
  {
    name: "numbered placeholders",
    code: `import asyncpg\n\nasync def find(conn: asyncpg.Connection, ids: list[int]):\n    marks = ", ".join(f"\${i + 1}" for i in range(len(ids)))\n    return await conn.fetch(f"SELECT * FROM users WHERE id IN ({marks})", *ids)\n`,
    outcome: "pass",
  },
  {
    name: "ids put in as they are",
    code: `import asyncpg\n\nasync def find(conn: asyncpg.Connection, ids: list[str]):\n    return await conn.fetch(f"SELECT * FROM users WHERE id IN ({','.join(ids)})")\n`,
    outcome: "fail",
  },
  {
    name: "fields of a model",
    code: `import asyncpg\n\nasync def change(conn: asyncpg.Connection, user_id: int, data: UserUpdate):\n    values = data.model_dump(exclude_unset=True)\n    sets = ", ".join(f"{key} = \${i + 2}" for i, key in enumerate(values))\n    await conn.execute(f"UPDATE users SET {sets} WHERE id = $1", user_id, *values.values())\n`,
    outcome: "pass",
  },
  {
    name: "keys of a dictionary from the client",
    code: `import asyncpg\n\nasync def change(conn: asyncpg.Connection, user_id: int, data: dict[str, str]):\n    sets = ", ".join(f"{key} = \${i + 2}" for i, key in enumerate(data))\n    await conn.execute(f"UPDATE users SET {sets} WHERE id = $1", user_id, *data.values())\n`,
    outcome: "fail",
  },
  {
    name: "psycopg's identifiers",
    code: `from psycopg import sql\n\nasync def find(conn, table: str):\n    await conn.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))\n`,
    outcome: "pass",
  },
  {
    name: "%s of the driver",
    code: `import psycopg2\n\ndef find(cur, name: str):\n    cur.execute("SELECT * FROM users WHERE name = %s", (name,))\n`,
    outcome: "pass",
  },
  {
    name: "the driver's %s, filled by Python",
    code: `import psycopg2\n\ndef find(cur, name: str):\n    cur.execute("SELECT * FROM users WHERE name = '%s'" % (name,))\n`,
    outcome: "fail",
  },
  {
    name: "a text that a helper returns",
    code: `def build(name: str) -> str:\n    return f"SELECT * FROM users WHERE name = '{name}'"\n`,
    outcome: "fail",
  },
  {
    name: "a pattern that is bound",
    code: inSession(
      'return await session.scalars(select(User).where(User.name.ilike(f"%{name}%")))',
    ),
    outcome: "pass",
  },
  {
    name: "log messages and errors about SQL",
    code: inSession(
      'logger.info(f"SELECT took long FROM {name}")\nraise ValueError(f"DELETE FROM users failed for {name}") if name else await session.scalar(select(User))',
    ),
    outcome: "pass",
  },
  {
    name: "prose that begins like SQL",
    code: 'from fastapi import HTTPException\n\ndef f(name: str) -> str:\n    return f"Select a user from the list, {name}"\n',
    outcome: "na",
  },
  {
    name: "session.add and session.get alone",
    code: inSession(
      "session.add(User(name=name))\nawait session.commit()\nreturn await session.get(User, 1)",
    ),
    outcome: "na",
  },
  {
    name: "no database at all",
    code: "def add(a: int, b: int) -> int:\n    return a + b\n",
    outcome: "na",
  },
  {
    name: "a migration's constant text",
    code: {
      "versions/1.py":
        "from alembic import op\n\ndef upgrade() -> None:\n    op.execute(\"UPDATE users SET role = 'viewer'\")\n",
    },
    outcome: "pass",
  },
  {
    name: "a migration over names that it spells out",
    code: {
      "versions/1.py":
        'from alembic import op\n\ndef upgrade() -> None:\n    for table in ("a", "b"):\n        op.execute(f"ALTER TABLE {table} ADD COLUMN x int")\n',
    },
    outcome: "pass",
  },
  {
    name: "test code does not count",
    code: {
      "tests/test_x.py":
        'def test_x(db):\n    name = "x"\n    db.execute(f"DELETE FROM users WHERE name = \'{name}\'")\n    assert db\n',
    },
    outcome: "na",
  },
  {
    name: "a text that breaks off",
    code: inSession(
      "return await session.execute(text(f\"SELECT * FROM users WHERE name = '{name}'\")",
    ),
    outcome: "fail",
  },
  {
    name: "sorting by text",
    code: inSession('return await session.scalars(select(User).order_by(text(f"{sort} DESC")))'),
    outcome: "fail",
  },
];

test.each(samples)("$name: $outcome", async ({ code, outcome }) => {
  const verdict = await gradeWith(sqlInjection, pythonAnswer(code));
  expect(verdict.outcome, verdict.reason).toBe(outcome);
});

test("a fail names the value and its line", async () => {
  const code = inSession(
    'sql = (\n    "SELECT * FROM users "\n    f"WHERE name = \'{name}\'"\n)\nreturn await session.execute(text(sql))',
  );
  const verdict = await gradeWith(sqlInjection, pythonAnswer({ "app/q.py": code }));
  expect(verdict).toMatchObject({ outcome: "fail", reason: "SQL text is built from `name`" });
  expect(verdict.evidence[0]).toMatchObject({
    file: "app/q.py",
    excerpt: "f\"WHERE name = '{name}'\"",
  });
});
