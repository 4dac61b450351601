import { expect, test } from "vitest";
import { asyncIo } from "./async-io.ts";
import { gradeWith } from "./testing/grade-with.ts";

const fastapi =
  "from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, UploadFile\n\napp = FastAPI()\n";
const asyncSession =
  "from sqlalchemy.ext.asyncio import AsyncSession\nfrom sqlalchemy import select\n";
const syncSession = "from sqlalchemy.orm import Session\nfrom sqlalchemy import select\n";

test.each<{ name: string; code: string; outcome: string; evidence?: readonly string[] }>([
  {
    name: "an awaited session",
    code: `${fastapi}${asyncSession}
@app.get("/users/{id}")
async def read(id: int, session: AsyncSession = Depends(get_session)):
    return await session.get(User, id)`,
    outcome: "pass",
  },
  {
    name: "results of one await are used without others",
    code: `${fastapi}${asyncSession}
@app.get("/users")
async def read(session: AsyncSession = Depends(get_session)):
    rows = (await session.execute(select(User))).scalars().all()
    session.add(User())
    await session.commit()
    return rows`,
    outcome: "pass",
  },
  {
    name: "a session out of a context",
    code: `async def books(info) -> list:
    session = info.context["session"]
    return list(await session.scalars(select(Book)))`,
    outcome: "pass",
  },
  {
    name: "a repository that is not shown",
    code: `${fastapi}
from app.users import UserStore, get_store

@app.get("/users/{name}")
async def read(name: str, store: UserStore = Depends(get_store)):
    return await store.find(name)`,
    outcome: "pass",
  },
  {
    name: "a connection to a port",
    code: `import asyncio

async def is_up() -> bool:
    _, writer = await asyncio.wait_for(asyncio.open_connection("db", 5432), timeout=1)
    writer.close()
    return True`,
    outcome: "pass",
  },
  {
    name: "settings out of a mapping",
    code: `async def name(config) -> str:
    session = config["title"]
    return session.get("name")`,
    outcome: "na",
  },
  {
    name: "a synchronous session in async def",
    code: `${fastapi}${syncSession}
@app.get("/users")
async def read(db: Session = Depends(get_db)):
    return db.execute(select(User)).scalars().all()`,
    outcome: "fail",
    evidence: ["return db.execute(select(User)).scalars().all()"],
  },
  {
    name: "a synchronous session in def",
    code: `${fastapi}${syncSession}
@app.get("/users")
def read(db: Session = Depends(get_db)):
    return db.query(User).all()`,
    outcome: "fail",
    evidence: ["return db.query(User).all()"],
  },
  {
    name: "SQLModel's synchronous session",
    code: `${fastapi}
from sqlmodel import Session, create_engine, select
engine = create_engine("sqlite:///x.db")

def get_session():
    with Session(engine) as session:
        yield session

@app.get("/heroes")
def heroes(session: Session = Depends(get_session)):
    return session.exec(select(Hero)).all()`,
    outcome: "fail",
  },
  {
    name: "a handler that awaits a repository of AsyncSession",
    code: `${fastapi}${asyncSession}
class Users:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, user):
        self._session.add(user)

    async def all(self):
        result = await self._session.scalars(select(User))
        return result.all()`,
    outcome: "pass",
  },
  {
    name: "requests in async def",
    code: `${fastapi}
import requests

@app.get("/rate")
async def rate():
    return requests.get("https://x.test", timeout=3).json()`,
    outcome: "fail",
    evidence: ['return requests.get("https://x.test", timeout=3).json()'],
  },
  {
    name: "requests under another name, of a session that a module keeps",
    code: `${fastapi}
import requests as http

client = http.Session()

@app.get("/rate")
async def rate():
    return client.get("https://x.test").json()`,
    outcome: "fail",
  },
  {
    name: "requests handed to a thread",
    code: `${fastapi}
import asyncio, requests

@app.get("/rate")
async def rate():
    reply = await asyncio.to_thread(requests.get, "https://x.test", timeout=3)
    return reply.json()`,
    outcome: "pass",
  },
  {
    name: "a plain function handed to a thread",
    code: `${fastapi}
from starlette.concurrency import run_in_threadpool
import smtplib

def send(to: str):
    with smtplib.SMTP("localhost") as server:
        server.sendmail("a@x.test", to, "hi")

@app.post("/mail")
async def mail(to: str):
    await run_in_threadpool(send, to)`,
    outcome: "pass",
  },
  {
    name: "a lambda in an executor",
    code: `${fastapi}
import asyncio, requests

@app.get("/rate")
async def rate():
    loop = asyncio.get_running_loop()
    reply = await loop.run_in_executor(None, lambda: requests.get("https://x.test"))
    return reply.json()`,
    outcome: "pass",
  },
  {
    name: "a nested function handed to anyio's threads",
    code: `${fastapi}
import anyio.to_thread, boto3

s3 = boto3.client("s3")

@app.post("/files")
async def upload(name: str):
    def put():
        s3.put_object(Bucket="b", Key=name)
    await anyio.to_thread.run_sync(put)`,
    outcome: "pass",
  },
  {
    name: "a blocking helper that is called without a thread",
    code: `${fastapi}
import requests

def fetch(url: str) -> dict:
    return requests.get(url).json()

@app.get("/rate")
async def rate():
    return fetch("https://x.test")`,
    outcome: "fail",
    evidence: ["return requests.get(url).json()"],
  },
  {
    name: "a helper that sleeps, two calls below the handler",
    code: `${fastapi}
import time

def wait():
    time.sleep(1)

def retry(action):
    wait()
    return action()

@app.get("/rate")
async def rate():
    return retry(lambda: 1)`,
    outcome: "fail",
  },
  {
    name: "time.sleep imported by its own name",
    code: `${fastapi}
from time import sleep

@app.get("/slow")
async def slow():
    sleep(2)
    return {}`,
    outcome: "fail",
  },
  {
    name: "asyncio.sleep beside httpx.AsyncClient",
    code: `${fastapi}
import asyncio, httpx

@app.get("/rate")
async def rate():
    await asyncio.sleep(1)
    async with httpx.AsyncClient() as client:
        reply = await client.get("https://x.test")
    return reply.json()`,
    outcome: "pass",
  },
  {
    name: "httpx without its asynchronous client",
    code: `${fastapi}
import httpx

@app.get("/rate")
async def rate():
    return httpx.get("https://x.test").json()`,
    outcome: "fail",
  },
  {
    name: "the synchronous Redis",
    code: `${fastapi}
import redis

cache = redis.Redis.from_url("redis://localhost")

@app.get("/hits")
async def hits():
    return cache.incr("hits")`,
    outcome: "fail",
  },
  {
    name: "the asynchronous Redis, with a pipeline",
    code: `${fastapi}
import redis.asyncio as redis

cache = redis.from_url("redis://localhost")

@app.get("/hits")
async def hits():
    async with cache.pipeline() as pipe:
        pipe.incr("hits")
        pipe.expire("hits", 60)
        return await pipe.execute()`,
    outcome: "pass",
  },
  {
    name: "raw sqlite3 in async def",
    code: `${fastapi}
import sqlite3

@app.get("/users")
async def users():
    conn = sqlite3.connect("x.db")
    return conn.execute("SELECT * FROM users").fetchall()`,
    outcome: "fail",
  },
  {
    name: "aiosqlite",
    code: `${fastapi}
import aiosqlite

@app.get("/users")
async def users():
    async with aiosqlite.connect("x.db") as db:
        async with db.execute("SELECT * FROM users") as cursor:
            return await cursor.fetchall()`,
    outcome: "pass",
  },
  {
    name: "an asyncpg pool",
    code: `${fastapi}
import asyncpg

@app.get("/users")
async def users(request: Request):
    async with request.app.state.pool.acquire() as conn:
        return await conn.fetch("SELECT * FROM users")`,
    outcome: "pass",
  },
  {
    name: "pymongo in async def",
    code: `${fastapi}
from pymongo import MongoClient

db = MongoClient("mongodb://localhost")["shop"]

@app.get("/users/{name}")
async def user(name: str):
    return db.users.find_one({"name": name})`,
    outcome: "fail",
  },
  {
    name: "motor, with a cursor that is read to its end",
    code: `${fastapi}
from motor.motor_asyncio import AsyncIOMotorClient

db = AsyncIOMotorClient("mongodb://localhost")["shop"]

@app.get("/users")
async def users():
    return await db.users.find({}).sort("name").to_list(100)`,
    outcome: "pass",
  },
  {
    name: "Tortoise",
    code: `${fastapi}
from tortoise.models import Model

class User(Model):
    pass

@app.get("/users/{id}")
async def user(id: int):
    return await User.get_or_none(id=id)`,
    outcome: "pass",
  },
  {
    name: "an upload that is written with open in async def",
    code: `${fastapi}
import shutil

@app.post("/files")
async def upload(file: UploadFile):
    with open(f"uploads/{file.filename}", "wb") as target:
        shutil.copyfileobj(file.file, target)
    return {"name": file.filename}`,
    outcome: "fail",
  },
  {
    name: "an upload that is written with aiofiles",
    code: `${fastapi}
import aiofiles

@app.post("/files")
async def upload(file: UploadFile):
    async with aiofiles.open("uploads/x", "wb") as target:
        while chunk := await file.read(65536):
            await target.write(chunk)
    return {}`,
    outcome: "pass",
  },
  {
    name: "a small file of a fixed path is none of it",
    code: `${fastapi}${asyncSession}
from pathlib import Path

@app.get("/terms")
async def terms(session: AsyncSession = Depends(get_session)):
    await session.execute(select(Visit))
    return Path("terms.txt").read_text()`,
    outcome: "pass",
  },
  {
    name: "subprocess in async def",
    code: `${fastapi}
import subprocess

@app.post("/backups")
async def backup():
    subprocess.run(["pg_dump", "shop"], check=True)
    return {}`,
    outcome: "fail",
  },
  {
    name: "a Celery task may be synchronous",
    code: `${fastapi}${asyncSession}
from celery import shared_task
import requests

@shared_task
def notify(url: str):
    deliver(url)

def deliver(url: str):
    requests.post(url)

@app.post("/orders")
async def order(session: AsyncSession = Depends(get_session)):
    await session.commit()
    notify.delay("https://x.test")`,
    outcome: "pass",
  },
  {
    name: "a background task that is a plain function runs in a thread",
    code: `${fastapi}${asyncSession}
import smtplib

def send(to: str):
    server = smtplib.SMTP("localhost")
    server.sendmail("a@x.test", to, "hi")

@app.post("/orders")
async def order(tasks: BackgroundTasks, session: AsyncSession = Depends(get_session)):
    await session.commit()
    tasks.add_task(send, "b@x.test")`,
    outcome: "pass",
  },
  {
    name: "a hook of the driver must be synchronous",
    code: `${asyncSession}
from sqlalchemy import event

@event.listens_for(engine.sync_engine, "connect")
def set_pragma(connection, record):
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()

async def load(session: AsyncSession):
    return await session.get(User, 1)`,
    outcome: "pass",
  },
  {
    name: "create_all by run_sync",
    code: `${fastapi}
from contextlib import asynccontextmanager
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://x")

@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
    yield`,
    outcome: "pass",
  },
  {
    name: "hashing in async def is tolerated",
    code: `${fastapi}${asyncSession}
from passlib.context import CryptContext

context = CryptContext(schemes=["bcrypt"])

@app.post("/users")
async def register(data: UserIn, session: AsyncSession = Depends(get_session)):
    session.add(User(password_hash=context.hash(data.password)))
    await session.commit()`,
    outcome: "pass",
  },
  {
    name: "coroutines that are gathered",
    code: `${fastapi}
import asyncio, httpx

async def prices(client: httpx.AsyncClient, urls):
    replies = await asyncio.gather(*(client.get(url) for url in urls))
    return [one.json() for one in replies]`,
    outcome: "pass",
  },
  {
    name: "no I/O",
    code: `${fastapi}
@app.get("/sum")
def total(a: int, b: int) -> int:
    return a + b`,
    outcome: "na",
  },
  {
    name: "words of it in comments and strings",
    code: `${fastapi}
@app.get("/")
async def root():
    # requests.get() and time.sleep() would block here
    return {"hint": "never call requests.get(url) or time.sleep(1)"}`,
    outcome: "na",
  },
  {
    name: "a dictionary is no client",
    code: `${fastapi}
users = {}

@app.get("/users/{name}")
async def user(name: str):
    return users.get(name)`,
    outcome: "na",
  },
  {
    name: "a dictionary under the name of a database",
    code: `${fastapi}
fake_users_db = {"ann": {}}

def get_user(db, name: str):
    user = db.get(name)
    return user

@app.get("/users/{name}")
async def user(name: str):
    return get_user(fake_users_db, name)`,
    outcome: "na",
  },
  {
    name: "a session of the same name",
    code: `${fastapi}
def get_user(db, id: int):
    user = db.get(User, id)
    return user

@app.get("/users/{id}")
def user(id: int, db=Depends(get_db)):
    return get_user(db, id)`,
    outcome: "fail",
  },
  {
    name: "a synchronous session in a dependency of asynchronous endpoints",
    code: `${fastapi}${syncSession}
def get_current_user(token: str, db: Session = Depends(get_db)):
    return db.scalar(select(User).where(User.token == token))

@app.get("/me")
async def me(user=Depends(get_current_user)):
    return user`,
    outcome: "fail",
  },
  {
    name: "a synchronous session that a handler opens",
    code: `${fastapi}${syncSession}
from app.db import engine

@app.get("/users")
async def users():
    with Session(engine) as session:
        return session.scalars(select(User)).all()`,
    outcome: "fail",
  },
  {
    name: "asynchronous names of the user's own helpers",
    code: `${fastapi}
from app.db import get_session

@app.get("/users/{id}")
async def user(id: int, session=Depends(get_session)):
    row = await session.get(User, id)
    await session.refresh(row)
    return row`,
    outcome: "pass",
  },
  {
    name: "a listener of a synchronous engine's events",
    code: `${asyncSession}
from sqlalchemy import event

def configure(connection, _record):
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")

event.listen(engine.sync_engine, "connect", configure)

async def load(session: AsyncSession):
    return await session.get(User, 1)`,
    outcome: "pass",
  },
  {
    name: "stripe's blocking client",
    code: `${fastapi}
import stripe

@app.post("/payments")
async def pay(amount: int):
    return stripe.PaymentIntent.create(amount=amount, currency="eur")`,
    outcome: "fail",
  },
  {
    name: "it does not parse",
    code: "async def broken(:\n    requests.get(",
    outcome: "na",
  },
  {
    name: "a test may block",
    code: "import pytest, requests\n\ndef test_it():\n    assert requests.get('http://x').status_code == 200",
    outcome: "na",
  },
])("$name → $outcome", async ({ code, outcome, evidence }) => {
  const verdict = await gradeWith(asyncIo, `\`\`\`python\n${code}\n\`\`\``);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
  if (evidence !== undefined) {
    expect(verdict.evidence.map((one) => one.excerpt)).toEqual(evidence);
  }
});

test("the score is the share of functions that do not block", async () => {
  const code = `
import httpx, time
async def a(client: httpx.AsyncClient):
    await client.get("https://x.test")
async def b(client: httpx.AsyncClient):
    await client.get("https://x.test")
async def c():
    time.sleep(1)
async def d(client: httpx.AsyncClient):
    await client.get("https://x.test")`;
  const verdict = await gradeWith(asyncIo, `\`\`\`python\n${code}\n\`\`\``);
  expect(verdict).toMatchObject({ outcome: "fail", score: 0.75 });
});

test("code that repeats the request's is not held against the answer", async () => {
  const old = "@app.get('/old')\nasync def old():\n    return requests.get(url).json()";
  const added = "async def new(client: httpx.AsyncClient):\n    return await client.get(url)";
  const code = `\`\`\`python\nimport httpx, requests\n\n${old}\n\n${added}\n\`\`\``;
  expect((await gradeWith(asyncIo, code)).outcome).toBe("fail");
  expect((await gradeWith(asyncIo, code, `Add one to:\n\n${old}`)).outcome).toBe("pass");
});
