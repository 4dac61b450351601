/**
 * Names that an excerpt uses without importing them and that can only be meant in one way. What
 * is not here stays unbound and is taken by its own name.
 */
const homes: Readonly<Record<string, string>> = {
  fastapi:
    "APIRouter BackgroundTasks Body Cookie Depends FastAPI File Form HTTPException Header Path Query Request Response Security UploadFile WebSocket WebSocketDisconnect WebSocketException status",
  "fastapi.security":
    "APIKeyCookie APIKeyHeader APIKeyQuery HTTPAuthorizationCredentials HTTPBasic HTTPBasicCredentials HTTPBearer HTTPDigest OAuth2AuthorizationCodeBearer OAuth2PasswordBearer OAuth2PasswordRequestForm OpenIdConnect SecurityScopes",
  "fastapi.responses":
    "FileResponse HTMLResponse JSONResponse ORJSONResponse PlainTextResponse RedirectResponse StreamingResponse",
  "fastapi.exceptions": "RequestValidationError",
  "starlette.middleware": "Middleware",
  "starlette.middleware.base": "BaseHTTPMiddleware",
  "starlette.middleware.authentication": "AuthenticationMiddleware",
  "starlette.middleware.sessions": "SessionMiddleware",
  "fastapi.middleware.cors": "CORSMiddleware",
  "fastapi.testclient": "TestClient",
  typing: "Annotated Any Callable Optional TypeAlias Union",
  http: "HTTPStatus",
  pydantic: "BaseModel",
  functools: "partial wraps lru_cache",
  httpx: "ASGITransport AsyncClient",
  "sqlalchemy.ext.asyncio": "AsyncSession async_sessionmaker create_async_engine",
};

const known = new Map(
  Object.entries(homes).flatMap(([home, names]) =>
    names.split(" ").map((name): [string, string] => [name, `${home}.${name}`]),
  ),
);

/** `Depends` → `fastapi.Depends`; null for a name that is no framework's. */
export function libraryNameOf(name: string): string | null {
  return known.get(name) ?? (builtins.has(name) ? `builtins.${name}` : null);
}

const builtins = new Set(
  "ArithmeticError AssertionError AttributeError BaseException Exception IndexError KeyError LookupError NotImplementedError OSError PermissionError RuntimeError StopIteration TimeoutError TypeError UnicodeDecodeError ValueError abs all any bool bytearray bytes callable classmethod dict dir enumerate filter float format frozenset getattr hasattr hash hex id input int isinstance issubclass iter len list map max memoryview min next object open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip".split(
    " ",
  ),
);

/**
 * Top-level packages that are never the user's own module: `import jwt` is not `app/core/jwt.py`.
 */
export function isLibraryPackage(name: string): boolean {
  return libraryPackages.has(name);
}

const libraryPackages = new Set(
  "__future__ abc aio_pika aiofiles aiohttp aiokafka aiomysql aioredis aioresponses aiosmtplib aiosqlite alembic anyio apscheduler argon2 argparse arq array arrow asgi_lifespan assertpy ast asyncio asyncpg attr attrs authlib authx base64 bcrypt beanie binascii bisect bleach boto3 cachetools calendar casbin celery click codecs collections concurrent configparser contextlib contextvars copy coverage cryptography csv dataclasses datetime dateutil decimal deepdiff difflib dirty_equals dishka dramatiq elasticsearch email enum errno factory faker fakeredis fastapi fastapi_azure_auth fastapi_cache fastapi_jwt_auth fastapi_limiter fastapi_login fastapi_mail fastapi_users fastapi_utils firebase_admin fnmatch fractions freezegun functools gc glob graphene grpc gunicorn gzip hamcrest hashlib heapq hmac html http httpx httpx_sse hypothesis importlib inspect io ipaddress itertools itsdangerous jinja2 jose json jsonschema jwt kombu limits locust logging loguru math mimetypes mock mongoengine mongomock motor msgpack multiprocessing mysql nh3 numbers numpy odmantic openai opentelemetry operator orjson os pandas passlib pathlib peewee pendulum phonenumbers pickle platform polyfactory pprint prometheus_client psutil psycopg psycopg2 pwdlib pydantic pydantic_settings pymongo pymysql pyotp pytest pytest_asyncio pytest_httpx pytest_mock pytest_postgresql pytz queue random re redis requests respx rich sched schemathesis secrets selectors sentry_sdk shlex shutil signal slowapi slugify smtplib sniffio socket sqlalchemy sqlite3 sqlmodel ssl starlette starlette_exporter statistics strawberry string stripe structlog subprocess supabase svix syrupy sys taskiq tempfile tenacity testcontainers textwrap threading time time_machine timeit tomllib tortoise traceback twilio typer types typing typing_extensions ujson unittest urllib uuid uvicorn uvloop valkey warnings weakref websockets xml yaml zlib zoneinfo".split(
    " ",
  ),
);
