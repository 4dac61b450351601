import { expect, test } from "vitest";
import type { Outcome } from "../record/index.ts";
import { builtInChecks, gradeAnswer } from "./index.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

// Answers in styles that the recordings do not have: each rule with what meets it, what does not,
// what it does not speak of, and what nearly does.

interface Sample {
  readonly gate: string;
  readonly name: string;
  readonly code: string;
  readonly outcome: Outcome;
  readonly prose?: string;
  readonly request?: string;
}

const fragment = (receiver: string, body: string): string =>
  `@${receiver}.post("/login")\nasync def login(form: LoginIn) -> Token:\n    ${body}`;
const failing = (call: string): string =>
  `try:\n        return await idp.login(form)\n    except IdpDown as exc:\n        ${call}\n        raise HTTPException(502) from exc`;

const excerpts: readonly Sample[] = [
  {
    gate: "request-validation",
    name: "an excerpt's router may be called anything",
    code: fragment("accounts", "return await idp.login(form)"),
    outcome: "pass",
  },
  {
    gate: "request-validation",
    name: "a mock's decorator is no route",
    code: '@requests_mock.post("/login")\nasync def login(form: dict) -> dict:\n    return {}',
    outcome: "na",
  },
  {
    gate: "request-validation",
    name: "a text that is no path registers nothing",
    code: '@events.post("created")\nasync def created(form: dict) -> dict:\n    return {}',
    outcome: "na",
  },
  {
    gate: "logging",
    name: "an excerpt's logger may be called anything, if it is told an exception",
    code: `import jwt\n${fragment("router", failing('trail.exception("identity provider down")'))}\n    jwt.decode(form.token, key)`,
    outcome: "pass",
  },
  {
    gate: "logging",
    name: "a catalog's error is no log call",
    code: `import jwt\n${fragment("router", failing('catalog.error("down")'))}\n    jwt.decode(form.token, key)`,
    outcome: "fail",
  },
];

const status = (parameters: string): string =>
  `from fastapi import FastAPI\napp = FastAPI()\n@app.get("/status")\nasync def status(${parameters}) -> Status:\n    return await read()`;

const access: readonly Sample[] = [
  { gate: "auth", name: "a status page is a probe", code: status(""), outcome: "na" },
  {
    gate: "auth",
    name: "the status of a job is none",
    code: status("job_id: int"),
    outcome: "fail",
  },
  {
    gate: "auth",
    name: "a status page may have an option",
    code: status("verbose: bool = False"),
    outcome: "na",
  },
  ...(
    [
      ["raise WebSocketException(1008)", "pass"],
      ['return "guest"', "fail"],
      ["name = None\n        raise HTTPException(401)", "pass"],
    ] as const
  ).map(([refusal, outcome]): Sample => ({
    gate: "auth",
    name: `who is not known: ${refusal}`,
    code: `from fastapi import Depends, FastAPI, HTTPException, WebSocket, WebSocketException
from chat.tokens import verify_token
app = FastAPI()
async def chatter(token: str) -> str:
    name = verify_token(token)
    if name is None:
        ${refusal}
    return name
@app.websocket("/ws")
async def chat(ws: WebSocket, name: str = Depends(chatter)) -> None:
    await ws.accept()`,
    outcome,
  })),
];

const quotes = (more: string): string =>
  `from fastapi import FastAPI\napp = FastAPI()\n@app.get("/quotes/{symbol}")\nasync def quote(symbol: str) -> Quote:\n    return await last(symbol)${more}`;
const open = "`/quotes` is open to everyone on purpose.";
const stated: readonly Sample[] = [
  {
    gate: "auth",
    name: "the only path below the one",
    code: quotes(""),
    prose: open,
    outcome: "na",
  },
  { gate: "auth", name: "nothing is said of it", code: quotes(""), outcome: "fail" },
  {
    gate: "auth",
    name: "the path itself is meant, not the one below",
    code: quotes('\n@app.get("/quotes")\nasync def all_quotes() -> list[Quote]:\n    return []'),
    prose: open,
    outcome: "fail",
  },
];

const covered = (middleware: string): string =>
  `from fastapi import FastAPI\nfrom slowapi.middleware import SlowAPIMiddleware\nfrom app.middleware import ApiKeyMiddleware, ApiVersionMiddleware\napp = FastAPI()\napp.add_middleware(${middleware})\n@app.get("/orders")\nasync def orders() -> list[Order]:\n    return []`;
