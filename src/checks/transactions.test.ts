import { expect, test } from "vitest";
import { gradeWith } from "./testing/grade-with.ts";
import { transactions } from "./transactions.ts";

const app = `from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session
from app.db import get_session
from app.models import Account, AuditLog, Item, Order, OrderItem, Product, Transfer, User, Wallet

app = FastAPI()
`;

const endpoint = (body: string): string => `${app}

@app.post("/x", status_code=201)
async def act(data: Data, session: AsyncSession = Depends(get_session)) -> Out:
${body
  .trim()
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
`;

test.each([
  {
    name: "one add, one commit",
    code: endpoint(
      "user = User(**data.model_dump())\nsession.add(user)\nawait session.commit()\nreturn user",
    ),
    outcome: "pass",
  },
  {
    name: "an add that nothing commits",
    code: endpoint(
      "user = User(**data.model_dump())\nsession.add(user)\nawait session.flush()\nreturn user",
    ),
    outcome: "fail",
  },
  {
    name: "commit in a comment and in a string only",
    code: endpoint(
      'session.add(User())\n# await session.commit()\nlogger.info("session.commit() later")\nreturn 1',
    ),
    outcome: "fail",
  },
  {
    name: "no write",
    code: endpoint("return (await session.scalars(select(User))).all()"),
    outcome: "na",
  },
  {
    name: "a set is no session",
    code: "def f(seen: set[int]) -> None:\n    seen.add(1)\n",
    outcome: "na",
  },
  {
    name: "an HTTP session is no database's",
    code: "import requests\n\ndef f() -> None:\n    session = requests.Session()\n    session.delete('https://x')\n",
    outcome: "na",
  },
  {
    name: "a begin block",
    code: endpoint(
      "async with session.begin():\n    session.add(User())\n    session.add(Wallet())\nreturn 1",
    ),
    outcome: "pass",
  },
  {
    name: "debit and credit each with a commit of its own",
    code: endpoint(
      "source = await session.get(Account, 1)\ntarget = await session.get(Account, 2)\nsource.balance -= data.amount\nawait session.commit()\ntarget.balance += data.amount\nawait session.commit()\nreturn 1",
    ),
    outcome: "fail",
  },
  {
    name: "debit and credit in one commit",
    code: endpoint(
      "source = await session.get(Account, 1)\ntarget = await session.get(Account, 2)\nsource.balance -= data.amount\ntarget.balance += data.amount\nawait session.commit()\nreturn 1",
    ),
    outcome: "pass",
  },
  {
    name: "stock is taken and committed, then the order is made",
    code: endpoint(
      "await session.execute(update(Product).where(Product.id == 1).values(stock=Product.stock - data.quantity))\nawait session.commit()\nsession.add(Order())\nawait session.commit()\nreturn 1",
    ),
    outcome: "fail",
  },
  {
    name: "an order is committed before its items",
    code: endpoint(
      "order = Order()\nsession.add(order)\nawait session.commit()\nfor line in data.lines:\n    session.add(OrderItem(order_id=order.id))\nawait session.commit()\nreturn order",
    ),
    outcome: "fail",
  },
  {
    name: "flush for the id, commit at the end",
    code: endpoint(
      "order = Order()\nsession.add(order)\nawait session.flush()\nfor line in data.lines:\n    session.add(OrderItem(order_id=order.id))\nawait session.commit()\nreturn order",
    ),
    outcome: "pass",
  },
  {
    name: "a commit in a loop over the items",
    code: endpoint(
      "for line in data.lines:\n    session.add(Item(name=line.name))\n    await session.commit()\nreturn 1",
    ),
    outcome: "fail",
  },
  {
    name: "retries commit once",
    code: endpoint(
      "for attempt in range(3):\n    try:\n        session.add(Item())\n        await session.commit()\n        return 1\n    except OperationalError:\n        await session.rollback()\nraise HTTPException(503)",
    ),
    outcome: "pass",
  },
  {
    name: "an audit row after the commit stands on its own",
    code: endpoint(
      "session.add(Item())\nawait session.commit()\nsession.add(AuditLog(action='create'))\nawait session.commit()\nreturn 1",
    ),
    outcome: "pass",
  },
  {
    name: "a status before and after a payment",
    code: endpoint(
      "order = Order(status='pending')\nsession.add(order)\nawait session.commit()\nawait stripe.charge(order.total)\norder.status = 'paid'\nawait session.commit()\nreturn order",
    ),
    outcome: "pass",
  },
  {
    name: "rollback on an integrity error",
    code: endpoint(
      "session.add(User())\ntry:\n    await session.commit()\nexcept IntegrityError:\n    await session.rollback()\n    raise HTTPException(409)\nreturn 1",
    ),
    outcome: "pass",
  },
  {
    name: "commit in a finally",
    code: endpoint(
      "try:\n    session.add(User())\n    check(data)\nfinally:\n    await session.commit()\nreturn 1",
    ),
    outcome: "fail",
  },
  {
    name: "a dependency that commits after the endpoint",
    code: `${app}
SessionLocal = async_sessionmaker(create_async_engine(URL))

async def get_db():
    async with SessionLocal() as session:
        try:
            yield session
            await session.commit()
        except Exception:
            await session.rollback()
            raise

@app.post("/users")
async def create(db: AsyncSession = Depends(get_db)) -> None:
    db.add(User())
`,
    outcome: "pass",
  },
  {
    name: "a dependency that commits in a finally",
    code: `${app}
async def get_db():
    async with SessionLocal() as session:
        try:
            yield session
        finally:
            await session.commit()

@app.post("/users")
async def create(db: AsyncSession = Depends(get_db)) -> None:
    db.add(User())
`,
    outcome: "fail",
  },
  {
    name: "a dependency that only yields, and an endpoint that never commits",
    code: `${app}
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()

@app.post("/users")
def create(db: Session = Depends(get_db)) -> None:
    db.add(User())
`,
    outcome: "fail",
  },
  {
    name: "a repository that flushes and a service that commits",
    code: `${app}
class Repo:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, user: User) -> None:
        self._session.add(user)
        await self._session.flush()

class Service:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._repo = Repo(session)

    async def register(self) -> None:
        await self._repo.add(User())
        await self._session.commit()

def get_service(session: AsyncSession = Depends(get_session)) -> Service:
    return Service(session)

@app.post("/users")
async def create(service: Service = Depends(get_service)) -> None:
    await service.register()
`,
    outcome: "pass",
  },
  {
    name: "two repository calls that commit each",
    code: `${app}
class Accounts:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def change(self, account_id: int, amount: int) -> None:
        account = await self.session.get(Account, account_id)
        account.balance += amount
        await self.session.commit()

@app.post("/transfers")
async def transfer(data: Data, session: AsyncSession = Depends(get_session)) -> None:
    accounts = Accounts(session)
    await accounts.change(data.source, -data.amount)
    await accounts.change(data.target, data.amount)
`,
    outcome: "fail",
  },
  {
    name: "a unit of work",
    code: `${app}
class UnitOfWork:
    async def __aenter__(self) -> "UnitOfWork":
        self.session = SessionLocal()
        return self

    async def __aexit__(self, kind, exc, trace) -> None:
        if exc is None:
            await self.session.commit()
        else:
            await self.session.rollback()
        await self.session.close()

@app.post("/users")
async def create(data: Data) -> None:
    async with UnitOfWork() as uow:
        uow.session.add(User())
`,
    outcome: "pass",
  },
  {
    name: "asyncpg: one statement commits itself",
    code: `import asyncpg
from fastapi import Depends, FastAPI

app = FastAPI()

@app.post("/users")
async def create(data: Data, pool: asyncpg.Pool = Depends(get_pool)) -> None:
    await pool.execute("INSERT INTO users (email) VALUES ($1)", data.email)
`,
    outcome: "pass",
  },
  {
    name: "asyncpg: two changes of a balance outside of a transaction",
    code: `import asyncpg
from fastapi import Depends, FastAPI

app = FastAPI()

@app.post("/transfers")
async def transfer(data: Data, pool: asyncpg.Pool = Depends(get_pool)) -> None:
    async with pool.acquire() as conn:
        await conn.execute("UPDATE accounts SET balance = balance - $1 WHERE id = $2", data.amount, data.source)
        await conn.execute("UPDATE accounts SET balance = balance + $1 WHERE id = $2", data.amount, data.target)
`,
    outcome: "fail",
  },
  {
    name: "asyncpg: the same inside of a transaction",
    code: `import asyncpg
from fastapi import Depends, FastAPI

app = FastAPI()

@app.post("/transfers")
async def transfer(data: Data, pool: asyncpg.Pool = Depends(get_pool)) -> None:
    async with pool.acquire() as conn:
        async with conn.transaction():
            await conn.execute("UPDATE accounts SET balance = balance - $1 WHERE id = $2", data.amount, data.source)
            await conn.execute("UPDATE accounts SET balance = balance + $1 WHERE id = $2", data.amount, data.target)
`,
    outcome: "pass",
  },
  {
    name: "sqlite3 without a commit",
    code: `import sqlite3
from fastapi import FastAPI

app = FastAPI()

@app.post("/users")
def create(name: str) -> None:
    conn = sqlite3.connect("app.db")
    conn.execute("INSERT INTO users (name) VALUES (?)", (name,))
    conn.close()
`,
    outcome: "fail",
  },
  {
    name: "sqlite3 as a context manager",
    code: `import sqlite3
from fastapi import FastAPI

app = FastAPI()

@app.post("/users")
def create(name: str) -> None:
    with sqlite3.connect("app.db") as conn:
        conn.execute("INSERT INTO users (name) VALUES (?)", (name,))
`,
    outcome: "pass",
  },
  {
    name: "psycopg: cursor and commit",
    code: `import psycopg2
from fastapi import FastAPI

app = FastAPI()

@app.post("/users")
def create(name: str) -> None:
    conn = psycopg2.connect(DSN)
    cur = conn.cursor()
    cur.execute("INSERT INTO users (name) VALUES (%s)", (name,))
    conn.commit()
`,
    outcome: "pass",
  },
  {
    name: "psycopg: the pool's connection commits at its end",
    code: `from psycopg_pool import AsyncConnectionPool
from fastapi import Depends, FastAPI, Request

app = FastAPI()

async def get_conn(request: Request):
    async with request.app.state.pool.connection() as conn:
        yield conn

@app.post("/transfers")
async def transfer(data: Data, conn=Depends(get_conn)) -> None:
    await conn.execute("UPDATE accounts SET balance = balance - %s WHERE id = %s", (data.amount, data.source))
    await conn.execute("UPDATE accounts SET balance = balance + %s WHERE id = %s", (data.amount, data.target))
`,
    outcome: "pass",
  },
  {
    name: "databases: one statement commits itself",
    code: `import databases
import sqlalchemy
from fastapi import FastAPI

app = FastAPI()
database = databases.Database(URL)
notes = sqlalchemy.Table("notes", sqlalchemy.MetaData(), sqlalchemy.Column("id", sqlalchemy.Integer))

@app.post("/notes")
async def create(note: Note) -> int:
    return await database.execute(notes.insert().values(text=note.text))
`,
    outcome: "pass",
  },
  {
    name: "motor: stock is taken, then the order is stored",
    code: `from motor.motor_asyncio import AsyncIOMotorClient
from fastapi import FastAPI

app = FastAPI()
db = AsyncIOMotorClient(URL).shop

@app.post("/orders")
async def create(data: Data) -> None:
    await db.products.update_one({"_id": data.product}, {"$inc": {"stock": -1}})
    await db.orders.insert_one(data.model_dump())
`,
    outcome: "fail",
  },
  {
    name: "motor: a document",
    code: `from motor.motor_asyncio import AsyncIOMotorClient
from fastapi import FastAPI

app = FastAPI()
db = AsyncIOMotorClient(URL).shop

@app.post("/users")
async def create(data: Data) -> None:
    await db.users.insert_one(data.model_dump())
`,
    outcome: "pass",
  },
  {
    name: "Tortoise: two balances outside of a transaction",
    code: `from tortoise.models import Model
from tortoise import fields
from fastapi import FastAPI

app = FastAPI()

class Account(Model):
    balance = fields.IntField()

@app.post("/transfers")
async def transfer(data: Data) -> None:
    source = await Account.get(id=data.source)
    target = await Account.get(id=data.target)
    source.balance -= data.amount
    await source.save()
    target.balance += data.amount
    await target.save()
`,
    outcome: "fail",
  },
  {
    name: "a service whose caller is not shown commits nowhere",
    code: `${app}
class Store:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def mark(self, code: str) -> None:
        await self.session.execute(update(Item).where(Item.code == code).values(used=True))
`,
    outcome: "fail",
  },
  {
    name: "test code alone",
    code: "import pytest\n\ndef test_x(session):\n    session.add(User())\n    assert session.query(User).count() == 1\n",
    outcome: "na",
  },
  {
    name: "code that breaks off is not guessed at",
    code: `${app}\nasync def f(session: AsyncSession\n    session.add(User(\n`,
    outcome: "na",
  },
  {
    name: "a loaded row is changed and never committed",
    code: endpoint("item = await session.get(Item, 1)\nitem.name = data.name\nreturn item"),
    outcome: "fail",
  },
  {
    name: "a loaded row is changed and committed",
    code: endpoint(
      "item = (await session.execute(select(Item).where(Item.id == 1))).scalar_one()\nfor key, value in data:\n    setattr(item, key, value)\nawait session.commit()\nreturn item",
    ),
    outcome: "pass",
  },
])("$name: $outcome", async ({ code, outcome }) => {
  const verdict = await gradeWith(transactions, `\`\`\`python\n# app/main.py\n${code}\n\`\`\`\n`);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
});

test("the caller commits, as the prose says", async () => {
  const code = endpoint("session.add(User())\nreturn 1");
  const prose = "Your `get_session` is assumed to commit when the request succeeds.";
  const verdict = await gradeWith(transactions, `${prose}\n\n\`\`\`python\n${code}\n\`\`\`\n`);
  expect(verdict.outcome, verdict.reason).toBe("pass");
});

test("a fail names the place and the share of the operations that are sound", async () => {
  const good = endpoint("session.add(User())\nawait session.commit()\nreturn 1");
  const bad = `
@app.post("/y")
async def other(session: AsyncSession = Depends(get_session)) -> None:
    session.add(Item())
`;
  const verdict = await gradeWith(
    transactions,
    `\`\`\`python\n# app/main.py\n${good}${bad}\`\`\`\n`,
  );
  expect(verdict).toMatchObject({
    outcome: "fail",
    score: 0.5,
    reason: "other never commits what it writes",
  });
  expect(verdict.evidence.map((one) => one.excerpt)).toEqual(["session.add(Item())"]);
});
