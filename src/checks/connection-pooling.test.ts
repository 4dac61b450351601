import { expect, test } from "vitest";
import type { Outcome } from "../record/index.ts";
import { connectionPooling } from "./connection-pooling.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

const asyncEngine = "from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine\n";
const fastapi =
  "from contextlib import asynccontextmanager\nfrom fastapi import Depends, FastAPI\n";
const url = '"postgresql+asyncpg://db/app"';

interface Sample {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly outcome: Outcome;
}

const samples: readonly Sample[] = [
  {
    name: "sizes at module level",
    code: `${asyncEngine}engine = create_async_engine(${url}, pool_size=5, max_overflow=5)\n`,
    outcome: "pass",
  },
  {
    name: "defaults",
    code: `${asyncEngine}engine = create_async_engine(${url})\n`,
    outcome: "fail",
  },
  {
    name: "echo is no pool's setting",
    code: `${asyncEngine}engine = create_async_engine(${url}, echo=False, future=True)\n`,
    outcome: "fail",
  },
  {
    name: "pool_size in a comment only",
    code: `${asyncEngine}# pool_size=5\nengine = create_async_engine(${url})  # max_overflow\n`,
    outcome: "fail",
  },
  {
    name: "pool_pre_ping alone",
    code: `import sqlalchemy as sa\nengine = sa.create_engine(${url}, pool_pre_ping=True)\n`,
    outcome: "pass",
  },
  {
    name: "an alias of the maker",
    code: `from sqlalchemy import create_engine as make\nengine = make(${url})\n`,
    outcome: "fail",
  },
  {
    name: "options in a dictionary",
    code: `${asyncEngine}OPTIONS = {"pool_size": 5}\nengine = create_async_engine(${url}, **OPTIONS)\n`,
    outcome: "pass",
  },
  {
    name: "options added in steps",
    code: `${asyncEngine}def build(url: str):\n    options = {}\n    if not url.startswith("sqlite"):\n        options["pool_size"] = 5\n    return create_async_engine(url, **options)\n`,
    outcome: "pass",
  },
  {
    name: "options that are not shown",
    code: `${asyncEngine}from app.core import engine_options\nengine = create_async_engine(${url}, **engine_options())\n`,
    outcome: "pass",
  },
  {
    name: "an SQLite file",
    code: `${asyncEngine}engine = create_async_engine("sqlite+aiosqlite:///./app.db")\n`,
    outcome: "pass",
  },
  {
    name: "SQLite in memory",
    code: `from sqlmodel import create_engine\nengine = create_engine("sqlite://", connect_args={"check_same_thread": False})\n`,
    outcome: "pass",
  },
  {
    name: "SQLite as the default of a setting",
    code: `${asyncEngine}import os\nengine = create_async_engine(os.getenv("DATABASE_URL", "sqlite+aiosqlite:///app.db"))\n`,
    outcome: "pass",
  },
  {
    name: "a setting whose default is PostgreSQL",
    code: `${asyncEngine}from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    database_url: str = ${url}\n\nsettings = Settings()\nengine = create_async_engine(settings.database_url)\n`,
    outcome: "fail",
  },
  {
    name: "made for each request in a dependency",
    code: `${asyncEngine}${fastapi}app = FastAPI()\n\nasync def get_session():\n    engine = create_async_engine(${url}, pool_size=5)\n    async with async_sessionmaker(engine)() as session:\n        yield session\n\n@app.get("/x")\nasync def x(session=Depends(get_session)) -> int:\n    return 1\n`,
    outcome: "fail",
  },
  {
    name: "made in a cached function",
    code: `${asyncEngine}${fastapi}from functools import lru_cache\napp = FastAPI()\n\n@lru_cache\ndef get_engine():\n    return create_async_engine(${url}, pool_size=5)\n\nasync def get_session(engine=Depends(get_engine)):\n    yield async_sessionmaker(engine)()\n\n@app.get("/x")\nasync def x(session=Depends(get_session)) -> int:\n    return 1\n`,
    outcome: "pass",
  },
  {
    name: "the same without its cache",
    code: `${asyncEngine}${fastapi}app = FastAPI()\n\ndef get_engine():\n    return create_async_engine(${url}, pool_size=5)\n\nasync def get_session(engine=Depends(get_engine)):\n    yield async_sessionmaker(engine)()\n\n@app.get("/x")\nasync def x(session=Depends(get_session)) -> int:\n    return 1\n`,
    outcome: "fail",
  },
  {
    name: "made once in the lifespan",
    code: `${asyncEngine}${fastapi}\n@asynccontextmanager\nasync def lifespan(app: FastAPI):\n    app.state.engine = create_async_engine(${url}, pool_size=5)\n    yield\n    await app.state.engine.dispose()\n\napp = FastAPI(lifespan=lifespan)\n\n@app.get("/x")\nasync def x() -> int:\n    return 1\n`,
    outcome: "pass",
  },
  {
    name: "made on first use and kept",
    code: `${asyncEngine}${fastapi}app = FastAPI()\n_engine = None\n\ndef get_engine():\n    global _engine\n    if _engine is None:\n        _engine = create_async_engine(${url}, pool_size=5)\n    return _engine\n\n@app.get("/x")\nasync def x(engine=Depends(get_engine)) -> int:\n    return 1\n`,
    outcome: "pass",
  },
  {
    name: "NullPool with PgBouncer",
    code: `${asyncEngine}from sqlalchemy.pool import NullPool\nengine = create_async_engine(${url}, poolclass=NullPool)  # PgBouncer pools\n`,
    outcome: "pass",
  },
  {
    name: "NullPool without a word",
    code: `${asyncEngine}from sqlalchemy.pool import NullPool\nengine = create_async_engine(${url}, poolclass=NullPool)\n`,
    outcome: "fail",
  },
  {
    name: "asyncpg's pool with sizes",
    code: `import asyncpg\n${fastapi}\n@asynccontextmanager\nasync def lifespan(app: FastAPI):\n    app.state.pool = await asyncpg.create_pool(DSN, min_size=2, max_size=10)\n    yield\n`,
    outcome: "pass",
  },
  {
    name: "asyncpg's pool with its defaults",
    code: `import asyncpg\n\nasync def start() -> None:\n    global pool\n    pool = await asyncpg.create_pool(DSN)\n`,
    outcome: "fail",
  },
  {
    name: "a connection for each request",
    code: `import asyncpg\n${fastapi}app = FastAPI()\n\n@app.get("/x")\nasync def x() -> int:\n    conn = await asyncpg.connect(DSN)\n    return await conn.fetchval("SELECT 1")\n`,
    outcome: "fail",
  },
  {
    name: "psycopg's pool",
    code: `from psycopg_pool import AsyncConnectionPool\npool = AsyncConnectionPool(DSN, min_size=1, max_size=10, open=False)\n`,
    outcome: "pass",
  },
  {
    name: "motor with sizes",
    code: `from motor.motor_asyncio import AsyncIOMotorClient\nclient = AsyncIOMotorClient(URL, maxPoolSize=50)\n`,
    outcome: "pass",
  },
  {
    name: "motor without",
    code: `from motor.motor_asyncio import AsyncIOMotorClient\nclient = AsyncIOMotorClient(URL)\n`,
    outcome: "fail",
  },
  {
    name: "sqlite3 opened once",
    code: `import sqlite3\ndb = sqlite3.connect("app.db")\n`,
    outcome: "pass",
  },
  {
    name: "a Redis client is no database's",
    code: `import redis.asyncio as redis\nclient = redis.from_url(URL)\npool = redis.ConnectionPool(max_connections=5)\n`,
    outcome: "na",
  },
  {
    name: "an HTTP client is none",
    code: `import httpx\nclient = httpx.AsyncClient()\n`,
    outcome: "na",
  },
  {
    name: "the engine is the user's",
    code: `from sqlalchemy.ext.asyncio import async_sessionmaker\nfrom app.db import engine\nSession = async_sessionmaker(engine)\n`,
    outcome: "na",
  },
  {
    name: "test code's engine does not count",
    code: { "tests/conftest.py": `${asyncEngine}engine = create_async_engine(${url})\n` },
    outcome: "na",
  },
  {
    name: "Alembic's env.py does not count",
    code: {
      "alembic/env.py": `from alembic import context\nfrom sqlalchemy import create_engine, pool\nengine = create_engine(${url}, poolclass=pool.NullPool)\n`,
    },
    outcome: "na",
  },
  {
    name: "an excerpt without its imports",
    code: `engine = create_async_engine(settings.url, pool_recycle=1800)\n`,
    outcome: "pass",
  },
  {
    name: "a call that breaks off is not guessed at",
    code: `${asyncEngine}engine = create_async_engine(${url}, pool_size=5,\n`,
    outcome: "na",
  },
];

test.each(samples)("$name: $outcome", async ({ code, outcome }) => {
  const verdict = await gradeWith(connectionPooling, pythonAnswer(code));
  expect(verdict.outcome, verdict.reason).toBe(outcome);
});

test("the request names the database where the code does not", async () => {
  const code = `${asyncEngine}import os\nengine = create_async_engine(os.environ["DATABASE_URL"])\n`;
  expect(
    (await gradeWith(connectionPooling, pythonAnswer(code), "The database is SQLite.")).outcome,
  ).toBe("pass");
  expect(
    (await gradeWith(connectionPooling, pythonAnswer(code), "We run PostgreSQL.")).outcome,
  ).toBe("fail");
});

test("of two engines the one at its defaults is named", async () => {
  const code = `${asyncEngine}a = create_async_engine(${url}, pool_size=5)\nb = create_async_engine(${url})\n`;
  const verdict = await gradeWith(connectionPooling, pythonAnswer(code));
  expect(verdict).toMatchObject({ outcome: "fail", score: 0.5 });
  expect(verdict.evidence.map((one) => one.line)).toEqual([4]);
});
