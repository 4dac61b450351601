import { expect, test } from "vitest";
import { dependencyInjection } from "./dependency-injection.ts";
import { gradeWith } from "./testing/grade-with.ts";

const start = `from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

app = FastAPI()
engine = create_async_engine("postgresql+asyncpg://db/shop")
SessionLocal = async_sessionmaker(engine)

async def get_session():
    async with SessionLocal() as session:
        yield session
`;

const service = `
class UserService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, data):
        self.session.add(User())
        await self.session.commit()
`;

test.each<{ name: string; code: string; outcome: string; evidence?: readonly string[] }>([
  {
    name: "a session by a default",
    code: `${start}
@app.get("/users/{id}")
async def read(id: int, session: AsyncSession = Depends(get_session)):
    return await session.get(User, id)`,
    outcome: "pass",
  },
  {
    name: "a session by an alias",
    code: `${start}
SessionDep = Annotated[AsyncSession, Depends(get_session)]

@app.get("/users/{id}")
async def read(id: int, session: SessionDep):
    return await session.get(User, id)`,
    outcome: "pass",
  },
  {
    name: "a store that is not shown",
    code: `from fastapi import Depends, FastAPI
from app.users import UserStore, get_store

app = FastAPI()

@app.get("/users/{name}")
async def read(name: str, store: UserStore = Depends(get_store)):
    return await store.find(name)`,
    outcome: "pass",
  },
  {
    name: "a probe of a port is no session",
    code: `import asyncio
from fastapi import FastAPI

app = FastAPI()

async def is_up() -> bool:
    _, writer = await asyncio.open_connection("db", 5432)
    writer.close()
    return True

@app.get("/health")
async def health() -> bool:
    return await is_up()`,
    outcome: "na",
  },
  {
    name: "a session that the endpoint makes",
    code: `${start}
@app.get("/users/{id}")
async def read(id: int):
    async with SessionLocal() as session:
        return await session.get(User, id)`,
    outcome: "fail",
    evidence: ["async with SessionLocal() as session:"],
  },
  {
    name: "a session that a helper makes",
    code: `${start}
async def load(id: int):
    async with SessionLocal() as session:
        return await session.get(User, id)

@app.get("/users/{id}")
async def read(id: int):
    return await load(id)`,
    outcome: "fail",
    evidence: ["async with SessionLocal() as session:"],
  },
  {
    name: "a session of the user's own factory",
    code: `from fastapi import FastAPI
from app.db import async_session_maker
app = FastAPI()

@app.get("/users/{id}")
async def read(id: int):
    async with async_session_maker() as session:
        return await session.get(User, id)`,
    outcome: "fail",
  },
  {
    name: "a session of the engine",
    code: `${start}
@app.get("/users/{id}")
async def read(id: int):
    async with AsyncSession(engine) as session:
        return await session.get(User, id)`,
    outcome: "fail",
  },
  {
    name: "a connection of the module's engine",
    code: `${start}
@app.get("/users")
async def read():
    async with engine.connect() as conn:
        return (await conn.execute(select(User))).all()`,
    outcome: "fail",
  },
  {
    name: "a session of the module",
    code: `from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
app = FastAPI()
Factory = sessionmaker(create_engine("sqlite:///x.db"))
db = Factory()

@app.get("/users")
def read():
    return db.query(User).all()`,
    outcome: "fail",
    evidence: ["return db.query(User).all()"],
  },
  {
    name: "an engine made for each request",
    code: `${start}
@app.get("/users/{id}")
async def read(id: int, session: AsyncSession = Depends(get_session)):
    other = create_async_engine("postgresql+asyncpg://db/old")
    return await session.get(User, id)`,
    outcome: "fail",
    evidence: ['other = create_async_engine("postgresql+asyncpg://db/old")'],
  },
  {
    name: "sqlite3's connection, opened in the endpoint",
    code: `import sqlite3
from fastapi import FastAPI
app = FastAPI()

@app.get("/users")
def read():
    conn = sqlite3.connect("x.db")
    return conn.execute("SELECT * FROM users").fetchall()`,
    outcome: "fail",
  },
  {
    name: "a context manager that opens one",
    code: `import sqlite3
from contextlib import contextmanager
from fastapi import FastAPI
app = FastAPI()

@contextmanager
def get_db():
    conn = sqlite3.connect("x.db")
    try:
        yield conn
    finally:
        conn.close()

@app.get("/users")
def read():
    with get_db() as conn:
        return conn.execute("SELECT * FROM users").fetchall()`,
    outcome: "fail",
  },
  {
    name: "the same function as a dependency",
    code: `import sqlite3
from fastapi import Depends, FastAPI
app = FastAPI()

def get_db():
    conn = sqlite3.connect("x.db")
    try:
        yield conn
    finally:
        conn.close()

@app.get("/users")
def read(conn: sqlite3.Connection = Depends(get_db)):
    return conn.execute("SELECT * FROM users").fetchall()`,
    outcome: "pass",
  },
  {
    name: "a service by a provider",
    code: `${start}${service}
def get_service(session: AsyncSession = Depends(get_session)) -> UserService:
    return UserService(session)

@app.post("/users")
async def create(data: UserIn, service: Annotated[UserService, Depends(get_service)]):
    return await service.create(data)`,
    outcome: "pass",
  },
  {
    name: "a service that is its own dependency",
    code: `${start}
class UserService:
    def __init__(self, session: AsyncSession = Depends(get_session)) -> None:
        self.session = session

    async def create(self, data):
        self.session.add(User())
        await self.session.commit()

@app.post("/users")
async def create(data: UserIn, service: UserService = Depends()):
    return await service.create(data)`,
    outcome: "pass",
  },
  {
    name: "a service that the endpoint makes of an injected session",
    code: `${start}${service}
@app.post("/users")
async def create(data: UserIn, session: AsyncSession = Depends(get_session)):
    service = UserService(session)
    return await service.create(data)`,
    outcome: "fail",
    evidence: ["service = UserService(session)"],
  },
  {
    name: "a repository that is made and used at once",
    code: `from fastapi import Depends, FastAPI
from app.repositories import UserRepository
app = FastAPI()

@app.get("/users/{id}")
async def read(id: int, session = Depends(get_session)):
    return await UserRepository(session).get(id)`,
    outcome: "fail",
  },
  {
    name: "a service of the module",
    code: `${start}
class UserService:
    async def create(self, session: AsyncSession, data):
        session.add(User())
        await session.commit()

user_service = UserService()

@app.post("/users")
async def create(data: UserIn, session: AsyncSession = Depends(get_session)):
    return await user_service.create(session, data)`,
    outcome: "fail",
  },
  {
    name: "functions that take the session",
    code: `${start}
async def create_user(session: AsyncSession, data):
    session.add(User())
    await session.commit()

@app.post("/users")
async def create(data: UserIn, session: AsyncSession = Depends(get_session)):
    return await create_user(session, data)`,
    outcome: "pass",
  },
  {
    name: "a service that makes sessions of the factory that it was given",
    code: `${start}
class UserService:
    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def create(self, data):
        async with self._sessions.begin() as session:
            session.add(User())

def get_service(request: Request) -> UserService:
    return UserService(request.app.state.sessions)

@app.post("/users")
async def create(data: UserIn, service: UserService = Depends(get_service)):
    return await service.create(data)`,
    outcome: "pass",
  },
  {
    name: "the application's state",
    code: `${start}
@app.get("/users")
async def read(request: Request):
    async with request.app.state.pool.acquire() as conn:
        return await conn.fetch("SELECT * FROM users")`,
    outcome: "pass",
  },
  {
    name: "a pool of the module",
    code: `import asyncpg
from fastapi import FastAPI
app = FastAPI()
pool = None

@app.on_event("startup")
async def start():
    global pool
    pool = await asyncpg.create_pool("postgresql://db/shop")

@app.get("/users")
async def read():
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT * FROM users")`,
    outcome: "fail",
  },
  {
    name: "an object of the module that keeps the pool",
    code: `import aiomysql
from fastapi import FastAPI
app = FastAPI()

class Database:
    def __init__(self):
        self.pool = None

    async def connect(self):
        self.pool = await aiomysql.create_pool(host="db")

    async def all(self, sql):
        async with self.pool.acquire() as conn:
            async with conn.cursor() as cur:
                await cur.execute(sql)
                return await cur.fetchall()

db = Database()

@app.get("/users")
async def read():
    return await db.all("SELECT * FROM users")`,
    outcome: "fail",
    evidence: ['return await db.all("SELECT * FROM users")'],
  },
  {
    name: "an object of the module whose methods are given the session",
    code: `${start}
class UserCrud:
    async def get(self, session: AsyncSession, id: int):
        return await session.get(User, id)

user_crud = UserCrud()

@app.get("/users/{id}")
async def read(id: int, session: AsyncSession = Depends(get_session)):
    return await user_crud.get(session, id)`,
    outcome: "pass",
  },
  {
    name: "what the start-up keeps on the application",
    code: `from fastapi import FastAPI, Request
from motor.motor_asyncio import AsyncIOMotorClient
app = FastAPI()

@app.on_event("startup")
async def start():
    app.mongodb = AsyncIOMotorClient("mongodb://x").shop

@app.get("/users")
async def read(request: Request):
    return await request.app.mongodb["users"].find({}).to_list(10)`,
    outcome: "pass",
  },
  {
    name: "MongoDB's database of the module",
    code: `from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
app = FastAPI()
client = AsyncIOMotorClient("mongodb://x")
db = client.shop

@app.get("/users")
async def read():
    return await db.users.find({}).to_list(10)`,
    outcome: "fail",
  },
  {
    name: "MongoDB's database by injection",
    code: `from fastapi import Depends, FastAPI
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase
app = FastAPI()
client = AsyncIOMotorClient("mongodb://x")

def get_db() -> AsyncIOMotorDatabase:
    return client.shop

@app.get("/users")
async def read(db: AsyncIOMotorDatabase = Depends(get_db)):
    return await db.users.find({}).to_list(10)`,
    outcome: "pass",
  },
  {
    name: "a Redis client of the module is tolerated",
    code: `${start}
import redis.asyncio as redis
cache = redis.from_url("redis://x")

@app.get("/users/{id}")
async def read(id: int, session: AsyncSession = Depends(get_session)):
    if found := await cache.get(f"user:{id}"):
        return found
    return await session.get(User, id)`,
    outcome: "pass",
  },
  {
    name: "an HTTP client of the module is tolerated",
    code: `${start}
import httpx
client = httpx.AsyncClient()

@app.get("/rates")
async def rates():
    return (await client.get("https://x.test")).json()`,
    outcome: "pass",
  },
  {
    name: "one of two endpoints makes its own",
    code: `${start}
@app.get("/users/{id}")
async def read(id: int, session: AsyncSession = Depends(get_session)):
    return await session.get(User, id)

@app.delete("/users/{id}")
async def delete(id: int):
    async with SessionLocal() as session:
        await session.delete(await session.get(User, id))
        await session.commit()`,
    outcome: "fail",
  },
  {
    name: "a session of the lifespan and of a script is no endpoint's",
    code: `${start}
from contextlib import asynccontextmanager

@asynccontextmanager
async def lifespan(app):
    async with SessionLocal() as session:
        await session.execute(select(1))
    yield

@app.get("/users/{id}")
async def read(id: int, session: AsyncSession = Depends(get_session)):
    return await session.get(User, id)`,
    outcome: "pass",
  },
  {
    name: "a transaction of the injected session",
    code: `${start}
@app.post("/users")
async def create(session: AsyncSession = Depends(get_session)):
    async with session.begin():
        session.add(User())`,
    outcome: "pass",
  },
  {
    name: "the session of a dependency only",
    code: `${start}
async def get_user(session: AsyncSession = Depends(get_session)):
    return await session.get(User, 1)

@app.get("/me")
async def me(user: Annotated[User, Depends(get_user)]):
    return user`,
    outcome: "pass",
  },
  {
    name: "a service that the answer does not show",
    code: `from fastapi import APIRouter
from app.deps import UserServiceDep
router = APIRouter()

@router.get("/users/{id}")
async def read(id: int, service: UserServiceDep):
    return await service.get(id)`,
    outcome: "pass",
  },
  {
    name: "nothing is used",
    code: `${start}
@app.get("/sum")
async def total(a: int, b: int) -> int:
    return a + b`,
    outcome: "na",
  },
  { name: "no endpoint", code: `${start}${service}`, outcome: "na" },
  {
    name: "a list in memory",
    code: 'from fastapi import FastAPI\napp = FastAPI()\nitems = []\n\n@app.get("/items")\nasync def read():\n    return items',
    outcome: "na",
  },
  {
    name: "words of it in comments and strings",
    code: 'from fastapi import FastAPI\napp = FastAPI()\n\n@app.get("/")\nasync def read():\n    # SessionLocal() would be wrong here\n    return "UserService(session)"',
    outcome: "na",
  },
  { name: "it does not parse", code: "def broken(:\n    SessionLocal(", outcome: "na" },
])("$name → $outcome", async ({ code, outcome, evidence }) => {
  const verdict = await gradeWith(dependencyInjection, `\`\`\`python\n${code}\n\`\`\``);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
  if (evidence !== undefined) {
    expect(verdict.evidence.map((one) => one.excerpt)).toEqual(evidence);
  }
});

