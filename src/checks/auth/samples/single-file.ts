import { blockOf } from "./sample.ts";
import type { Sample } from "./sample.ts";

const jwtApp = `
from datetime import datetime, timedelta, timezone
import os
import jwt
from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm

app = FastAPI()
SECRET_KEY = os.environ["SECRET_KEY"]
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")

async def get_current_user(token: str = Depends(oauth2_scheme)) -> dict:
    credentials_exception = HTTPException(
        status_code=status.HTTP_401_UNAUTHORIZED,
        detail="Could not validate credentials",
        headers={"WWW-Authenticate": "Bearer"},
    )
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=["HS256"])
        username = payload.get("sub")
        if username is None:
            raise credentials_exception
    except jwt.PyJWTError:
        raise credentials_exception
    user = users.get(username)
    if user is None:
        raise credentials_exception
    return user

@app.post("/token")
async def login(form: OAuth2PasswordRequestForm = Depends()) -> dict:
    user = authenticate(form.username, form.password)
    if not user:
        raise HTTPException(status_code=401, detail="Incorrect username or password")
    return {"access_token": make_token(user), "token_type": "bearer"}

@app.get("/items")
async def read_items(user: dict = Depends(get_current_user)) -> list:
    return items_of(user)

@app.delete("/items/{item_id}")
async def delete_item(item_id: int, user: dict = Depends(get_current_user)) -> None:
    remove(item_id, user)
`;

const neverVerified = jwtApp.replace(
  /    credentials_exception = [\s\S]*?return user\n/u,
  '    return {"username": token}\n',
);
const onlyPresence = jwtApp.replace(
  /    credentials_exception = [\s\S]*?return user\n/u,
  '    if not token:\n        raise HTTPException(status_code=401, detail="Missing")\n    return User(id=token)\n',
);
const unsigned = jwtApp.replace(
  'algorithms=["HS256"])',
  'algorithms=["HS256"], options={"verify_signature": False})',
);
const swallowed = jwtApp.replace(
  /        if username is None:[\s\S]*?return user\n/u,
  "    except jwt.PyJWTError:\n        username = None\n    return users.get(username)\n",
);
const splitOnly = jwtApp.replace(
  /    credentials_exception = [\s\S]*?return user\n/u,
  `    try:
        user_id = int(token.split(".")[0])
    except ValueError:
        raise HTTPException(status_code=401, detail="Malformed token")
    return User(id=user_id)
`,
);
const schemeOnly = jwtApp.replaceAll(
  "user: dict = Depends(get_current_user)",
  "token: str = Depends(oauth2_scheme)",
);

const apiKey = (body: string): string => `
import os, secrets
from typing import Annotated
from fastapi import Depends, FastAPI, Header, HTTPException, Security
from fastapi.security import APIKeyHeader

api_key_header = APIKeyHeader(name="X-API-Key", auto_error=False)

${body}

app = FastAPI()

@app.get("/reports", dependencies=[Depends(check_key)])
async def reports() -> list[str]:
    return []
`;