const middlewares: readonly Sample[] = [
  {
    gate: "auth",
    name: "a limiter's middleware",
    code: covered("SlowAPIMiddleware"),
    outcome: "fail",
  },
  {
    gate: "auth",
    name: "one for versions",
    code: covered("ApiVersionMiddleware"),
    outcome: "fail",
  },
  { gate: "auth", name: "one for keys", code: covered("ApiKeyMiddleware"), outcome: "pass" },
];

const plain = (body: string, head = "def"): string =>
  `import asyncio\nfrom fastapi import APIRouter, Depends\nfrom sqlalchemy.ext.asyncio import AsyncSession\nrouter = APIRouter()\n@router.get("/orders/{key}")\n${head} order(key: int, session: AsyncSession = Depends(get_session)) -> Order:\n    ${body}`;
const coroutines: readonly Sample[] = [
  {
    gate: "async-io",
    name: "a plain endpoint drops a coroutine",
    code: plain("found = session.get(Order, key)\n    return found"),
    outcome: "fail",
  },
  {
    gate: "async-io",
    name: "a plain endpoint runs it",
    code: plain("found = asyncio.run(session.get(Order, key))\n    return found"),
    outcome: "pass",
  },
  {
    gate: "async-io",
    name: "an asynchronous one waits for it",
    code: plain("found = await session.get(Order, key)\n    return found", "async def"),
    outcome: "pass",
  },
];

const outbox = (caught: string): string =>
  `import logging\nlogger = logging.getLogger(__name__)\nasync def relay(session: AsyncSession) -> None:\n    for row in await session.scalars(select(Outbox)):\n        try:\n            await send(row)\n        except ConnectionError:\n            ${caught}\n            break\n        session.add(Sent(row=row))\n    await session.commit()\n    logger.info("outbox sent")`;
const logs: readonly Sample[] = [
  {
    gate: "logging",
    name: "a caught exception ends the loop",
    code: outbox('logger.warning("%s stays", row.id)'),
    outcome: "pass",
  },
  {
    gate: "logging",
    name: "it is printed",
    code: outbox('print(row.id, "stays")'),
    outcome: "fail",
  },
];

const keyed = (key: string): string =>
  `import os\nfrom fastapi import FastAPI\napp = FastAPI()\napp.add_middleware(ApiKeyMiddleware, key=${key})`;
const compared = (parameter: string, text: string): string =>
  `import os\nfrom fastapi import Header, HTTPException\ndef check(${parameter}) -> None:\n    if x_key != ${text}:\n        raise HTTPException(401)`;
const keys: readonly Sample[] = [
  {
    gate: "no-hardcoded-secrets",
    name: "a middleware's key",
    code: keyed('"k-0815-4711"'),
    outcome: "fail",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "its key of the environment",
    code: keyed('os.environ["K"]'),
    outcome: "pass",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "the key of a cache",
    code: 'cached = Cache(key="latest-posts")\nx = sorted(y, key="name")',
    outcome: "na",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "a header that is compared with a text",
    code: compared("x_key: str = Header()", '"alert-key-123"'),
    outcome: "fail",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "one that is compared with the environment",
    code: compared("x_key: str = Header()", 'os.environ["K"]'),
    outcome: "pass",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "the key of an axis",
    code: compared("x_key: str", '"created_at"'),
    outcome: "na",
  },
];

const stub = (docstring: string): string =>
  `class Links:\n    def check(self, url: str) -> str:\n        """${docstring}"""\n        ...\n`;
const stubs: readonly Sample[] = [
  {
    gate: "complete-code",
    name: "a docstring that speaks of unchanged values",
    code: stub("Check a link.\n\n        Returns:\n            The URL unchanged.\n        "),
    outcome: "fail",
  },
  {
    gate: "complete-code",
    name: "a docstring that speaks of existing rows",
    code: stub("Tell nothing of existing accounts."),
    outcome: "fail",
  },
  {
    gate: "complete-code",
    name: "a docstring that says whose it is",
    code: stub("Your existing check."),
    outcome: "pass",
  },
  {
    gate: "complete-code",
    name: "a base of nearly the same name",
    code: 'class Settings(BaseSettings):\n    def check(self) -> int:\n        """Check."""\n        ...',
    outcome: "fail",
  },
  {
    gate: "complete-code",
    name: "a base whose method is overridden",
    code: "class Store:\n    def get(self) -> int:\n        ...\nclass Memory(Store):\n    def get(self) -> int:\n        return 1",
    outcome: "pass",
  },
];