test("across files, with the share of endpoints that are given what they use", async () => {
  const endpoint = (name: string, body: string, parameters = ""): string =>
    `@router.get("/${name}")\nasync def ${name}(${parameters}):\n    ${body}\n`;
  const given = "session: AsyncSession = Depends(get_session)";
  const routes = [
    endpoint("a", "return await session.get(User, 1)", given),
    endpoint("b", "return await session.get(User, 2)", given),
    endpoint("c", "return await session.get(User, 3)", given),
    endpoint("d", "return await load()"),
  ].join("\n");
  const text = [
    `\`\`\`python\n# app/db.py\n${start}\`\`\``,
    "```python\n# app/users.py\nfrom app.db import SessionLocal\n\nasync def load():\n    async with SessionLocal() as session:\n        return await session.get(User, 4)\n```",
    `\`\`\`python\n# app/routes.py\nfrom fastapi import APIRouter, Depends\nfrom sqlalchemy.ext.asyncio import AsyncSession\nfrom app.db import get_session\nfrom app.users import load\n\nrouter = APIRouter()\n\n${routes}\`\`\``,
  ].join("\n\n");
  const verdict = await gradeWith(dependencyInjection, text);
  expect(verdict).toMatchObject({ outcome: "fail", score: 0.75 });
  expect(verdict.evidence.map(({ file }) => file)).toEqual(["app/users.py"]);
});

test("code that repeats the request's is not held against the answer", async () => {
  const old =
    '@app.get("/old")\nasync def old():\n    async with SessionLocal() as session:\n        return await session.get(User, 1)';
  const text = `\`\`\`python\n${start}\n${old}\n\`\`\``;
  expect(await gradeWith(dependencyInjection, text)).toMatchObject({ outcome: "fail" });
  expect(await gradeWith(dependencyInjection, text, `Mine:\n${old}`)).toMatchObject({
    outcome: "pass",
  });
});