export const singleFileSamples: readonly Sample[] = [
  { name: "JWT in one file", answer: blockOf(jwtApp), outcome: "pass" },
  {
    name: "a token that is read and never verified",
    answer: blockOf(neverVerified),
    outcome: "fail",
  },
  {
    name: "a token of which only the presence is checked",
    answer: blockOf(onlyPresence),
    outcome: "fail",
  },
  { name: "a token decoded without its signature", answer: blockOf(unsigned), outcome: "fail" },
  { name: "a failed decode that is swallowed", answer: blockOf(swallowed), outcome: "fail" },
  { name: "a token that is only split and converted", answer: blockOf(splitOnly), outcome: "fail" },
  { name: "a security scheme alone", answer: blockOf(schemeOnly), outcome: "fail" },
  {
    name: "the dependency is missing on one endpoint",
    answer: blockOf(
      jwtApp.replace("item_id: int, user: dict = Depends(get_current_user)", "item_id: int"),
    ),
    outcome: "fail",
  },
  {
    name: "the dependency is commented out",
    answer: blockOf(
      jwtApp.replace(
        "item_id: int, user: dict = Depends(get_current_user)",
        "item_id: int,  # user: dict = Depends(get_current_user)\n",
      ),
    ),
    outcome: "fail",
  },
  {
    name: "authentication is defined and not used",
    answer: blockOf(jwtApp.replaceAll("user: dict = Depends(get_current_user)", "limit: int = 10")),
    outcome: "fail",
  },
  {
    name: "other names and aliases change nothing",
    answer: blockOf(
      jwtApp
        .replace(
          "from fastapi import Depends, FastAPI, HTTPException, status",
          "import fastapi as fa\nfrom fastapi import Depends as Needs, status\nfrom fastapi import HTTPException as HttpError",
        )
        .replace("FastAPI()", "fa.FastAPI()")
        .replaceAll("Depends(", "Needs(")
        .replaceAll("HTTPException(", "HttpError(")
        .replaceAll("get_current_user", "whoever_calls"),
    ),
    outcome: "pass",
  },
  {
    name: "an API key compared in constant time",
    answer: blockOf(
      apiKey(`async def check_key(key: Annotated[str | None, Security(api_key_header)]) -> None:
    if key is None or not secrets.compare_digest(key, os.environ["API_KEY"]):
        raise HTTPException(401, "Invalid API key")`),
    ),
    outcome: "pass",
  },
  {
    name: "an API key from a header parameter",
    answer: blockOf(
      apiKey(`async def check_key(x_api_key: str = Header(...)) -> str:
    if x_api_key not in VALID_KEYS:
        raise HTTPException(status_code=403, detail="Forbidden")
    return x_api_key`),
    ),
    outcome: "pass",
  },
  {
    name: "an API key that is only asked for",
    answer: blockOf(
      apiKey(`async def check_key(key: Annotated[str | None, Security(api_key_header)]) -> str:
    if key is None:
        raise HTTPException(401, "API key missing")
    return key`),
    ),
    outcome: "fail",
  },
  {
    name: "an API key that is logged and passed on",
    answer: blockOf(
      apiKey(`async def check_key(key: str = Security(api_key_header)) -> str:
    logger.info("called with a key of %d characters", len(key))
    return key`),
    ),
    outcome: "fail",
  },
  {
    name: "an API key looked up in the database",
    answer: blockOf(
      apiKey(`async def check_key(key: str = Security(api_key_header), db=Depends(get_db)) -> ApiKey:
    record = await db.scalar(select(ApiKey).where(ApiKey.digest == digest(key)))
    if not record or record.revoked:
        raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)
    return record`),
    ),
    outcome: "pass",
  },
  {
    name: "an API key check that returns False",
    answer: blockOf(
      apiKey(`async def check_key(key: str = Security(api_key_header)) -> bool:
    return key == os.environ["API_KEY"]`),
    ),
    outcome: "fail",
  },
  {
    name: "HTTP Basic",
    answer: blockOf(`
import secrets
from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import HTTPBasic, HTTPBasicCredentials

app = FastAPI()
security = HTTPBasic()

def get_username(credentials: HTTPBasicCredentials = Depends(security)) -> str:
    right_name = secrets.compare_digest(credentials.username.encode(), b"stanley")
    right_password = secrets.compare_digest(credentials.password.encode(), PASSWORD)
    if not (right_name and right_password):
        raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED, headers={"WWW-Authenticate": "Basic"})
    return credentials.username

@app.get("/admin/stats")
def stats(username: str = Depends(get_username)) -> dict[str, int]:
    return {"count": 1}
`),
    outcome: "pass",
  },
  {
    name: "HTTP Basic without a look at the credentials",
    answer: blockOf(`
from fastapi import Depends, FastAPI
from fastapi.security import HTTPBasic, HTTPBasicCredentials

app = FastAPI()
security = HTTPBasic()

@app.get("/users/me")
def me(credentials: HTTPBasicCredentials = Depends(security)) -> dict[str, str]:
    return {"username": credentials.username}
`),
    outcome: "fail",
  },
  {
    name: "only a database session",
    answer: blockOf(`
from fastapi import Depends, FastAPI
app = FastAPI()

def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()

@app.get("/orders")
def orders(db: Session = Depends(get_db)) -> list[Order]:
    return db.query(Order).all()
`),
    outcome: "fail",
  },
  {
    name: "only a rate limit",
    answer: blockOf(`
from fastapi import Depends, FastAPI, HTTPException, Request
app = FastAPI()

async def rate_limit(request: Request) -> None:
    if await redis.incr(request.client.host) > 10:
        raise HTTPException(429, "Slow down")

@app.post("/orders", dependencies=[Depends(rate_limit)])
async def create_order(order: OrderIn) -> Order:
    return await save(order)
`),
    outcome: "fail",
  },
  {
    name: "a session cookie in the body of the endpoint",
    answer: blockOf(`
from fastapi import FastAPI, HTTPException, Request
from starlette.middleware.sessions import SessionMiddleware
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SECRET)

@app.get("/profile")
async def profile(request: Request) -> dict:
    user_id = request.session.get("user_id")
    if user_id is None:
        raise HTTPException(status_code=401, detail="Not signed in")
    return await load(user_id)
`),
    outcome: "pass",
  },
  {
    name: "a header compared in the body of the endpoint",
    answer: blockOf(`
import hmac
from fastapi import FastAPI, Header, HTTPException
app = FastAPI()

@app.post("/jobs")
async def start_job(job: Job, authorization: str = Header("")) -> Job:
    if not hmac.compare_digest(authorization, f"Bearer {TOKEN}"):
        raise HTTPException(401)
    return await run(job)
`),
    outcome: "pass",
  },
  {
    name: "a 403 of the business, not of a caller",
    answer: blockOf(`
from fastapi import FastAPI, HTTPException
app = FastAPI()

@app.post("/accounts/{account_id}/withdrawals")
async def withdraw(account_id: int, body: Withdrawal) -> Account:
    account = await accounts.get(account_id)
    if account.frozen:
        raise HTTPException(403, "The account is frozen")
    return await accounts.take(account, body.amount)
`),
    outcome: "fail",
  },
  {
    name: "no endpoint at all",
    answer: blockOf("from pydantic import BaseModel\n\nclass Item(BaseModel):\n    id: int"),
    outcome: "na",
  },
  { name: "no code", answer: "Use `Depends(get_current_user)` on every route.", outcome: "na" },
  {
    name: "code that does not parse",
    answer: blockOf('@app.get("/items"\ndef read_items(:\n    return [}'),
    outcome: "na",
  },
  {
    name: "a client, a mock and a task are no routers",
    answer: blockOf(`
import httpx
from unittest import mock
client = httpx.Client()

@mock.patch("app.main.send")
def patched(send): ...

@celery.task
def work(): client.get("/orders")

@limiter.limit("5/minute")
def limited(): ...
`),
    outcome: "na",
  },
];