const sent = (body: string, path = "/mails"): string =>
  `from fastapi import FastAPI, Request\nfrom pydantic import BaseModel\napp = FastAPI()\nclass Mail(BaseModel):\n    to: str\n@app.post("${path}", status_code=204)\nasync def send(mail: Mail, request: Request) -> None:\n    ${body}`;
const bodies: readonly Sample[] = [
  {
    gate: "request-validation",
    name: "the body is read beside its model",
    code: sent('extra = (await request.json())["extra"]'),
    outcome: "fail",
  },
  {
    gate: "request-validation",
    name: "the raw bytes are read beside it, to be hashed",
    code: sent("digest = sha256(await request.body())"),
    outcome: "pass",
  },
  {
    gate: "request-validation",
    name: "a webhook's JSON beside its model",
    code: sent("event = await request.json()", "/webhooks/mail"),
    outcome: "pass",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "a digest is compared with a text",
    code: 'def check(given: str) -> bool:\n    return hmac.compare_digest(given, "k-0815-4711")',
    outcome: "fail",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "two digests are compared",
    code: "def check(given: str, wanted: str) -> bool:\n    return hmac.compare_digest(given, wanted)",
    outcome: "na",
  },
  ...(
    [
      ["password: str", "na"],
      ["topic: str", "fail"],
    ] as const
  ).map(([field, outcome]): Sample => ({
    gate: "auth",
    name: `a session is opened with ${field}`,
    code: `from fastapi import FastAPI\nfrom pydantic import BaseModel\napp = FastAPI()\nclass Opening(BaseModel):\n    ${field}\n@app.post("/sessions")\nasync def begin(body: Opening) -> Opened:\n    return await work(body)`,
    outcome,
  })),
];

const endpoint = (body: string, parameters = "data: SignUp, db: Db"): string =>
  `import httpx
from fastapi import APIRouter, Depends, HTTPException
from app.models import User
router = APIRouter()
@router.post("/signup", status_code=201)
async def sign_up(${parameters}) -> Account:
    ${body}`;

const errors: readonly Sample[] = [
  {
    gate: "error-handling",
    name: "a sign-up that asks nothing of the address",
    code: endpoint(
      "user = User(email=data.email)\n    db.add(user)\n    await db.commit()\n    return user",
    ),
    outcome: "fail",
  },
  {
    gate: "error-handling",
    name: "a sign-up that catches the second account",
    code: endpoint(
      "user = User(email=data.email)\n    db.add(user)\n    try:\n        await db.commit()\n    except IntegrityError as exc:\n        raise HTTPException(409) from exc\n    return user",
    ),
    outcome: "pass",
  },
  {
    gate: "error-handling",
    name: "an account by its id alone",
    code: endpoint(
      "user = User(id=data.id)\n    db.add(user)\n    await db.commit()\n    return user",
    ),
    outcome: "pass",
  },
  ...(
    [
      ["pass", "fail"],
      ['logger.warning("down")', "fail"],
      ["return None", "pass"],
      ["r = None", "pass"],
      ["await recover()", "pass"],
    ] as const
  ).map(([handling, outcome]): Sample => ({
    gate: "error-handling",
    name: `a failure of the service, then: ${handling}`,
    code: endpoint(
      `try:\n        r = await client.get("/x")\n    except httpx.HTTPError:\n        ${handling}\n    return Account.of(r)`,
      "client: httpx.AsyncClient",
    ),
    outcome,
  })),
  {
    gate: "error-handling",
    name: "a failure passed over, and nothing used of what failed",
    code: endpoint(
      'try:\n        r = await client.get("/x")\n    except httpx.HTTPError:\n        pass\n    return Account()',
      "client: httpx.AsyncClient",
    ),
    outcome: "pass",
  },
  ...([401, 500] as const).map((code): Sample => ({
    gate: "error-handling",
    name: `bad credentials are answered with ${code}`,
    code: endpoint(
      `try:\n        return await auth.login(data)\n    except InvalidCredentials:\n        raise HTTPException(${code}, "Please try again")`,
    ),
    outcome: code === 401 ? "pass" : "fail",
  })),
];

