/** Code, by what is special about it. */
type Samples = Readonly<Record<string, string>>;

export const passingSamples: Samples = {
  "a key of settings that are not shown, by position": `
from app.gateway import AcmeGateway
from app.settings import settings

def get_gateway() -> AcmeGateway:
    return AcmeGateway(settings.acme_api_key)
`,
  "settings without defaults": `
from pydantic import Field, PostgresDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", secrets_dir="/run/secrets")
    database_url: PostgresDsn
    secret_key: SecretStr = Field(min_length=32)
    algorithm: str = "HS256"
    access_token_expire_minutes: int = 30
    token_type: str = "bearer"
    token_url: str = "/auth/token"
`,
  "os.environ by key": `
import os
import jwt
SECRET_KEY = os.environ["SECRET_KEY"]
ALGORITHM = "HS256"

def create_token(sub: str) -> str:
    return jwt.encode({"sub": sub, "type": "access_token"}, SECRET_KEY, algorithm=ALGORITHM)
`,
  "getenv, refused when it is not there": `
import os
API_KEY = os.getenv("API_KEY", "")
if not API_KEY:
    raise RuntimeError("API_KEY is not set")
API_KEY_HEADER = "X-API-Key"
`,
  "a placeholder that the settings refuse": `
from pydantic import model_validator
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    jwt_secret: str = "change-me"

    @model_validator(mode="after")
    def refuse_placeholder(self):
        if self.jwt_secret == "change-me":
            raise ValueError("set JWT_SECRET")
        return self
`,
  "a random key where the environment has none": `
import os, secrets
SECRET_KEY = os.getenv("SECRET_KEY") or secrets.token_urlsafe(32)
`,
  "starlette's Config": `
from starlette.config import Config
from starlette.datastructures import Secret
config = Config(".env")
SECRET_KEY = config("SECRET_KEY", cast=Secret)
DEBUG = config("DEBUG", cast=bool, default=False)
`,
  "the user's settings": `
import jwt
from app.config import settings
def decode(token: str) -> dict:
    return jwt.decode(token, settings.jwt_secret, algorithms=["HS256"])
`,
  "a URL put together from settings": `
from pydantic import SecretStr, computed_field
from pydantic_settings import BaseSettings

class DatabaseSettings(BaseSettings):
    host: str = "localhost"
    user: str = "app"
    password: SecretStr

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://{self.user}:{self.password.get_secret_value()}@{self.host}/app"
`,
  "a Docker secret": `
from pathlib import Path
SIGNING_KEY = Path("/run/secrets/signing_key").read_text().strip()
`,
  "examples in a schema": `
import os
from pydantic import BaseModel, Field
SECRET_KEY = os.environ["SECRET_KEY"]

class Login(BaseModel):
    password: str = Field(min_length=8, examples=["Sup3r-secret!"])
    model_config = {"json_schema_extra": {"example": {"password": "Sup3r-secret!", "api_key": "abc123"}}}
`,
  "dummy hashes against timing": `
import os
from argon2 import PasswordHasher
TOKEN_SECRET = os.environ["TOKEN_SECRET"]
hasher = PasswordHasher()
DUMMY_HASH = hasher.hash("correct horse battery staple")
_DUMMY_PASSWORD_HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"
`,
  "labels, header names and enums": `
import os
from enum import Enum
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer
API_KEY = os.environ["API_KEY"]
ACCESS_TOKEN = "access_token"
REFRESH_TOKEN = "refresh"
INVALID_TOKEN = "Invalid token"
class Grant(str, Enum):
    PASSWORD = "password"
    API_KEY = "api-key"
header = APIKeyHeader(name="X-API-Key")
oauth2 = OAuth2PasswordBearer(tokenUrl="/token", scopes={"password": "change it"})
`,
  "a webhook's signature": `
import hashlib, hmac
class Verifier:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret
    def verify(self, body: bytes, signature: str) -> bool:
        return hmac.compare_digest(hmac.new(self._secret, body, hashlib.sha256).hexdigest(), signature)
`,
  "a dataclass that reads the environment": `
import os
from dataclasses import dataclass, field

@dataclass(frozen=True)
class Config:
    smtp_password: str = field(default_factory=lambda: os.environ["SMTP_PASSWORD"])
    smtp_host: str = "localhost"
`,
  "a key that middleware takes from the environment": `
import os
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.environ["SESSION_SECRET"])
`,
  "a header compared with what was set": `
import os, secrets
from fastapi import Header, HTTPException
def require_key(x_api_key: str = Header(alias="X-API-Key")) -> None:
    if not secrets.compare_digest(x_api_key, os.environ["API_KEY"]):
        raise HTTPException(401, "Invalid API key")
`,
};

