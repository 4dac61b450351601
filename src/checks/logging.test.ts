import { expect, test } from "vitest";
import { gradeWith } from "./testing/grade-with.ts";
import { logging } from "./logging.ts";

const start = `import logging
from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

logger = logging.getLogger(__name__)
app = FastAPI()
`;

/** An endpoint that writes, with places for what is logged before, on conflict and after. */
function create(onConflict: string, after: string, head = start): string {
  return `${head}
@app.post("/users", status_code=201)
async def create(data: UserIn, session: AsyncSession = Depends(get_session)):
    user = User(**data.model_dump())
    session.add(user)
    try:
        await session.commit()
    except IntegrityError as exc:
        await session.rollback()
        ${onConflict}
        raise HTTPException(409, "taken") from exc
    ${after}
    return user`;
}

test.each<{ name: string; code: string; outcome: string }>([
  {
    name: "a failure and the write",
    code: create('logger.warning("taken: %s", data.name)', 'logger.info("created %s", user.id)'),
    outcome: "pass",
  },
  {
    name: "a service that writes through a protocol",
    code: `${start}
from typing import Protocol

class Rows(Protocol):
    async def keep(self, row: Row) -> None:
        """Keep a row."""
        ...

class SqlRows:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def keep(self, row: Row) -> None:
        self.session.add(row)
        await self.session.commit()

class Service:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    async def book(self, row: Row) -> None:
        if row.amount < 0:
            logger.warning("refused %s", row)
            raise HTTPException(422, "negative")
        await self.rows.keep(row)
        logger.info("booked %s", row)`,
    outcome: "pass",
  },
  {
    name: "the failure only",
    code: create('logger.warning("taken: %s", data.name)', "pass"),
    outcome: "fail",
  },
  { name: "the write only", code: create("pass", 'logger.info("created")'), outcome: "fail" },
  { name: "nothing", code: create("pass", "pass"), outcome: "fail" },
  {
    name: "print is no logger",
    code: create('print("taken")', 'print("created")'),
    outcome: "fail",
  },
  {
    name: "the failure at level info is one all the same",
    code: create('logger.info("taken")', 'logger.info("created")'),
    outcome: "pass",
  },
  {
    name: "two failures are no write",
    code: create('logger.warning("taken")', 'if not user.id: logger.error("no id")'),
    outcome: "fail",
  },
  {
    name: "the logging module itself",
    code: create('logging.exception("taken")', 'logging.info("created")'),
    outcome: "pass",
  },
  {
    name: "a logger for each use",
    code: create(
      'logging.getLogger("app").warning("taken")',
      'logging.getLogger("app").info("created")',
    ),
    outcome: "pass",
  },
  {
    name: "loguru",
    code: create(
      'logger.opt(exception=exc).warning("taken")',
      'logger.bind(user=user.id).success("created")',
      start.replace("import logging", "from loguru import logger").replace(/^logger = .*$/mu, ""),
    ),
    outcome: "pass",
  },
  {
    name: "structlog, asynchronously",
    code: create(
      'await log.awarning("taken")',
      'await log.ainfo("created")',
      start
        .replace("import logging", "import structlog")
        .replace(/^logger = .*$/mu, "log = structlog.get_logger()"),
    ),
    outcome: "pass",
  },
  {
    name: "structlog's logger with bound values",
    code: create(
      'log.warning("taken")',
      'log.info("created")',
      start
        .replace("import logging", "import structlog")
        .replace(/^logger = .*$/mu, 'log = structlog.get_logger(__name__).bind(part="users")'),
    ),
    outcome: "pass",
  },
  {
    name: "the user's own get_logger",
    code: create(
      'LOG.warning("taken")',
      'LOG.info("created")',
      start
        .replace("import logging", "from app.core.logs import get_logger")
        .replace(/^logger = .*$/mu, "LOG = get_logger(__name__)"),
    ),
    outcome: "pass",
  },
  {
    name: "levels as arguments",
    code: create('logger.log(logging.WARNING, "taken")', 'logger.log(logging.INFO, "created")'),
    outcome: "pass",
  },
  {
    name: "a logger that a service keeps",
    code: `${start}
class UserService:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._logger = logging.getLogger("users")

    async def create(self, data):
        if await self._session.get(User, data.id):
            self._logger.warning("taken")
            raise Conflict
        self._session.add(User())
        await self._session.commit()
        self._logger.info("created")`,
    outcome: "pass",
  },
  {
    name: "the write is logged by the caller of the repository",
    code: `${start}
class Users:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, user):
        self.session.add(user)
        await self.session.flush()

@app.post("/users")
async def create(data: UserIn, users: Users = Depends()):
    try:
        await users.add(User())
    except IntegrityError:
        logger.exception("could not add")
        raise
    logger.info("created")`,
    outcome: "pass",
  },
  {
    name: "an info elsewhere is no log of the write",
    code: `${start}
@app.on_event("startup")
async def start():
    logger.info("started")

@app.post("/users")
async def create(session: AsyncSession = Depends(get_session)):
    session.add(User())
    try:
        await session.commit()
    except IntegrityError:
        logger.exception("could not add")
        raise`,
    outcome: "fail",
  },
  {
    name: "helpers of the answer that only log",
    code: `${start}
def audit(event: str, **values: object) -> None:
    logger.info(event, extra=values)

def denied(reason: str) -> None:
    logger.warning("denied: %s", reason)

@app.delete("/users/{id}")
async def delete(id: int, user: User = Depends(get_user), session: AsyncSession = Depends(get_session)):
    if not user.is_admin:
        denied("no admin")
        raise HTTPException(403)
    await session.delete(await session.get(User, id))
    await session.commit()
    audit("deleted", id=id)`,
    outcome: "pass",
  },
  {
    name: "helpers that print",
    code: `${start}
def audit(event: str) -> None:
    print(event)

@app.delete("/users/{id}")
async def delete(id: int, session: AsyncSession = Depends(get_session)):
    await session.delete(await session.get(User, id))
    await session.commit()
    audit("deleted")`,
    outcome: "fail",
  },
  {
    name: "a handler of exceptions, and the write",
    code: `${start}
@app.exception_handler(AppError)
async def on_error(request, exc):
    logger.info("answered with %s", exc.status)
    return JSONResponse({}, status_code=exc.status)

@app.post("/users")
async def create(session: AsyncSession = Depends(get_session)):
    session.add(User())
    await session.commit()
    logger.info("created")`,
    outcome: "pass",
  },
  {
    name: "a denied attempt before a raise, no writes",
    code: `${start}
def require(role):
    async def check(user: User = Depends(get_user)):
        if role not in user.roles:
            logger.info("user %s lacks %s", user.id, role)
            raise HTTPException(status_code=403)
        return user
    return check`,
    outcome: "pass",
  },
  {
    name: "only successes are logged, no writes",
    code: `${start}
@app.post("/token")
async def login(form=Depends(), session: AsyncSession = Depends(get_session)):
    user = await find(session, form.username)
    if not verify_password(form.password, user.password):
        raise HTTPException(status_code=401)
    logger.info("signed in: %s", user.id)
    return {"token": 1}`,
    outcome: "fail",
  },
  {
    name: "a call of another service that is only tried",
    code: `${start}
import httpx

async def rate(client: httpx.AsyncClient) -> float:
    try:
        reply = await client.get("https://x.test")
    except httpx.HTTPError:
        logger.exception("no rate")
        raise
    return reply.json()["rate"]`,
    outcome: "pass",
  },
  {
    name: "a call of another service without a word",
    code: `${start}
import httpx

async def rate(client: httpx.AsyncClient) -> float:
    return (await client.get("https://x.test")).json()["rate"]`,
    outcome: "fail",
  },
  {
    name: "a warning beside the success tells of the write",
    code: create('logger.info("taken")', 'logger.warning("account created by hand")'),
    outcome: "pass",
  },
  {
    name: "raw SQL that writes",
    code: `${start}
import asyncpg

async def pay(conn: asyncpg.Connection, id: int) -> None:
    await conn.execute("UPDATE orders SET paid = true WHERE id = $1", id)`,
    outcome: "fail",
  },
  {
    name: "MongoDB, with both",
    code: `${start}
from motor.motor_asyncio import AsyncIOMotorClient
db = AsyncIOMotorClient("mongodb://x").shop

@app.post("/users")
async def create(data: dict):
    try:
        result = await db.users.insert_one(data)
    except DuplicateKeyError:
        logger.error("taken")
        raise HTTPException(409)
    logger.info("created %s", result.inserted_id)`,
    outcome: "pass",
  },
  {
    name: "only reads",
    code: `${start}
@app.get("/users")
async def users(session: AsyncSession = Depends(get_session)):
    return (await session.scalars(select(User))).all()`,
    outcome: "na",
  },
  {
    name: "a dictionary",
    code: "users = {}\n\ndef add(name):\n    users[name] = 1",
    outcome: "na",
  },
  {
    name: "words of it in comments and strings",
    code: '# session.add(user); logger.info("x")\nX = "raise HTTPException(401)"',
    outcome: "na",
  },
  {
    name: "a catalog, a blog and warnings are no loggers",
    code: create('catalog.error("taken")', 'blog.info("created")\n    warnings.warn("x")'),
    outcome: "fail",
  },
  { name: "it does not parse", code: "def broken(:\n    session.add(", outcome: "na" },
])("$name → $outcome", async ({ code, outcome }) => {
  const verdict = await gradeWith(logging, `\`\`\`python\n${code}\n\`\`\``);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
});