const queued = (returned: string): string =>
  `from fastapi import FastAPI, Response\nfrom pydantic import BaseModel\napp = FastAPI()\nclass Queued(BaseModel):\n    count: int\n@app.post("/mails", status_code=202)\nasync def send(mail: Queued) -> Response:\n    return ${returned}`;
const tasks = (head: string, body: string): string =>
  `from fastapi import FastAPI\napp = FastAPI()\nTASKS = {}\nLOG = []\n@app.post(${head})\nasync def faire(task: Task) -> Task:\n    ${body}\n    return task`;

const shapes: readonly Sample[] = [
  {
    gate: "request-validation",
    name: "a model behind `-> Response`",
    code: queued("Queued(count=1)"),
    outcome: "fail",
  },
  {
    gate: "request-validation",
    name: "a plain response behind it",
    code: queued("Response(status_code=202)"),
    outcome: "pass",
  },
  {
    gate: "restful",
    name: "kept in memory without 201",
    code: tasks('"/tasks"', "TASKS[len(TASKS)] = task"),
    outcome: "fail",
  },
  {
    gate: "restful",
    name: "kept in memory with 201",
    code: tasks('"/tasks", status_code=201', "TASKS[len(TASKS)] = task"),
    outcome: "pass",
  },
  {
    gate: "restful",
    name: "something local is kept",
    code: tasks('"/tasks"', "seen = {}\n    seen[1] = task"),
    outcome: "pass",
  },
  {
    gate: "restful",
    name: "a search that keeps what was asked",
    code: tasks('"/search"', "LOG.append(task)"),
    outcome: "pass",
  },
];

const injected = (parameter: string, use: string): string =>
  `from fastapi import Depends, FastAPI\nfrom app.rooms import Rooms, get_rooms\nfrom app.auth import Caller, get_current_user\napp = FastAPI()\n@app.get("/rooms")\nasync def rooms(${parameter}) -> list[Room]:\n    ${use}`;
const given: readonly Sample[] = [
  {
    gate: "dependency-injection",
    name: "an object of the user's that does the work",
    code: injected("rooms: Rooms = Depends(get_rooms)", "return await rooms.free()"),
    outcome: "pass",
  },
  {
    gate: "dependency-injection",
    name: "the caller is no service",
    code: injected("me: Caller = Depends(get_current_user)", "return await me.rooms()"),
    outcome: "na",
  },
  {
    gate: "dependency-injection",
    name: "a value that is only read",
    code: injected("rooms: Rooms = Depends(get_rooms)", "return rooms.all"),
    outcome: "na",
  },
];

const ticket = (body: string): string =>
  `from tortoise import fields\nfrom tortoise.models import Model\nclass Ticket(Model):\n    id = fields.IntField(primary_key=True)\n    owner = fields.CharField(max_length=9)\nasync def assign(ticket_id: int, owner: str) -> None:\n    ticket = await Ticket.get(id=ticket_id)\n    ticket.owner = owner\n    ${body}`;
const databases: readonly Sample[] = [
  {
    gate: "transactions",
    name: "a model that saves itself",
    code: ticket("await ticket.save()"),
    outcome: "pass",
  },
  {
    gate: "transactions",
    name: "a model that nobody saves",
    code: `${ticket("await Ticket.create(owner=owner)")}\nasync def other(db: Session, t: int) -> None:\n    db.add(Row(t=t))\n    await db.flush()`,
    outcome: "fail",
  },
  {
    gate: "sql-injection",
    name: "documents are kept without SQL",
    code: "from beanie import Document\nclass Device(Document):\n    serial: str\nasync def add(serial: str) -> None:\n    await Device(serial=serial).insert()\n    await Device.get(serial)",
    outcome: "na",
  },
  {
    gate: "sql-injection",
    name: "rows of an active record are queried",
    code: ticket("await ticket.save()"),
    outcome: "pass",
  },
];

const latest =
  "async def latest(session: AsyncSession, tenant: int) -> list[Job]:\n    stmt = select(Job).where(Job.tenant == tenant).order_by(Job.created_at)\n    return (await session.scalars(stmt)).all()";