export const failingSamples: Samples = {
  "environ.get with a default": `
import os
SECRET_KEY = os.environ.get("SECRET_KEY", "changeme")
`,
  "a key of the module": `SECRET_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"`,
  "a placeholder that works": `
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    secret_key: str = "your-secret-key-here"
`,
  "a default of getenv": `
import os
JWT_SECRET = os.getenv("JWT_SECRET", "dev-secret-do-not-use")
`,
  "or as a default": `
import os
API_KEY: str = os.environ.get("API_KEY") or "local-key"
`,
  "through a constant": `
import os
DEFAULT = "not-so-secret"
SIGNING_KEY = os.environ.get("SIGNING_KEY", DEFAULT)
`,
  "Field with a default": `
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    jwt_secret: SecretStr = Field(default=SecretStr("change-me-in-production"), min_length=16)
`,
  "straight into jwt.encode": `
import jwt
def create_token(sub: str) -> str:
    return jwt.encode({"sub": sub}, "s3cr3t", algorithm="HS256")
`,
  "by an innocent name into jwt.decode": `
from jose import jwt
MAGIC = "abracadabra"
def read(token: str) -> dict:
    return jwt.decode(token, MAGIC, algorithms=["HS256"])
`,
  "a URL with a password": `
from sqlalchemy.ext.asyncio import create_async_engine
engine = create_async_engine("postgresql+asyncpg://postgres:postgres@localhost:5432/app")
`,
  "a URL as a default of a setting": `
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    database_url: str = "postgresql://user:hunter2@db/app"
`,
  "an f-string of constants": `
USER = "app"
PW = "hunter2"
HOST = "db"
URL = f"mysql+aiomysql://{USER}:{PW}@{HOST}/shop"
`,
  "a password by keyword": `
import asyncpg
async def connect():
    return await asyncpg.create_pool(host="localhost", user="postgres", password="password")
`,
  "Redis with a password": `
import redis.asyncio as redis
client = redis.from_url("redis://:s3cret@cache:6379/0")
`,
  "session middleware": `
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="!secret")
`,
  "a header compared with a text": `
from fastapi import Header, HTTPException
def verify(x_api_key: str = Header()) -> None:
    if x_api_key != "super-secret-key-123":
        raise HTTPException(403)
`,
  "basic auth compared in bytes": `
import secrets
def check(credentials) -> bool:
    return secrets.compare_digest(credentials.password.encode("utf8"), b"swordfish")
`,
  "Fernet and bytes": `
from cryptography.fernet import Fernet
fernet = Fernet(b"ZmDfcTF7_60GrrY167zsiPd67pEvs0aGOv2oasOM1Pg=")
`,
  itsdangerous: `
from itsdangerous import URLSafeTimedSerializer
serializer = URLSafeTimedSerializer("another-secret", salt="email-confirm")
`,
  "a bearer token for a service": `
import httpx
async def charge() -> None:
    async with httpx.AsyncClient(headers={"Authorization": "Bearer sk_live_4242"}) as client:
        await client.post("https://pay.example.com/charges")
`,
  "a library's global key": `
import stripe
stripe.api_key = "sk_test_51H8xyz"
`,
  "a default of a parameter": `
def sign(data: bytes, secret_key: str = "fallback-secret") -> bytes:
    return data
`,
  "a constructor of the answer's": `
class TokenService:
    def __init__(self, secret: str, minutes: int = 15) -> None:
        self.secret = secret
service = TokenService("very-secret")
`,
  "refused in production only": `
import os
SECRET_KEY = os.getenv("SECRET_KEY", "dev")
if os.getenv("ENV") == "production" and SECRET_KEY == "dev":
    raise RuntimeError("set SECRET_KEY")
`,
  "the environment is set by the code": `
import os
os.environ.setdefault("JWT_SECRET", "local")
`,
  "an admin seeded with a password": `
def seed(session) -> None:
    session.add(User(email="admin@example.com", hashed_password=hash_password("admin123")))
    session.commit()
`,
  "starlette's Config with a default": `
from starlette.config import Config
config = Config(".env")
SECRET_KEY = config("SECRET_KEY", default="insecure")
`,
  "a class of constants": `
class Config:
    SECRET_KEY = "abc123"
    DEBUG = True
`,
  "a connection's parameters in a string": `
import psycopg
conn = psycopg.connect("host=localhost dbname=app user=app password=hunter2")
`,
  "keys by their owners": `
API_KEYS = {"key-abc-123": "billing", "key-def-456": "search"}
`,
  "one of two names bound at once": `
import os
API_KEY, SECRET = os.environ["API_KEY"], "hush"
`,
  "a conditional": `
import os
DEBUG = True
jwt_secret_key = "debug-secret" if DEBUG else os.environ["JWT_SECRET_KEY"]
`,
};

export const passedOverSamples: Samples = {
  "URLs without a password": `
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    database_url: str = "postgresql+asyncpg://localhost/app"
    redis_url: str = "redis://localhost:6379/0"
`,
  "tokens that are made for callers": `
import secrets
def issue() -> dict[str, str]:
    token = secrets.token_urlsafe(32)
    return {"access_token": token, "token_type": "bearer"}
`,
  "what callers send": `
from pydantic import BaseModel, Field
class Login(BaseModel):
    username: str
    password: str = Field(min_length=8)
class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"
`,
  "keys that hide nothing": `
CACHE_KEY = "products:all"
IDEMPOTENCY_KEY = "Idempotency-Key"
primary_key = "id"
sort_key = "created_at"
TOKEN_PREFIX = "reset:"
PASSWORD_MIN_LENGTH = "12"
`,
  "words in comments, docstrings and messages": `
"""Set SECRET_KEY=changeme and DATABASE_URL=postgresql://u:p@host/db first."""
# SECRET_KEY = "abc"
def refuse() -> None:
    raise ValueError("password must not be 'password'; see postgresql://user:pass@host/db")
`,
  "messages for fields": `
ERRORS = {"password": "Password is too short.", "token": "Token has expired."}
`,
  "names of what is left out of logs": `
SENSITIVE_KEYS = {"password", "token", "api_key"}
COMMON_PASSWORDS = {"123456", "qwerty"}
`,
  "a password's column": `
import sqlalchemy as sa
users = sa.Table("users", sa.MetaData(), sa.Column("password", sa.String), sa.Column("api_key", sa.String))
`,
};