test("loggers in tests and migrations do not count", async () => {
  const text = [
    `\`\`\`python\n# app/main.py\n${create("pass", "pass")}\n\`\`\``,
    '```python\n# tests/test_a.py\nimport logging\n\ndef test_f(client):\n    logging.error("x")\n    assert 1\n```',
    '```python\n# alembic/versions/1.py\nimport logging\nfrom alembic import op\n\ndef upgrade():\n    logging.error("x")\n```',
  ].join("\n\n");
  expect(await gradeWith(logging, text)).toMatchObject({ outcome: "fail", score: 0 });
});

test("a write that is only an example of use asks for no log of its own", async () => {
  const limiter = `${start}
async def limit(user: User = Depends(get_user)) -> None:
    if user.blocked:
        logger.warning("blocked")
        raise HTTPException(403)`;
  const use = `@app.post("/items")
async def create(session: AsyncSession = Depends(get_session), _: None = Depends(limit)):
    session.add(Item())
    await session.commit()`;
  const text = (words: string): string =>
    `# app/limit.py\n\n\`\`\`python\n${limiter}\n\`\`\`\n\n${words}\n\n\`\`\`python\n${use}\n\`\`\``;
  expect(await gradeWith(logging, text("Usage:"))).toMatchObject({ outcome: "pass" });
  expect(await gradeWith(logging, text("And the items:"))).toMatchObject({ outcome: "fail" });
});

test("the verdict names the writes that nothing tells of, and the share that is met", async () => {
  const code = create('logger.warning("taken")', "pass");
  const verdict = await gradeWith(logging, `\`\`\`python\n${code}\n\`\`\``);
  expect(verdict).toMatchObject({
    outcome: "fail",
    score: 0.5,
    reason: "no write to the database is logged other than as a failure",
  });
  expect(verdict.evidence[0]?.excerpt).toBe("session.add(user)");
});