const tooSlow = "This query is too slow, please speed it up.";
const speed: readonly Sample[] = [
  { gate: "indexing", name: "a query of the user's tables", code: latest, outcome: "na" },
  {
    gate: "indexing",
    name: "faster ones are asked for, and no index is named",
    code: latest,
    request: tooSlow,
    outcome: "fail",
  },
  {
    gate: "indexing",
    name: "the index stands in SQL",
    code: latest,
    prose: "```sql\nCREATE INDEX CONCURRENTLY ix ON jobs (tenant, created_at);\n```",
    request: tooSlow,
    outcome: "pass",
  },
  {
    gate: "indexing",
    name: "the index stands in SQL and serves something else",
    code: latest,
    prose: "```sql\nCREATE INDEX ix ON jobs (state, tenant);\n```",
    request: tooSlow,
    outcome: "fail",
  },
  {
    gate: "indexing",
    name: "the columns are indexed already",
    code: latest,
    prose: "Both columns are already indexed, so the time goes into the rows that are read.",
    request: tooSlow,
    outcome: "pass",
  },
  {
    gate: "indexing",
    name: "faster ones are asked for, and a row is read by its key",
    code: "async def one(session: AsyncSession, job: int) -> Job:\n    return await session.scalar(select(Job).where(Job.id == job))",
    request: tooSlow,
    outcome: "na",
  },
  {
    gate: "indexing",
    name: "a faster endpoint is no faster query",
    code: latest,
    request: "Our start page is slow. Add caching.",
    outcome: "na",
  },
];

const check = (left: string, right: string): string =>
  `from argon2 import PasswordHasher\nhasher = PasswordHasher()\ndef pruefe(${left}: str, ${right}: str) -> bool:\n    return ${left} == ${right}`;
const secrets: readonly Sample[] = [
  ...["mot_de_passe", "passwort", "contraseña", "senha"].map((name): Sample => ({
    gate: "password-hashing",
    name: `${name} is compared as it was typed`,
    code: check("gespeichert", name),
    outcome: "fail",
  })),
  {
    gate: "password-hashing",
    name: "other words are compared",
    code: check("passage", "andere"),
    outcome: "na",
  },
  ...(
    [
      ["journal.warning('login of %s: %s', name, password)", "fail"],
      ["journal.warning('login of %s', name)", "pass"],
      ["console.warning('%s', len(password))", "pass"],
    ] as const
  ).map(([call, outcome]): Sample => ({
    gate: "password-hashing",
    name: call,
    code: `import logging\nimport bcrypt\njournal = logging.getLogger(__name__)\ndef login(name: str, password: str, kept: bytes) -> bool:\n    ${call}\n    return bcrypt.checkpw(password.encode(), kept)`,
    outcome,
  })),
  {
    gate: "no-hardcoded-secrets",
    name: "a password that the caller sent is handed on",
    code: 'async def login(form: LoginForm, client: Client) -> Token:\n    return await client.post("/token", data={"password": form.password})',
    outcome: "na",
  },
  {
    gate: "no-hardcoded-secrets",
    name: "a password of the settings is handed on",
    code: 'async def login(settings: AppSettings, client: Client) -> Token:\n    return await client.post("/token", data={"password": settings.password})',
    outcome: "pass",
  },
];

test.each([
  ...excerpts,
  ...access,
  ...stated,
  ...logs,
  ...keys,
  ...middlewares,
  ...coroutines,
  ...stubs,
  ...bodies,
  ...errors,
  ...shapes,
  ...given,
  ...databases,
  ...speed,
  ...secrets,
])("$gate: $name: $outcome", async ({ gate, code, outcome, prose, request }) => {
  const decides = Object.entries(builtInChecks).find(([id]) => id === gate)?.[1];
  if (decides === undefined) throw new Error(`no check ${gate}`);
  const verdict = await gradeWith(decides, pythonAnswer(code, prose), request);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
});

test("gates that no check decides are told first, whatever the answer is like", async () => {
  const told: string[] = [];
  const { parses = null } = builtInChecks;
  const checks = new Map([
    ["parses", parses],
    ["sessions", null],
  ]);
  const verdicts = await gradeAnswer({ text: "Hi.", request: null, status: null }, checks, {
    started: (gate) => told.push(`turns to ${gate}`),
    decided: (gate, { outcome }) => told.push(`${gate}: ${outcome}`),
  });
  expect(told).toEqual(["sessions: unchecked", "turns to parses", "parses: na"]);
  expect(Object.keys(verdicts)).toEqual(["parses", "sessions"]);
});
